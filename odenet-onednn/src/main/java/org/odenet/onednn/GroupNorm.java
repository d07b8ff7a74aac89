package org.odenet.onednn;

import java.nio.FloatBuffer;
import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What the two directions of group normalisation have in common: the sizes, and the statistics {@code [2, batch,
 * groups]} in memory.
 */
final class GroupNorm {

    final int batch;
    final int channels;
    final int pixels;
    final int groups;
    final float[] scale;
    final float[] shift;
    final boolean relu;
    private final FloatBuffer statistics;
    private final int channelsPerGroup;
    // The loops over groups and channels are flat: for a sample of few pixels nested ones would take longer than its
    // values.
    private final int[] groupOf;

    GroupNorm(INDArray x, int groups, INDArray scale, INDArray shift, boolean relu, INDArray statistics) {
        ImageMemory.requireImages(x, "input of a group normalisation");
        this.batch = (int) x.size(0);
        this.channels = (int) x.size(1);
        this.pixels = (int) (x.size(2) * x.size(3));
        this.groups = groups;
        this.relu = relu;
        if (groups <= 0 || channels % groups != 0) {
            throw new IllegalArgumentException("a group normalisation of " + channels + " channels in " + groups
                    + " groups; the number of groups must divide the channels");
        }
        this.channelsPerGroup = channels / groups;
        this.groupOf = new int[channels];
        Arrays.setAll(groupOf, c -> c / channelsPerGroup);
        this.scale = FloatVectors.read(scale, "scale of a group normalisation", channels);
        this.shift = FloatVectors.read(shift, "shift of a group normalisation", channels);
        requireContiguous(statistics);
        this.statistics = Address.floats(statistics, statistics.length());
    }

    private void requireContiguous(INDArray values) {
        long[] shape = {2, batch, groups};
        boolean fits = values.dataType() == DataType.FLOAT && Arrays.equals(values.shape(), shape);
        long expected = 1;
        for (int axis = 2; fits && axis >= 0; axis--) {
            fits = shape[axis] == 1 || values.stride(axis) == expected;
            expected *= shape[axis];
        }
        if (!fits) {
            throw new IllegalArgumentException("the statistics of a group normalisation are " + values.dataType() + " "
                    + Arrays.toString(values.shape()) + " with strides " + Arrays.toString(values.stride())
                    + "; they must be a FLOAT " + Arrays.toString(shape) + " tensor in C order");
        }
    }

    /** The number of values of one sample. */
    int sampleLength() {
        return channels * pixels;
    }

    /** What the forward pass did with a sample, from the statistics, to the bit. */
    Normalization load(int index, Sample sample) {
        statistics.get(index * groups, sample.groupMean, 0, groups);
        spread(sample.groupMean, sample.mean);
        statistics.get((batch + index) * groups, sample.groupReciprocal, 0, groups);
        spreadScaled(sample.groupReciprocal, sample.scale);
        return new Normalization(sample.mean, sample.scale, shift, relu);
    }

    void setMeans(int sample, float[] perGroup) {
        statistics.put(sample * groups, perGroup, 0, groups);
    }

    void setReciprocals(int sample, float[] perGroup) {
        statistics.put((batch + sample) * groups, perGroup, 0, groups);
    }

    /** The mean over the values of each group, from sums of channels, which are overwritten. */
    void groupMeans(double[] sums, double[] means) {
        int left = channelsPerGroup;
        for (; left % 2 == 0; left /= 2) {
            addNeighbours(sums, groups * left / 2);
        }
        double share = 1.0 / ((double) channelsPerGroup * pixels);
        for (int group = 0; group < groups; group++) {
            double sum = sums[group * left];
            for (int i = 1; i < left; i++) {
                sum += sums[group * left + i];
            }
            means[group] = sum * share;
        }
    }

    private static void addNeighbours(double[] values, int pairs) {
        for (int i = 0; i < pairs; i++) {
            values[i] = values[2 * i] + values[2 * i + 1];
        }
    }

    /** Gives the channels of each group the group's value. */
    void spread(float[] perGroup, float[] perChannel) {
        for (int c = 0; c < channels; c++) {
            perChannel[c] = perGroup[groupOf[c]];
        }
    }

    /** Gives each channel its scale times the group's reciprocal standard deviation. */
    void spreadScaled(float[] reciprocals, float[] perChannel) {
        for (int c = 0; c < channels; c++) {
            perChannel[c] = reciprocals[groupOf[c]] * scale[c];
        }
    }
}
