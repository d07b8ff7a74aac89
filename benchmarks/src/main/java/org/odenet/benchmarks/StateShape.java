package org.odenet.benchmarks;

import java.util.List;
import java.util.Random;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.odenet.core.kernel.Kernels;

/**
 * A size of ODE states that is measured, in batches of 128.
 *
 * @param channels the number of channels
 * @param side height and width
 */
record StateShape(int channels, int side) {

    static final int BATCH = 128;

    /** Those of Res-ODE and ODE-only on MNIST and of Res-ODE on CIFAR-10. */
    static final List<StateShape> ALL = List.of(new StateShape(64, 6), new StateShape(64, 14), new StateShape(256, 8));

    /** Such as {@code 64x6x6}. */
    static StateShape parse(String text) {
        String[] parts = text.split("x");
        return new StateShape(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]));
    }

    long[] dimensions() {
        return new long[] {BATCH, channels, side, side};
    }

    /** Normally distributed values in the memory order that kernels like best. */
    INDArray random(Kernels kernels, long seed) {
        return random(kernels, seed, dimensions());
    }

    static INDArray random(Kernels kernels, long seed, long... shape) {
        Random random = new Random(seed);
        INDArray tensor = kernels.create(DataType.FLOAT, shape);
        float[] values = new float[(int) tensor.length()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        try (INDArray plain = Nd4j.create(values, shape, 'c')) {
            tensor.assign(plain);
        }
        return tensor;
    }

    @Override
    public String toString() {
        return channels + "x" + side + "x" + side;
    }
}
