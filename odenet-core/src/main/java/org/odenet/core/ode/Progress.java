package org.odenet.core.ode;

import java.time.Duration;
import java.util.function.Consumer;

/**
 * How far a solve is.
 *
 * @param t the time that was reached
 * @param fraction the part of the interval that is done, from 0 to 1
 * @param acceptedSteps how many steps it took
 * @param elapsed the wall-clock time since the meter was made
 * @param remaining an estimate of the wall-clock time that the rest takes, as if it went on at this rate
 */
public record Progress(double t, double fraction, long acceptedSteps, Duration elapsed, Duration remaining) {

    /**
     * A listener that reports progress now and then. It serves one solve.
     *
     * @param span the interval of the solve
     * @param interval the least wall-clock time between two reports; the end is always reported
     * @param report takes the reports, on the thread of the solve
     * @param <S> the type of a state
     * @return the listener
     */
    public static <S> StepListener<S> meter(TimeSpan span, Duration interval, Consumer<Progress> report) {
        return new StepListener<>() {

            private final long begin = System.nanoTime();
            private long last = begin;
            private long steps;

            @Override
            public void accepted(Step<S> step) {
                steps++;
                long now = System.nanoTime();
                double fraction = Math.min(1, (step.end() - span.start()) / span.length());
                if (now - last >= interval.toNanos() || fraction == 1) {
                    last = now;
                    long elapsed = now - begin;
                    Duration rest = Duration.ofNanos((long) (elapsed * (1 - fraction) / fraction));
                    report.accept(new Progress(step.end(), fraction, steps, Duration.ofNanos(elapsed), rest));
                }
            }
        };
    }
}
