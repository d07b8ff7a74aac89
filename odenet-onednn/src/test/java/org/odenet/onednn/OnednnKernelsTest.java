package org.odenet.onednn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.nd4j.linalg.indexing.NDArrayIndex.all;
import static org.nd4j.linalg.indexing.NDArrayIndex.interval;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
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
import org.odenet.core.kernel.KernelsUnavailableException;
import org.odenet.core.kernel.Nd4jKernels;
import org.odenet.core.kernel.Window2d;

class OnednnKernelsTest extends KernelsContract {

    private static final OnednnKernels KERNELS = new OnednnKernels("onednn", ConvolutionMethod.AUTO, Precision.FLOAT32);
    private static final Kernels TWIN = new Nd4jKernels();
    private static final Window2d SAME = new Window2d(3, 1, 1);

    @Override
    protected Kernels kernels() {
        return KERNELS;
    }

    private static INDArray images(long... shape) {
        return KERNELS.create(DataType.FLOAT, shape).assign(Nd4j.randn(DataType.FLOAT, shape));
    }

    private static INDArray vector(long length) {
        return Nd4j.randn(DataType.FLOAT, length).addi(1);
    }

    private static void assertClose(INDArray actual, INDArray expected) {
        // Of the largest value; the convolutions of Winograd's method round most.
        assertThat(error(actual, expected)).isLessThan(5e-5);
    }

    private static double error(INDArray actual, INDArray expected) {
        return actual.sub(expected).amaxNumber().doubleValue()
                / Math.max(1, expected.amaxNumber().doubleValue());
    }

    /** All that one layer pair computes, in the order of the calls. */
    private static List<INDArray> compute(Kernels kernels, Window2d window, int groups, INDArray x, INDArray weight) {
        long outHeight = window.outputLength(x.size(2));
        long outWidth = window.outputLength(x.size(3));
        INDArray out = kernels.create(DataType.FLOAT, x.size(0), weight.size(0), outHeight, outWidth);
        INDArray normal = kernels.create(DataType.FLOAT, out.shape());
        INDArray statistics = kernels.create(DataType.FLOAT, 2, x.size(0), groups);
        INDArray normalCotangent = kernels.create(DataType.FLOAT, out.shape());
        INDArray inputCotangent = kernels.create(DataType.FLOAT, x.shape());
        INDArray weightGradient = Nd4j.ones(DataType.FLOAT, weight.shape());
        INDArray scaleGradient = Nd4j.ones(DataType.FLOAT, weight.size(0));
        INDArray shiftGradient = Nd4j.ones(DataType.FLOAT, weight.size(0));
        INDArray sum = kernels.create(DataType.FLOAT, 1, out.size(1), outHeight, outWidth);
        INDArray scale = Nd4j.linspace(DataType.FLOAT, 0.5, 0.01, weight.size(0));
        INDArray shift = Nd4j.linspace(DataType.FLOAT, 0.1, -0.003, weight.size(0));
        INDArray map = kernels.create(DataType.FLOAT, sum.shape())
                .assign(Nd4j.linspace(DataType.FLOAT, 0, 0.001, sum.length()).reshape(sum.shape()));
        try (Convolution convolution = kernels.convolution(window, weight)) {
            convolution.forward(x, map, out);
            kernels.groupNorm(out, groups, scale, shift, 1e-5, true, normal, statistics);
            kernels.groupNormBackward(
                    out, groups, scale, shift, true, statistics, normal, normalCotangent, scaleGradient, shiftGradient);
            convolution.backward(x, normalCotangent, inputCotangent, weightGradient);
            kernels.sumOverBatch(normal, null, sum);
        }
        return List.of(
                out,
                normal,
                statistics,
                normalCotangent,
                inputCotangent,
                weightGradient,
                scaleGradient,
                shiftGradient,
                sum);
    }

    @ParameterizedTest
    @CsvSource({
        // batch, in, out, height, width, groups, size, stride, padding
        "9, 64, 64, 14, 14, 32, 3, 1, 1",
        "5, 64, 64, 6, 6, 32, 3, 1, 1",
        "2, 256, 256, 8, 8, 32, 3, 1, 1",
        "1, 3, 64, 32, 32, 1, 3, 1, 0",
        "13, 24, 65, 9, 5, 5, 4, 2, 1",
        "4, 65, 24, 1, 11, 24, 1, 1, 0",
        "6, 16, 600, 3, 4, 8, 1, 2, 0",
        "3, 1, 40, 28, 28, 2, 3, 1, 0"
    })
    void allAgreesWithTheSlowTwin(
            int batch, int in, int out, int height, int width, int groups, int size, int stride, int padding) {
        Window2d window = new Window2d(size, stride, padding);
        INDArray x = images(batch, in, height, width);
        INDArray weight = Nd4j.randn(DataType.FLOAT, out, in, size, size).divi(size * Math.sqrt(in));
        List<INDArray> actual = compute(KERNELS, window, groups, x, weight);
        List<INDArray> expected = compute(TWIN, window, groups, x, weight);
        for (int i = 0; i < expected.size(); i++) {
            assertClose(actual.get(i), expected.get(i));
        }
    }

