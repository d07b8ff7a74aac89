package org.odenet.onednn;

/** The sum of each channel over all samples and pixels. */
final class ChannelSums {

    private final NativeFloats x;
    private final int batch;
    private final int channels;
    private final int pixels;

    ChannelSums(NativeFloats x, int batch, int channels, int pixels) {
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
        SampleSums sample = Sample.of(channels).first;
        double[] total = new double[channels];
        for (int index = first; index < last; index++) {
            double[] sums = sample.of(
                    index * channels * pixels, pixels, (from, some, to) -> Loops.BEST.addChannels(x, from, some, to));
            for (int c = 0; c < channels; c++) {
                total[c] += sums[c];
            }
        }
        return total;
    }
}
