package org.odenet.onednn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nd4j.linalg.indexing.NDArrayIndex.all;
import static org.nd4j.linalg.indexing.NDArrayIndex.interval;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.odenet.core.kernel.Convolution;
import org.odenet.core.kernel.Kernels;
import org.odenet.core.kernel.KernelsContract;
import org.odenet.core.kernel.Window2d;

/** All that kernels promise, with Winograd's convolution wherever it can serve, and that it agrees with the direct one. */
class WinogradConvolutionTest extends KernelsContract {

    private static final Kernels WINOGRAD =
            new OnednnKernels("winograd", ConvolutionMethod.WINOGRAD, Precision.FLOAT32);
    private static final Kernels DIRECT = new OnednnKernels("direct", ConvolutionMethod.DIRECT, Precision.FLOAT32);

    private static final Window2d SAME = new Window2d(3, 1, 1);

    /** Relative to the direct one's results. In tiles of seven pixels the error is up to 9e-6, some 20 times that of the direct one. */
    private static final double ROUNDING = 1.5e-5;

    @Override
    protected Kernels kernels() {
        return WINOGRAD;
    }

    private static INDArray images(long... shape) {
        return WINOGRAD.create(DataType.FLOAT, shape).assign(Nd4j.randn(DataType.FLOAT, shape));
    }

    private static INDArray weight(int in, int out) {
        return Nd4j.randn(DataType.FLOAT, out, in, 3, 3).divi(3 * Math.sqrt(in));
    }

    /** Output with and without an offset, input's cotangent, weight's gradient added to ones, twice. */
    private static List<INDArray> compute(Kernels kernels, INDArray x, INDArray weight, INDArray cotangent) {
        INDArray out = kernels.create(DataType.FLOAT, cotangent.shape());
        INDArray shifted = kernels.create(DataType.FLOAT, cotangent.shape());
        INDArray back = kernels.create(DataType.FLOAT, x.shape());
        INDArray gradient = Nd4j.ones(DataType.FLOAT, weight.shape());
        INDArray offset = kernels.create(DataType.FLOAT, 1, out.size(1), out.size(2), out.size(3));
        offset.assign(Nd4j.linspace(DataType.FLOAT, -1, 0.001, offset.length()).reshape(offset.shape()));
        try (Convolution convolution = kernels.convolution(SAME, weight)) {
            convolution.forward(x, null, out);
            convolution.forward(x, offset, shifted);
            convolution.backward(x, cotangent, back, gradient);
            convolution.backward(x, cotangent, null, gradient);
        }
        return List.of(out, shifted, back, gradient);
    }

    private static double error(INDArray actual, INDArray expected) {
        return actual.sub(expected).norm2Number().doubleValue()
                / expected.norm2Number().doubleValue();
    }

    @ParameterizedTest
    @CsvSource({
        // batch, in, out, height, width
        "1, 16, 16, 1, 1",
        "1, 64, 64, 4, 4",
        "5, 64, 64, 4, 4",
        "2, 16, 48, 5, 3",
        "9, 64, 64, 14, 14",
        "37, 32, 64, 6, 6",
        "3, 64, 64, 9, 6",
        "1, 16, 32, 3, 3",
        "70, 64, 64, 2, 2",
        "3, 128, 64, 7, 9",
        "5, 256, 256, 8, 8",
        "2, 16, 16, 1, 33",
        "3, 24, 40, 5, 5",
        "17, 64, 64, 7, 7",
        "128, 64, 64, 7, 7",
        "128, 64, 64, 6, 6",
        "64, 64, 64, 8, 8",
        "2, 64, 64, 7, 7",
        "3, 32, 64, 13, 10",
        "3, 64, 64, 4, 11",
        "3, 3, 64, 8, 8"
    })
    void agreesWithTheDirectConvolution(int batch, int in, int out, int height, int width) {
        INDArray x = images(batch, in, height, width);
        INDArray weight = weight(in, out);
        INDArray cotangent = images(batch, out, height, width);
        List<INDArray> actual = compute(WINOGRAD, x, weight, cotangent);
        List<INDArray> expected = compute(DIRECT, x, weight, cotangent);
        for (int i = 0; i < expected.size(); i++) {
            assertThat(error(actual.get(i), expected.get(i))).as("result %s", i).isLessThan(ROUNDING);
        }
    }

    @Test
    void aWeightInsideALargerOneHasItsGradientAddedInPlace() {
        INDArray larger = Nd4j.zeros(DataType.FLOAT, 16, 17, 3, 3);
        INDArray inside = larger.get(all(), interval(1, 17), all(), all());
        INDArray expected = Nd4j.zeros(DataType.FLOAT, 16, 16, 3, 3);
        INDArray x = images(3, 16, 6, 6);
        INDArray cotangent = images(3, 16, 6, 6);
        INDArray weight = weight(16, 16);
        try (Convolution fast = WINOGRAD.convolution(SAME, weight);
                Convolution slow = DIRECT.convolution(SAME, weight)) {
            fast.backward(x, cotangent, null, inside);
            slow.backward(x, cotangent, null, expected);
        }
        assertThat(error(inside, expected)).isLessThan(ROUNDING);
        assertThat(larger.getDouble(3, 0, 1, 1)).isZero();
    }

    @Test
    void aNanStaysInItsSample() {
        INDArray x = images(9, 64, 14, 14);
        x.putScalar(new int[] {4, 7, 3, 3}, Float.NaN);
        INDArray out = images(9, 64, 14, 14);
        INDArray back = images(9, 64, 14, 14);
        try (Convolution convolution = WINOGRAD.convolution(SAME, weight(64, 64))) {
            convolution.forward(x, null, out);
            convolution.backward(x, x, back, null);
        }
        for (int sample = 0; sample < 9; sample++) {
            double sum = out.slice(sample).sumNumber().doubleValue();
            assertThat(Double.isNaN(sum)).isEqualTo(sample == 4);
            double sumBack = back.slice(sample).sumNumber().doubleValue();
            assertThat(Double.isNaN(sumBack)).isEqualTo(sample == 4);
        }
    }

    @Test
    void threadsDoNotDisturbEachOther() throws Exception {
        INDArray x = images(13, 64, 9, 8);
        INDArray weight = weight(64, 64);
        INDArray cotangent = images(13, 64, 9, 8);
        List<INDArray> alone = compute(WINOGRAD, x, weight, cotangent);
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<List<INDArray>>> results = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                results.add(threads.submit(() -> compute(WINOGRAD, x, weight, cotangent)));
            }
            for (Future<List<INDArray>> result : results) {
                for (int i = 0; i < alone.size(); i++) {
                    assertThat(result.get().get(i)).isEqualTo(alone.get(i));
                }
            }
        } finally {
            threads.shutdown();
        }
    }

    @Test
    void repeatedUseKeepsTheMemoryFlat() {
        INDArray x = images(1, 64, 6, 6);
        INDArray weight = weight(64, 64);
        for (int i = 0; i < 50; i++) {
            compute(WINOGRAD, x, weight, x).forEach(INDArray::close);
        }
        long before = Pointer.physicalBytes();
        for (int i = 0; i < 900; i++) {
            compute(WINOGRAD, x, weight, x).forEach(INDArray::close);
        }
        // The transformed weights leaked in each call would be 1 GB; the heap, which is counted too, may grow
        // meanwhile.
        assertThat(Pointer.physicalBytes() - before).isLessThan(600L << 20);
    }
}