    @ParameterizedTest
    @CsvSource({"9, 64, 64, 5, 5, 32", "1, 3, 64, 7, 5, 1", "4, 65, 24, 1, 11, 24"})
    void bfloat16RoundsTheFactorsOfConvolutionsAndNothingElse(
            int batch, int in, int out, int height, int width, int groups) throws KernelsUnavailableException {
        Kernels bfloat16;
        try {
            bfloat16 = new OnednnBfloat16KernelProvider().create();
        } catch (KernelsUnavailableException e) {
            abort(e.getMessage());
            throw e;
        }
        INDArray x = images(batch, in, height, width);
        INDArray weight = Nd4j.randn(DataType.FLOAT, out, in, 3, 3).divi(3 * Math.sqrt(in));
        List<INDArray> actual = compute(bfloat16, SAME, groups, x, weight);
        List<INDArray> expected = compute(TWIN, SAME, groups, x, weight);
        for (int i = 0; i < expected.size(); i++) {
            assertThat(error(actual.get(i), expected.get(i))).as("result %s", i).isLessThan(4e-2);
        }
        // Each factor is off by at most 2^-9 of itself, so a convolution is, but by no less than float would be.
        assertThat(error(actual.get(0), expected.get(0))).isBetween(1e-4, 1e-2);
    }

    @Test
    void partsOfABatchAreComputedInPlace() {
        INDArray x = images(7, 5, 4, 6);
        INDArray out = images(7, 5, 4, 6);
        INDArray before = out.dup();
        INDArray part = x.get(interval(2, 5), all(), all(), all());
        INDArray outPart = out.get(interval(3, 6), all(), all(), all());
        INDArray statistics = KERNELS.create(DataType.FLOAT, 2, 3, 5);
        INDArray expected = KERNELS.create(DataType.FLOAT, 3, 5, 4, 6);
        INDArray ones = Nd4j.ones(DataType.FLOAT, 5);
        TWIN.groupNorm(part, 5, ones, ones, 1e-5, false, expected, statistics);
        KERNELS.groupNorm(part, 5, ones, ones, 1e-5, false, outPart, statistics);
        assertClose(outPart, expected);
        INDArray weight = Nd4j.randn(DataType.FLOAT, 5, 5, 3, 3);
        try (Convolution fast = KERNELS.convolution(SAME, weight);
                Convolution slow = TWIN.convolution(SAME, weight)) {
            slow.forward(part, null, expected);
            fast.forward(part, null, outPart);
        }
        assertClose(outPart, expected);
        for (INDArray rows : List.of(out, before)) {
            rows.get(interval(3, 6), all(), all(), all()).assign(0);
        }
        assertThat(out).isEqualTo(before);
    }

    @Test
    void theVarianceSurvivesALargeMean() {
        INDArray x = images(2, 8, 30, 30).muli(0.25).addi(4096);
        INDArray out = KERNELS.create(DataType.FLOAT, x.shape());
        INDArray statistics = KERNELS.create(DataType.FLOAT, 2, 2, 2);
        KERNELS.groupNorm(
                x, 2, Nd4j.ones(DataType.FLOAT, 8), Nd4j.zeros(DataType.FLOAT, 8), 1e-5, false, out, statistics);
        INDArray exact = x.castTo(DataType.DOUBLE);
        for (int sample = 0; sample < 2; sample++) {
            for (int group = 0; group < 2; group++) {
                INDArray values = exact.get(interval(sample, sample + 1), interval(4 * group, 4 * group + 4));
                double deviation = Math.sqrt(values.var(false).getDouble(0) + 1e-5);
                assertThat(1 / statistics.getDouble(1, sample, group))
                        .isCloseTo(deviation, org.assertj.core.api.Assertions.withinPercentage(0.02));
            }
        }
    }

