package org.odenet.core.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;
import static org.nd4j.linalg.indexing.NDArrayIndex.all;
import static org.nd4j.linalg.indexing.NDArrayIndex.interval;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.odenet.core.tensor.Tensors;

/** What all kernels promise, against plain loops, over awkward shapes. Each implementation has a test that extends it. */
public abstract class KernelsContract {

    /** Memory orders that images may come in. */
    enum Order {
        OWN,
        NCHW,
        NHWC,
        /** Width before height. */
        TRANSPOSED
    }

    private static final List<DataType> TYPES = List.of(DataType.FLOAT, DataType.DOUBLE);

    private final Random random = new Random(3);

    /** For subclasses. */
    protected KernelsContract() {}

    /**
     * The kernels to test.
     *
     * @return the kernels, the same or new ones at each call
     */
    protected abstract Kernels kernels();

    private record ConvolutionCase(
            DataType type, Window2d window, int batch, int inChannels, int outChannels, int height, int width) {}

    private record NormCase(
            DataType type, int batch, int channels, int groups, int height, int width, boolean relu, double mean) {}

    static Stream<Arguments> convolutions() {
        Window2d same = new Window2d(3, 1, 1);
        return TYPES.stream()
                .flatMap(type -> Stream.of(
                        new ConvolutionCase(type, same, 2, 16, 16, 6, 6),
                        new ConvolutionCase(type, same, 1, 1, 1, 1, 1),
                        new ConvolutionCase(type, same, 3, 3, 5, 4, 7),
                        new ConvolutionCase(type, same, 1, 17, 2, 1, 5),
                        new ConvolutionCase(type, same, 5, 32, 33, 3, 2),
                        new ConvolutionCase(type, new Window2d(3, 1, 0), 2, 1, 8, 7, 5),
                        new ConvolutionCase(type, new Window2d(3, 2, 1), 2, 3, 4, 5, 6),
                        new ConvolutionCase(type, new Window2d(4, 2, 1), 2, 16, 3, 7, 6),
                        new ConvolutionCase(type, new Window2d(1, 1, 0), 2, 5, 7, 3, 4),
                        new ConvolutionCase(type, new Window2d(1, 2, 0), 3, 4, 2, 5, 4),
                        new ConvolutionCase(type, new Window2d(5, 3, 2), 1, 2, 3, 9, 8)))
                .map(Arguments::of);
    }

    static Stream<Arguments> norms() {
        return TYPES.stream()
                .flatMap(type -> Stream.of(
                        new NormCase(type, 2, 32, 32, 3, 3, true, 0),
                        new NormCase(type, 2, 64, 32, 6, 6, true, 0),
                        new NormCase(type, 1, 6, 1, 4, 5, false, 0),
                        new NormCase(type, 3, 3, 3, 1, 7, true, 0),
                        new NormCase(type, 3, 10, 2, 1, 1, false, 0),
                        new NormCase(type, 2, 51, 3, 5, 4, true, 0),
                        new NormCase(type, 2, 8, 2, 14, 13, false, 300),
                        new NormCase(type, 1, 4, 4, 40, 40, true, -50)))
                .map(Arguments::of);
    }

    private INDArray randomly(DataType type, long... shape) {
        int length = (int) LongStream.of(shape).reduce(1, Math::multiplyExact);
        double[] values = random.doubles(length, -1, 1).toArray();
        return Nd4j.create(values, shape, 'c').castTo(type);
    }

    private INDArray inOrder(Order order, INDArray values) {
        return empty(order, values.dataType(), values.shape()).assign(values);
    }

    private INDArray empty(Order order, DataType type, long... s) {
        return switch (order) {
            case OWN -> kernels().create(type, s);
            case NCHW -> Nd4j.createUninitialized(type, s);
            case NHWC -> Nd4j.createUninitialized(type, s[0], s[2], s[3], s[1]).permute(0, 3, 1, 2);
            case TRANSPOSED -> Nd4j.createUninitialized(type, s[0], s[1], s[3], s[2])
                    .permute(0, 1, 3, 2);
        };
    }

