package org.odenet.examples;

import me.tongfei.progressbar.ProgressBar;
import org.odenet.examples.output.ProgressBars;
import org.odenet.models.data.DownloadProgress;

/** Shows a download as a bar. */
final class DownloadBar implements DownloadProgress {

    private static final long KIB = 1024;

    private ProgressBar bar;

    @Override
    public void update(long bytesDone, long bytesTotal) {
        if (bar == null) {
            bar = ProgressBars.of("download", bytesTotal / KIB, " KiB");
        }
        bar.stepTo(bytesDone / KIB);
        if (bytesDone >= bytesTotal) {
            bar.close();
        }
    }
}
