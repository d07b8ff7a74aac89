package org.odenet.examples.output;

import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Bars with an estimate of the time that is left. */
public final class ProgressBars {

    private static final int TERMINAL_INTERVAL_MILLIS = 250;
    private static final int LOG_INTERVAL_MILLIS = 15_000;
    private static final int WIDTH = 110;

    private ProgressBars() {}

    /**
     * Starts a bar. In a log, where a bar cannot be drawn over, it is drawn seldom.
     *
     * @param task what is done
     * @param max how many units there are to do
     * @param unit the name of a unit, with a space before it
     * @return the bar, to be closed
     */
    public static ProgressBar of(String task, long max, String unit) {
        return new ProgressBarBuilder()
                .setTaskName(task)
                .setInitialMax(max)
                .setUnit(unit, 1)
                .setStyle(ProgressBarStyle.ASCII)
                .setMaxRenderedLength(WIDTH)
                .setUpdateIntervalMillis(System.console() == null ? LOG_INTERVAL_MILLIS : TERMINAL_INTERVAL_MILLIS)
                .build();
    }
}