    private static void assertClose(String what, INDArray actual, INDArray expected, double tolerance) {
        assertThat(actual.shape()).as(what).isEqualTo(expected.shape());
        double[] actualValues = actual.castTo(DataType.DOUBLE).dup('c').data().asDouble();
        double[] expectedValues = expected.dup('c').data().asDouble();
        double scale = Math.max(1, expected.amaxNumber().doubleValue());
        double error = 0;
        for (int i = 0; i < expectedValues.length; i++) {
            error = Math.max(error, Math.abs(actualValues[i] - expectedValues[i]) / scale);
        }
        assertThat(error).as(what).isLessThanOrEqualTo(tolerance);
    }

    private static double tolerance(DataType type) {
        return type == DataType.FLOAT ? 2e-5 : 1e-12;
    }

    private static INDArray channelVector(INDArray values) {
        return values.reshape(1, values.length(), 1, 1);
    }

    @ParameterizedTest
    @EnumSource(
            value = DataType.class,
            names = {"FLOAT", "DOUBLE"})
    void tensorsAreDenseAndOfTheShapeAskedFor(DataType type) {
        for (long[] shape : new long[][] {{2, 3, 4, 5}, {1, 1, 1, 1}, {7, 2}, {2, 3, 4}, {6}}) {
            INDArray tensor = kernels().create(type, shape);
            assertThat(tensor.shape()).isEqualTo(shape);
            assertThat(tensor.dataType()).isEqualTo(type);
            assertThat(Tensors.isDense(tensor)).isTrue();
            tensor.close();
        }
    }

    @ParameterizedTest
    @MethodSource("convolutions")
    void convolutionsAreThoseOfPlainLoops(Object given) {
        ConvolutionCase c = (ConvolutionCase) given;
        for (Order order : Order.values()) {
            INDArray x = inOrder(order, randomly(c.type, c.batch, c.inChannels, c.height, c.width));
            INDArray weight = randomly(c.type, c.outChannels, c.inChannels, c.window.size(), c.window.size());
            INDArray expected = NaiveKernels.tensor(
                    NaiveKernels.convolve(c.window, NaiveKernels.elements(x), NaiveKernels.elements(weight)));
            INDArray before = x.dup();
            INDArray bias = randomly(c.type, c.outChannels);
            INDArray map = inOrder(order, randomly(c.type, 1, c.outChannels, expected.size(2), expected.size(3)));
            try (Convolution convolution = kernels().convolution(c.window, weight)) {
                INDArray out = empty(order, c.type, expected.shape());
                convolution.forward(x, null, out);
                assertClose("without offset", out, expected, tolerance(c.type));
                convolution.forward(x, channelVector(bias), out);
                assertClose(
                        "with bias", out, expected.add(channelVector(bias).castTo(DataType.DOUBLE)), tolerance(c.type));
                convolution.forward(x, map, out);
                assertClose("with map", out, expected.add(map.castTo(DataType.DOUBLE)), tolerance(c.type));
                INDArray there = randomly(c.type, expected.shape());
                out.assign(there);
                convolution.addTo(x, out);
                assertClose("added", out, expected.add(there.castTo(DataType.DOUBLE)), tolerance(c.type));
            }
            assertThat(x).isEqualTo(before);
        }
    }

    @ParameterizedTest
    @MethodSource("convolutions")
    void convolutionsGoBackAsPlainLoops(Object given) {
        ConvolutionCase c = (ConvolutionCase) given;
        for (Order order : Order.values()) {
            INDArray x = inOrder(order, randomly(c.type, c.batch, c.inChannels, c.height, c.width));
            // Views with gaps: one channel of weights more than the convolution has.
            INDArray weights = randomly(c.type, c.outChannels, 1 + c.inChannels, c.window.size(), c.window.size());
            INDArray weight = weights.get(all(), interval(1, 1 + c.inChannels), all(), all());
            INDArray gradients = Nd4j.ones(c.type, weights.shape());
            INDArray gradient = gradients.get(all(), interval(1, 1 + c.inChannels), all(), all());
            INDArray cotangent = inOrder(
                    order,
                    randomly(
                            c.type,
                            c.batch,
                            c.outChannels,
                            c.window.outputLength(c.height),
                            c.window.outputLength(c.width)));
            double[][][][] xs = NaiveKernels.elements(x);
            double[][][][] ws = NaiveKernels.elements(weight);
            double[][][][] cs = NaiveKernels.elements(cotangent);
            INDArray expectedInput = NaiveKernels.tensor(NaiveKernels.inputCotangent(c.window, xs, ws, cs));
            INDArray expectedWeight = NaiveKernels.tensor(NaiveKernels.weightGradient(c.window, xs, ws, cs));
            INDArray inputCotangent = empty(order, c.type, x.shape());
            try (Convolution convolution = kernels().convolution(c.window, weight)) {
                convolution.backward(x, cotangent, inputCotangent, gradient);
                assertClose("input", inputCotangent, expectedInput, tolerance(c.type));
                assertClose("weight, added to ones", gradient, expectedWeight.add(1), tolerance(c.type));
                inputCotangent.assign(7);
                convolution.backward(x, cotangent, inputCotangent, null);
                assertClose("input alone", inputCotangent, expectedInput, tolerance(c.type));
                convolution.backward(x, cotangent, null, gradient);
                assertClose("weight twice", gradient, expectedWeight.mul(2).add(1), tolerance(c.type));
            }
            INDArray outside = gradients.get(all(), interval(0, 1), all(), all());
            assertThat(outside).isEqualTo(Nd4j.ones(c.type, outside.shape()));
        }
    }

