package org.odenet.onednn;

import java.nio.FloatBuffer;

/** The sum of each channel over all samples and pixels. */
final class ChannelSums {

    private final FloatBuffer x;
    private final int batch;
    private final int channels;
    private final int pixels;

    ChannelSums(FloatBuffer x, int batch, int channels, int pixels) {
        this.x = x;
        this.batch = batch;
        this.channels = channels;
        this.pixels = pixels;
    }

    double[] sum(Workers workers) {
        // For each task, so that the order of the threads does not change the sums.
        double[][] ofTasks = new double[Workers.tasks(batch)][];
        workers.run(ofTasks.length, task -> {
            ofTasks[task] = sum(Workers.firstOf(task), Math.min(batch, Workers.firstOf(task + 1)));
        });
        double[] total = new double[channels];
        for (double[] part : ofTasks) {
            for (int c = 0; c < channels; c++) {
                total[c] += part[c];
            }
        }
        return total;
    }

    private double[] sum(int first, int last) {
        Sample sample = Sample.of(channels, pixels);
        double[] total = new double[channels];
        for (int index = first; index < last; index++) {
            x.get(index * sample.x.length, sample.x, 0, sample.x.length);
            double[] sums =
                    sample.first.of(pixels, (from, some, to) -> Loops.BEST.addChannels(sample.x, from, some, to));
            for (int c = 0; c < channels; c++) {
                total[c] += sums[c];
            }
        }
        return total;
    }
}
