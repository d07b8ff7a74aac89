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

    int firstChannel(int group) {
        return group * channelsPerGroup;
    }

    /** The number of values that share a mean. */
    double groupSize() {
        return (double) channelsPerGroup * pixels;
    }

    /** The number of values of one sample. */
    int sampleLength() {
        return channels * pixels;
    }

    float mean(int sample, int group) {
        return statistics.get(sample * groups + group);
    }

    void setMean(int sample, int group, float value) {
        statistics.put(sample * groups + group, value);
    }

    float reciprocal(int sample, int group) {
        return statistics.get((batch + sample) * groups + group);
    }

    void setReciprocal(int sample, int group, float value) {
        statistics.put((batch + sample) * groups + group, value);
    }

    /** The sum of a group's channels. */
    double groupSum(double[] perChannel, int group) {
        double sum = 0;
        for (int c = firstChannel(group); c < firstChannel(group + 1); c++) {
            sum += perChannel[c];
        }
        return sum;
    }

    /** Gives the channels of a group one value. */
    void setGroup(float[] perChannel, int group, float value) {
        Arrays.fill(perChannel, firstChannel(group), firstChannel(group + 1), value);
    }

    /** Gives each channel of a group its scale times the reciprocal standard deviation. */
    void setScale(float[] perChannel, int group, float reciprocal) {
        for (int c = firstChannel(group); c < firstChannel(group + 1); c++) {
            perChannel[c] = reciprocal * scale[c];
        }
    }
}