    @Test
    void theSameInputGivesTheSameBitsOnAnyThread() throws Exception {
        INDArray x = images(13, 24, 9, 8);
        INDArray weight = Nd4j.randn(DataType.FLOAT, 48, 24, 3, 3);
        List<INDArray> alone = compute(KERNELS, SAME, 8, x, weight);
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<List<INDArray>>> results = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                results.add(threads.submit(() -> compute(KERNELS, SAME, 8, x, weight)));
            }
            for (Future<List<INDArray>> result : results) {
                for (int i = 0; i < alone.size(); i++) {
                    assertThat(bits(result.get().get(i))).isEqualTo(bits(alone.get(i)));
                }
            }
        } finally {
            threads.shutdown();
        }
    }

    private static float[] bits(INDArray values) {
        return values.dup('c').data().asFloat();
    }

    @Test
    void repeatedUseKeepsTheMemoryFlat() {
        INDArray x = images(1, 64, 6, 5);
        INDArray weight = Nd4j.randn(DataType.FLOAT, 64, 64, 3, 3);
        computeAndClose(x, weight, 50);
        long before = Pointer.physicalBytes();
        computeAndClose(x, weight, 4500);
        // One leaked weight in each call would be 660 MB; the JVM's own heap, which is counted too, may grow meanwhile.
        assertThat(Pointer.physicalBytes() - before).isLessThan(360L << 20);
    }

    private static void computeAndClose(INDArray x, INDArray weight, int times) {
        INDArray out = KERNELS.create(DataType.FLOAT, x.shape());
        INDArray back = KERNELS.create(DataType.FLOAT, x.shape());
        INDArray gradient = Nd4j.zeros(DataType.FLOAT, weight.shape());
        INDArray statistics = KERNELS.create(DataType.FLOAT, 2, x.size(0), 32);
        INDArray ones = Nd4j.ones(DataType.FLOAT, 64);
        for (int i = 0; i < times; i++) {
            try (Convolution convolution = KERNELS.convolution(SAME, weight)) {
                convolution.forward(x, null, out);
                convolution.backward(x, out, back, gradient);
                KERNELS.groupNorm(x, 32, ones, ones, 1e-5, true, out, statistics);
            }
        }
        Stream.of(out, back, gradient, statistics, ones).forEach(INDArray::close);
    }

    @Test
    void tensorsThatDoNotFitAreRefusedBeforeNativeCodeSeesThem() {
        INDArray x = images(2, 3, 5, 5);
        INDArray out = images(2, 4, 5, 5);
        try (Convolution convolution = KERNELS.convolution(SAME, Nd4j.ones(DataType.FLOAT, 4, 3, 3, 3))) {
            assertRefused(
                    () -> convolution.forward(images(2, 5, 5, 5), null, out),
                    "the input of a convolution is [2, 5, 5, 5]; its weight [4, 3, 3, 3] takes 3 channels");
            assertRefused(
                    () -> convolution.forward(Nd4j.ones(DataType.FLOAT, 3, 5), null, out),
                    "the input of a convolution is FLOAT [3, 5]; it must be FLOAT [batch, channels, height, width]");
            assertRefused(
                    () -> convolution.forward(x, null, images(2, 4, 5, 4)),
                    "the output of the convolution is FLOAT [2, 4, 5, 4]; it must be FLOAT [2, 4, 5, 5]");
            assertRefused(
                    () -> convolution.forward(x, images(1, 4, 5, 4), out),
                    "the offset of the convolution is FLOAT [1, 4, 5, 4]; it must be FLOAT [1, 4, 5, 5]");
            assertRefused(
                    () -> convolution.backward(x, images(2, 4, 4, 5), null, null),
                    "the cotangent of the convolution is FLOAT [2, 4, 4, 5]; it must be FLOAT [2, 4, 5, 5]");
            assertRefused(
                    () -> convolution.backward(x, out, images(2, 3, 5, 6), null), "it must be FLOAT [2, 3, 5, 5]");
            assertRefused(
                    () -> convolution.backward(x, out, null, Nd4j.ones(DataType.FLOAT, 4, 3, 3, 2)),
                    "it must be FLOAT [4, 3, 3, 3]");
        }
        assertRefused(
                () -> KERNELS.convolution(SAME, Nd4j.ones(DataType.FLOAT, 4, 3, 5, 5)),
                "the weight of a convolution is FLOAT [4, 3, 5, 5]; it must be FLOAT [4, 3, 3, 3]");
        assertRefused(() -> KERNELS.sumOverBatch(x, null, images(1, 3, 5, 6)), "it must be FLOAT [1, 3, 5, 5]");
    }

    @Test
    void normalizationsThatDoNotFitAreRefused() {
        INDArray x = images(2, 6, 5, 5);
        INDArray statistics = KERNELS.create(DataType.FLOAT, 2, 2, 3);
        assertRefused(() -> norm(x, 4, vector(6), x, statistics), "6 channels in 4 groups");
        assertRefused(() -> norm(x, 0, vector(6), x, statistics), "6 channels in 0 groups");
        assertRefused(() -> norm(x, 3, vector(5), x, statistics), "is FLOAT [5]; it must be FLOAT [6]");
        assertRefused(
                () -> norm(x, 3, vector(6), images(2, 6, 5, 4), statistics),
                "the output of a group normalisation is FLOAT [2, 6, 5, 4]; it must be FLOAT [2, 6, 5, 5]");
        assertRefused(
                () -> norm(x, 3, vector(6), x, KERNELS.create(DataType.FLOAT, 2, 3, 2)),
                "they must be a FLOAT [2, 2, 3] tensor in C order");
    }

    private static void norm(INDArray x, int groups, INDArray scale, INDArray out, INDArray statistics) {
        KERNELS.groupNorm(x, groups, scale, vector(6), 1e-5, true, out, statistics);
    }

    private static void assertRefused(Runnable call, String message) {
        assertThatThrownBy(call::run)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @Test
    void vectorsMayHaveGaps() {
        INDArray table = Nd4j.randn(DataType.FLOAT, 6, 2);
        INDArray x = images(2, 6, 3, 3);
        INDArray statistics = KERNELS.create(DataType.FLOAT, 2, 2, 2);
        INDArray out = KERNELS.create(DataType.FLOAT, x.shape());
        INDArray expected = KERNELS.create(DataType.FLOAT, x.shape());
        INDArray scale = table.getColumn(0);
        INDArray shift = table.getColumn(1);
        KERNELS.groupNorm(x, 2, scale, shift, 1e-5, false, out, statistics);
        TWIN.groupNorm(x, 2, scale.dup(), shift.dup(), 1e-5, false, expected, statistics);
        assertClose(out, expected);

        INDArray gradients = Nd4j.zeros(DataType.FLOAT, 6, 2);
        INDArray twinScale = Nd4j.zeros(DataType.FLOAT, 6);
        INDArray twinShift = Nd4j.zeros(DataType.FLOAT, 6);
        KERNELS.groupNormBackward(
                x, 2, scale, shift, false, statistics, x, out, gradients.getColumn(0), gradients.getColumn(1));
        TWIN.groupNormBackward(x, 2, scale.dup(), shift.dup(), false, statistics, x, expected, twinScale, twinShift);
        assertClose(out, expected);
        assertClose(gradients.getColumn(0), twinScale);
        assertClose(gradients.getColumn(1), twinShift);
    }

    @Test
    void theNumberOfThreadsDoesNotChangeTheBitsOfNormalisation() {
        GroupNormSetting setting = new GroupNormSetting(images(21, 12, 5, 7), images(21, 12, 5, 7));
        List<float[]> one = setting.run(new Workers(1));
        IntStream.of(2, 3, 7).forEach(threads -> {
            List<float[]> several = setting.run(new Workers(threads));
            for (int i = 0; i < one.size(); i++) {
                assertThat(several.get(i)).isEqualTo(one.get(i));
            }
        });
    }

    private record GroupNormSetting(INDArray x, INDArray cotangent) {

        List<float[]> run(Workers workers) {
            INDArray statistics = KERNELS.create(DataType.FLOAT, 2, x.size(0), 4);
            INDArray out = KERNELS.create(DataType.FLOAT, x.shape());
            INDArray back = KERNELS.create(DataType.FLOAT, x.shape());
            INDArray ones = Nd4j.ones(DataType.FLOAT, x.size(1));
            GroupNorm norm = new GroupNorm(x, 4, ones, ones, true, statistics);
            try (ImageMemory from = ImageMemory.read(x);
                    ImageMemory ct = ImageMemory.read(cotangent);
                    ImageMemory to = ImageMemory.write(out);
                    ImageMemory toBack = ImageMemory.write(back)) {
                new GroupNormForward(norm, 1e-5, from.floats(), to.floats()).run(workers);
                GroupNormBackward backward = new GroupNormBackward(norm, from.floats(), ct.floats(), toBack.floats());
                backward.run(workers);
                INDArray sums =
                        Nd4j.createFromArray(new double[][] {backward.scaleGradient(), backward.shiftGradient()});
                return List.of(bits(out), bits(back), bits(sums));
            }
        }
    }
}