    @Test
    void aConvolutionKeepsTheWeightThatItWasGiven() {
        INDArray x = randomly(DataType.FLOAT, 2, 16, 4, 4);
        INDArray weight = randomly(DataType.FLOAT, 16, 16, 3, 3);
        Window2d window = new Window2d(3, 1, 1);
        try (Convolution convolution = kernels().convolution(window, weight)) {
            INDArray first = kernels().create(DataType.FLOAT, 2, 16, 4, 4);
            INDArray second = kernels().create(DataType.FLOAT, 2, 16, 4, 4);
            convolution.forward(x, null, first);
            convolution.forward(x, null, second);
            assertThat(second).isEqualTo(first);
        }
        assertThat(weight.wasClosed()).isFalse();
    }

    @Test
    void oneConvolutionServesSeveralImageSizes() {
        INDArray weight = randomly(DataType.FLOAT, 5, 3, 3, 3);
        Window2d window = new Window2d(3, 1, 1);
        try (Convolution convolution = kernels().convolution(window, weight)) {
            for (long size : new long[] {4, 7, 4, 1}) {
                INDArray x = inOrder(Order.OWN, randomly(DataType.FLOAT, size, 3, size, 2));
                INDArray out = kernels().create(DataType.FLOAT, size, 5, size, 2);
                convolution.forward(x, null, out);
                double[][][][] expected =
                        NaiveKernels.convolve(window, NaiveKernels.elements(x), NaiveKernels.elements(weight));
                assertClose("size " + size, out, NaiveKernels.tensor(expected), tolerance(DataType.FLOAT));
            }
        }
    }

    @Test
    void gradientsLeftOpenAreAddedWhenTheyAreClosed() {
        Window2d window = new Window2d(3, 1, 1);
        INDArray weight = randomly(DataType.FLOAT, 16, 16, 3, 3);
        INDArray expected = Nd4j.ones(DataType.FLOAT, weight.shape());
        INDArray actual = Nd4j.ones(DataType.FLOAT, weight.shape());
        try (Convolution convolution = kernels().convolution(window, weight)) {
            List<INDArray> batches = new ArrayList<>();
            for (long size : new long[] {6, 7, 6, 2}) {
                batches.add(inOrder(Order.OWN, randomly(DataType.FLOAT, 3, 16, size, size)));
            }
            batches.forEach(x -> convolution.backward(x, x, null, expected));
            for (INDArray x : batches) {
                INDArray back = kernels().create(DataType.FLOAT, x.shape());
                INDArray expectedBack = kernels().create(DataType.FLOAT, x.shape());
                convolution.backwardLeavingOpen(x, x, back, actual);
                convolution.backward(x, x, expectedBack, null);
                assertThat(back).isEqualTo(expectedBack);
            }
            convolution.closeGradient(actual);
            assertClose("sum", actual, expected, tolerance(DataType.FLOAT));

            INDArray forgotten = Nd4j.ones(DataType.FLOAT, weight.shape());
            convolution.backwardLeavingOpen(batches.get(0), batches.get(0), null, forgotten);
            convolution.closeGradient(null);
            convolution.closeGradient(actual);
            assertClose("after forgetting", actual, expected, tolerance(DataType.FLOAT));
        }
    }

