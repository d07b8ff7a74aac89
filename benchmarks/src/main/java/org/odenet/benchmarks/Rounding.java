package org.odenet.benchmarks;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.odenet.core.kernel.Convolution;
import org.odenet.core.kernel.Kernels;
import org.odenet.core.kernel.Nd4jKernels;
import org.odenet.core.kernel.Window2d;

/**
 * How much a 3 x 3 convolution in float32 rounds: the Euclidean length of the difference from float64 over that of the result.
 *
 * @param output of the output
 * @param input of the input's cotangent
 * @param weight of the weight's gradient
 */
record Rounding(double output, double input, double weight) {

    private static final Window2d WINDOW = new Window2d(3, 1, 1);

    /** The results of a convolution, forward and back. */
    private record Results(INDArray output, INDArray input, INDArray weight) implements AutoCloseable {

        static Results of(Kernels kernels, INDArray x, INDArray weight, INDArray cotangent) {
            INDArray output = kernels.create(x.dataType(), x.shape());
            INDArray input = kernels.create(x.dataType(), x.shape());
            INDArray gradient = weight.ulike().assign(0);
            try (Convolution convolution = kernels.convolution(WINDOW, weight)) {
                convolution.forward(x, null, output);
                convolution.backward(x, cotangent, input, gradient);
            }
            return new Results(output, input, gradient);
        }

        @Override
        public void close() {
            output.close();
            input.close();
            weight.close();
        }
    }

    /** Measures it on normally distributed values. */
    static Rounding of(Kernels kernels, int batch, int channels, int side) {
        try (INDArray x = StateShape.random(kernels, 1, batch, channels, side, side);
                INDArray cotangent = StateShape.random(kernels, 2, batch, channels, side, side);
                INDArray weight = StateShape.random(new Nd4jKernels(), 3, channels, channels, 3, 3)
                        .dup('c');
                INDArray exactX = x.castTo(DataType.DOUBLE);
                INDArray exactCotangent = cotangent.castTo(DataType.DOUBLE);
                INDArray exactWeight = weight.castTo(DataType.DOUBLE);
                Results actual = Results.of(kernels, x, weight, cotangent);
                Results exact = Results.of(new Nd4jKernels(), exactX, exactWeight, exactCotangent)) {
            return new Rounding(
                    error(actual.output, exact.output),
                    error(actual.input, exact.input),
                    error(actual.weight, exact.weight));
        }
    }

    private static double error(INDArray actual, INDArray exact) {
        try (INDArray values = actual.castTo(DataType.DOUBLE)) {
            return values.distance2(exact) / exact.norm2Number().doubleValue();
        }
    }
}