    @ParameterizedTest
    @MethodSource("norms")
    void groupNormalizationIsThatOfPlainLoops(Object given) {
        NormCase c = (NormCase) given;
        for (Order order : Order.values()) {
            INDArray x = inOrder(
                    order,
                    randomly(c.type, c.batch, c.channels, c.height, c.width).addi(c.mean));
            INDArray cotangent = inOrder(order, randomly(c.type, c.batch, c.channels, c.height, c.width));
            INDArray scale = randomly(c.type, c.channels).addi(1);
            INDArray shift = randomly(c.type, c.channels);
            NaiveKernels.GroupNorm expected = new NaiveKernels.GroupNorm(
                    NaiveKernels.elements(x),
                    c.groups,
                    scale.toDoubleVector(),
                    shift.toDoubleVector(),
                    1e-5,
                    c.relu,
                    NaiveKernels.elements(cotangent));
            // The values of x alone are exact to 1e-7 of the mean in float.
            double tolerance = tolerance(c.type) * (1 + 10 * Math.abs(c.mean));
            INDArray before = x.dup();
            INDArray out = empty(order, c.type, x.shape());
            INDArray statistics = kernels().create(c.type, 2, c.batch, c.groups);
            kernels().groupNorm(x, c.groups, scale, shift, 1e-5, c.relu, out, statistics);
            assertClose("output", out, NaiveKernels.tensor(expected.out), tolerance);
            assertClose("statistics", statistics, Nd4j.createFromArray(expected.statistics), tolerance);
            INDArray again = empty(order, c.type, x.shape()).assign(7);
            kernels().repeatGroupNorm(x, c.groups, scale, shift, c.relu, statistics, again);
            assertThat(again).isEqualTo(out);

            INDArray inputCotangent = empty(order, c.type, x.shape()).assign(7);
            INDArray scaleGradient = Nd4j.ones(c.type, c.channels);
            INDArray shiftGradient = Nd4j.ones(c.type, c.channels);
            kernels()
                    .groupNormBackward(
                            x,
                            c.groups,
                            scale,
                            shift,
                            c.relu,
                            statistics,
                            cotangent,
                            inputCotangent,
                            scaleGradient,
                            shiftGradient);
            assertClose("input", inputCotangent, NaiveKernels.tensor(expected.inputCotangent), tolerance);
            assertClose(
                    "scale",
                    scaleGradient,
                    Nd4j.createFromArray(expected.scaleGradient).add(1),
                    tolerance);
            assertClose(
                    "shift",
                    shiftGradient,
                    Nd4j.createFromArray(expected.shiftGradient).add(1),
                    tolerance);

            inputCotangent.assign(7);
            kernels()
                    .groupNormBackward(
                            x, c.groups, scale, shift, c.relu, statistics, cotangent, inputCotangent, null, null);
            assertClose("input alone", inputCotangent, NaiveKernels.tensor(expected.inputCotangent), tolerance);
            assertThat(x).isEqualTo(before);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = DataType.class,
            names = {"FLOAT", "DOUBLE"})
    void parametersMayBeViewsOfOneVector(DataType type) {
        INDArray flat = randomly(type, 40);
        INDArray gradient = Nd4j.ones(type, 40);
        INDArray x = inOrder(Order.OWN, randomly(type, 2, 6, 3, 3));
        INDArray out = kernels().create(type, x.shape());
        INDArray statistics = kernels().create(type, 2, 2, 3);
        INDArray inputCotangent = kernels().create(type, x.shape());
        INDArray scale = flat.get(interval(5, 11));
        INDArray shift = flat.get(interval(11, 17));
        kernels().groupNorm(x, 3, scale, shift, 1e-5, true, out, statistics);
        kernels()
                .groupNormBackward(
                        x,
                        3,
                        scale,
                        shift,
                        true,
                        statistics,
                        x,
                        inputCotangent,
                        gradient.get(interval(5, 11)),
                        gradient.get(interval(11, 17)));
        NaiveKernels.GroupNorm expected = new NaiveKernels.GroupNorm(
                NaiveKernels.elements(x),
                3,
                scale.toDoubleVector(),
                shift.toDoubleVector(),
                1e-5,
                true,
                NaiveKernels.elements(x));
        assertClose("output", out, NaiveKernels.tensor(expected.out), tolerance(type));
        INDArray expectedGradient = Nd4j.ones(DataType.DOUBLE, 40);
        expectedGradient.get(interval(5, 11)).addi(Nd4j.createFromArray(expected.scaleGradient));
        expectedGradient.get(interval(11, 17)).addi(Nd4j.createFromArray(expected.shiftGradient));
        assertClose("gradient", gradient, expectedGradient, tolerance(type));
    }

    @ParameterizedTest
    @EnumSource(
            value = DataType.class,
            names = {"FLOAT", "DOUBLE"})
    void batchesAreSummed(DataType type) {
        for (long[] shape : new long[][] {{4, 3, 2, 5}, {1, 1, 1, 1}, {7, 17, 3, 3}}) {
            for (Order order : Order.values()) {
                INDArray x = inOrder(order, randomly(type, shape));
                INDArray sum = empty(order, type, 1, shape[1], shape[2], shape[3]);
                kernels().sumOverBatch(x, null, sum);
                assertClose("sum", sum, x.castTo(DataType.DOUBLE).sum(true, 0), tolerance(type));
                double[] weights = random.doubles(shape[0], -1, 1).toArray();
                kernels().sumOverBatch(x, weights, sum);
                INDArray column = Nd4j.create(weights, new long[] {shape[0], 1, 1, 1}, 'c');
                INDArray weighted = x.castTo(DataType.DOUBLE).mul(column).sum(true, 0);
                assertClose("weighted sum", sum, weighted, tolerance(type));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = DataType.class,
            names = {"FLOAT", "DOUBLE"})
    void channelsAreSummed(DataType type) {
        INDArray x = kernels().create(type, 5, 3, 4, 7).assign(Nd4j.randn(type, 5, 3, 4, 7));
        INDArray sums = Nd4j.ones(type, 3);
        kernels().addChannelSums(x, sums);
        assertClose("the channels' sums", sums, x.sum(0, 2, 3).addi(1), tolerance(type));
    }

    @ParameterizedTest
    @CsvSource({"FLOAT,1,3", "FLOAT,7,0", "FLOAT,2051,7", "FLOAT,40000,2", "DOUBLE,1,3", "DOUBLE,2051,7"})
    void vectorsAreCombined(DataType type, long length, int terms) {
        List<INDArray> vectors = vectors(type, length, terms);
        double[] weights = new double[terms + 1];
        INDArray base = Nd4j.randn(type, length);
        INDArray sum = Nd4j.zeros(type, length);
        for (int j = 0; j < terms; j++) {
            weights[j] = j == 1 ? 0 : 0.3 * j - 0.7;
            sum.addi(vectors.get(j).mul(weights[j]));
        }
        if (terms > 1) {
            vectors.get(1).assign(Double.NaN); // not read
        }
        INDArray out = Nd4j.valueArrayOf(new long[] {length}, Double.NaN, type);
        kernels().combine(out, null, weights, vectors);
        assertClose("the sum", out, sum, tolerance(type));
        kernels().combine(out, base, weights, vectors);
        assertClose("base and sum", out, base.add(sum), tolerance(type));
        kernels().combine(base, base, weights, vectors);
        assertClose("the sum added in place", base, out, tolerance(type));
    }

    @ParameterizedTest
    @CsvSource({"FLOAT,1", "FLOAT,2051", "FLOAT,40000", "DOUBLE,1", "DOUBLE,2051"})
    void severalSumsOfTheSameVectorsAreAsEachAlone(DataType type, int length) {
        List<INDArray> vectors =
                IntStream.range(0, 4).mapToObj(j -> Nd4j.randn(type, 1, length)).toList();
        INDArray base = Nd4j.randn(type, 1, length);
        double[][] weights = {{1, 0.5, -0.25, 2}, {0, 0, 0, 0}, {0.1, 0, 0, -3, 9}};
        for (INDArray added : new INDArray[] {base, null}) {
            List<INDArray> outs = IntStream.range(0, 3)
                    .mapToObj(k -> Nd4j.valueArrayOf(new long[] {1, length}, Double.NaN, type))
                    .toList();
            kernels().combineAll(outs, added, weights, vectors);
            for (int k = 0; k < 3; k++) {
                INDArray alone = Nd4j.valueArrayOf(new long[] {1, length}, Double.NaN, type);
                kernels().combine(alone, added, weights[k], vectors);
                assertThat(outs.get(k)).isEqualTo(alone);
            }
        }
        kernels().combineAll(List.of(), base, new double[0][], vectors);
    }

    @ParameterizedTest
    @CsvSource({"FLOAT,1,1", "FLOAT,5,3", "FLOAT,3,2051", "FLOAT,2,40000", "DOUBLE,1,1", "DOUBLE,5,3", "DOUBLE,3,2051"})
    void samplesAreCombinedEachWithItsWeights(DataType type, int samples, int length) {
        List<INDArray> vectors = IntStream.range(0, 3)
                .mapToObj(j -> Nd4j.randn(type, samples, length))
                .toList();
        INDArray base = Nd4j.randn(type, samples, length);
        double[][] weights = new double[samples][];
        int[] outRows = new int[samples];
        int[] rows = new int[samples];
        INDArray expected = base.dup();
        for (int i = 0; i < samples; i++) {
            weights[i] = new double[] {0.3 * i - 1, i == 1 ? 0 : 0.5, 1.0 / (1 + i), 9};
            rows[i] = (i + 1) % samples;
            outRows[i] = samples - i;
            for (int j = 0; j < 3; j++) {
                expected.getRow(i).addi(vectors.get(j).getRow(i).mul(weights[i][j]));
            }
        }
        INDArray out = Nd4j.valueArrayOf(new long[] {samples, length}, Double.NaN, type);
        kernels().combineSamples(samples, out, null, base, null, weights, vectors);
        assertClose("the first rows", out, expected, tolerance(type));
        kernels().combineSamples(samples, out, null, null, null, weights, vectors);
        assertClose("without a base", out, expected.sub(base), tolerance(type));

        INDArray larger = Nd4j.zeros(type, samples + 1, length);
        double[][] rotated = new double[samples][];
        for (int i = 0; i < samples; i++) {
            rotated[i] = weights[rows[i]];
        }
        kernels().combineSamples(samples, larger, outRows, base, rows, rotated, vectors);
        for (int i = 0; i < samples; i++) {
            assertClose("row " + i, larger.getRow(outRows[i]), expected.getRow(rows[i]), tolerance(type));
        }
        assertThat(larger.getRow(0).amaxNumber().doubleValue()).isZero();

        kernels().combineSamples(1, larger, new int[] {0}, larger, new int[] {samples}, null, List.of());
        assertThat(larger.getRow(0)).isEqualTo(larger.getRow(samples));
    }

    @ParameterizedTest
    @CsvSource({"FLOAT,1,1", "FLOAT,5,3", "FLOAT,3,2051", "FLOAT,2,40000", "DOUBLE,1,1", "DOUBLE,5,3", "DOUBLE,3,2051"})
    void eachSamplesErrorIsItsOwn(DataType type, int samples, int length) {
        List<INDArray> vectors = IntStream.range(0, 2)
                .mapToObj(j -> Nd4j.randn(type, samples + 1, length))
                .toList();
        INDArray first = Nd4j.randn(type, samples + 1, length);
        INDArray second = Nd4j.randn(type, samples + 1, length);
        double[][] weights = new double[samples][];
        double[] relative = new double[samples];
        double[] absolute = new double[samples];
        double[] norms = new double[samples];
        for (int i = 0; i < samples; i++) {
            weights[i] = new double[] {0.5 - i, 1};
            relative[i] = 0.1 / (1 + i);
            absolute[i] = 0.01 * (1 + i);
        }
        if (samples > 2) {
            first.putScalar(2, length - 1, Double.NaN);
        }
        kernels().sampleErrorNorms(samples, weights, vectors, first, second, relative, absolute, norms);
        for (int i = 0; i < samples; i++) {
            int row = i;
            double alone = kernels()
                    .errorNorm(
                            weights[i],
                            vectors.stream().map(v -> v.getRow(row).dup()).toList(),
                            first.getRow(i).dup(),
                            second.getRow(i).dup(),
                            relative[i],
                            absolute[i]);
            assertThat(Double.valueOf(norms[i])).isEqualTo(Double.valueOf(alone));
            assertThat(Double.isFinite(norms[i])).isEqualTo(i != 2);
        }
    }

    private static List<INDArray> vectors(DataType type, long length, int count) {
        return IntStream.range(0, count).mapToObj(j -> Nd4j.randn(type, length)).toList();
    }

    @ParameterizedTest
    @CsvSource({"FLOAT,1", "FLOAT,2051", "FLOAT,40000", "DOUBLE,1", "DOUBLE,2051"})
    void errorsAreScaledByTheLargerState(DataType type, int length) {
        List<INDArray> vectors = vectors(type, length, 3);
        double[] weights = {0.5, 0, -1};
        INDArray first = Nd4j.randn(type, length);
        INDArray second = Nd4j.randn(type, length);
        double squares = 0;
        for (int i = 0; i < length; i++) {
            double error = 0.5 * vectors.get(0).getDouble(i) - vectors.get(2).getDouble(i);
            double scale = 1e-2 + 0.1 * Math.max(Math.abs(first.getDouble(i)), Math.abs(second.getDouble(i)));
            squares += Math.pow(error / scale, 2);
        }
        assertThat(kernels().errorNorm(weights, vectors, first, second, 0.1, 1e-2))
                .isCloseTo(Math.sqrt(squares / length), withinPercentage(1e-3));
        assertThat(kernels().dot(first, first))
                .isCloseTo(first.mul(first).sumNumber().doubleValue(), withinPercentage(1e-3));
    }

    @ParameterizedTest
    @EnumSource(
            value = DataType.class,
            names = {"FLOAT", "DOUBLE"})
    void anErrorNormShowsWhatIsNotFinite(DataType type) {
        for (double bad : new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
            INDArray good = Nd4j.ones(type, 33);
            INDArray not = Nd4j.ones(type, 33);
            not.putScalar(17, bad);
            double[] one = {1};
            assertThat(kernels().errorNorm(one, List.of(not), good, good, 1, 1))
                    .matches(norm -> !Double.isFinite(norm));
            assertThat(kernels().errorNorm(one, List.of(good), not, good, 1, 1))
                    .matches(norm -> !Double.isFinite(norm));
            assertThat(kernels().errorNorm(one, List.of(good), good, not, 1, 1))
                    .matches(norm -> !Double.isFinite(norm));
            assertThat(kernels().errorNorm(one, List.of(good), good, good, 1, 1))
                    .isFinite();
        }
    }

    @Test
    void eachPartIsRunOnceAndHasNoPartsItself() {
        int parts = Math.max(2, kernels().parts(DataType.FLOAT, 64));
        List<Integer> inside = Collections.synchronizedList(new ArrayList<>());
        List<Integer> run = Collections.synchronizedList(new ArrayList<>());
        kernels().forEachPart(parts, part -> {
            run.add(part);
            inside.add(kernels().parts(DataType.FLOAT, 64));
        });
        assertThat(run).hasSize(parts).doesNotHaveDuplicates();
        assertThat(kernels().parts(DataType.FLOAT, 1)).isOne();
        if (kernels().parts(DataType.FLOAT, 64) > 1) {
            assertThat(inside).containsOnly(1);
        }
    }

    @Test
    void threadsMayShareTheKernels() throws Exception {
        Kernels shared = kernels();
        INDArray x = inOrder(Order.OWN, randomly(DataType.FLOAT, 4, 16, 5, 5));
        INDArray weight = randomly(DataType.FLOAT, 16, 16, 3, 3);
        INDArray ones = Nd4j.ones(DataType.FLOAT, 16);
        Callable<INDArray> work = () -> {
            INDArray first = shared.create(DataType.FLOAT, x.shape());
            INDArray second = shared.create(DataType.FLOAT, x.shape());
            INDArray statistics = shared.create(DataType.FLOAT, 2, 4, 8);
            try (Convolution convolution = shared.convolution(new Window2d(3, 1, 1), weight)) {
                for (int i = 0; i < 20; i++) {
                    convolution.forward(x, null, first);
                    shared.groupNorm(first, 8, ones, ones, 1e-5, true, second, statistics);
                }
            }
            return second;
        };
        INDArray alone = work.call();
        ExecutorService threads = Executors.newFixedThreadPool(3);
        try {
            List<Future<INDArray>> results = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                results.add(threads.submit(work));
            }
            for (Future<INDArray> result : results) {
                assertClose("in a thread", result.get(), alone.castTo(DataType.DOUBLE), tolerance(DataType.FLOAT));
            }
        } finally {
            threads.shutdown();
        }
    }
}
