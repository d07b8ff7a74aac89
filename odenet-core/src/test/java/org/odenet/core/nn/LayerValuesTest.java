package org.odenet.core.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.nd4j.linalg.indexing.NDArrayIndex.interval;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.odenet.core.kernel.ArrayPool;
import org.odenet.core.kernel.Nd4jKernels;
import org.odenet.core.kernel.Window2d;

/** What layers compute; their gradients are checked elsewhere. */
class LayerValuesTest {

    private static final DataType TYPE = DataType.DOUBLE;

    private final ArrayPool pool = new ArrayPool(new Nd4jKernels());

    @AfterEach
    void freeMemory() {
        pool.close();
    }

    private INDArray run(Layer layer, INDArray x) {
        try (Parameters parameters = Parameters.initialize(layer, x.dataType(), 1);
                LayerContext context = LayerContext.inference(parameters, pool);
                ForwardPass pass = layer.forward(x, context)) {
            return pass.output().dup('c');
        }
    }

    private static void assertClose(INDArray actual, INDArray expected) {
        assertThat(actual.shape()).isEqualTo(expected.shape());
        assertThat(actual.equalsWithEps(expected, 1e-12))
                .as("%s is %s", actual, expected)
                .isTrue();
    }

    @Test
    void timeConvolutionIsTheConvolutionOfTimeJoinedAsTheFirstChannel() {
        Window2d window = new Window2d(3, 1, 1);
        TimeConv2d timed = new TimeConv2d(2, 4, window);
        Conv2d joined = new Conv2d(3, 4, window, true);
        INDArray x = Nd4j.rand(TYPE, 2, 2, 3, 5);
        double t = 0.7;
        INDArray withTime = Nd4j.concat(1, Nd4j.zeros(TYPE, 2, 1, 3, 5).addi(t), x);
        // Both lay out the weight and then the bias.
        try (Parameters ofTimed = Parameters.initialize(timed, TYPE, 1);
                Parameters ofJoined = new Parameters(ParameterLayout.of(joined), ofTimed.flat());
                LayerContext context = LayerContext.inference(ofTimed, pool);
                LayerContext other = LayerContext.inference(ofJoined, pool);
                ForwardPass actual = timed.forward(x, context.at(t));
                ForwardPass expected = joined.forward(withTime, other)) {
            assertClose(actual.output(), expected.output());
        }
    }

    @Test
    void timeConvolutionServesSeveralSizesInOneContext() {
        TimeConv2d layer = new TimeConv2d(1, 2, new Window2d(3, 1, 1));
        INDArray small = Nd4j.rand(TYPE, 1, 1, 2, 3);
        INDArray large = Nd4j.rand(TYPE, 1, 1, 4, 3);
        try (Parameters parameters = Parameters.initialize(layer, TYPE, 1);
                LayerContext context = LayerContext.inference(parameters, pool).at(0.5);
                LayerContext fresh = LayerContext.inference(parameters, pool).at(0.5);
                ForwardPass first = layer.forward(small, context);
                ForwardPass second = layer.forward(large, context);
                ForwardPass third = layer.forward(small, context);
                ForwardPass expected = layer.forward(large, fresh)) {
            assertClose(second.output(), expected.output());
            assertClose(third.output(), first.output());
        }
    }

    @Test
    void normalizedGroupsHaveMeanZeroAndVarianceOne() {
        INDArray x = Nd4j.rand(TYPE, 2, 64, 5, 4).muli(30).addi(1000);
        INDArray out = run(GroupNorm.of(64), x);
        INDArray groups = out.reshape(2, 32, 2 * 5 * 4);
        assertThat(groups.mean(2).amaxNumber().doubleValue()).isCloseTo(0, within(1e-9));
        assertThat(groups.var(false, 2).sub(1).amaxNumber().doubleValue()).isCloseTo(0, within(1e-5));
        assertClose(run(GroupNorm.of(64).withRelu(), x), out.mul(out.gt(0).castTo(TYPE)));
    }

    @Test
    void normalizedChannelsHaveMeanZeroAndVarianceOneOverTheBatch() {
        INDArray x = Nd4j.rand(TYPE, 3, 2, 5, 4).muli(30).addi(1000);
        INDArray out = run(new BatchNorm(2), x);
        INDArray channels = out.permute(1, 0, 2, 3).dup('c').reshape(2, 60);
        assertThat(channels.mean(1).amaxNumber().doubleValue()).isCloseTo(0, within(1e-9));
        assertThat(channels.var(false, 1).sub(1).amaxNumber().doubleValue()).isCloseTo(0, within(1e-5));
    }

    @Test
    void softplusHoldsFarFromZero() {
        for (DataType type : new DataType[] {DataType.FLOAT, DataType.DOUBLE}) {
            INDArray x = Nd4j.createFromArray(-2000.0, -30, 0, 30, 2000).castTo(type);
            double[] out = run(new Softplus(), x).castTo(TYPE).toDoubleVector();
            assertThat(out[0]).isZero();
            assertThat(out[1]).isCloseTo(Math.log1p(Math.exp(-30)), within(1e-12));
            assertThat(out[2]).isCloseTo(Math.log(2), within(1e-7));
            assertThat(out[3]).isCloseTo(30, within(1e-5));
            assertThat(out[4]).isEqualTo(2000);
        }
    }

    @Test
    void softplusGoesBackFarFromZero() {
        Softplus layer = new Softplus();
        INDArray x = Nd4j.createFromArray(-2000.0, 0, 2000);
        try (Parameters parameters = Parameters.initialize(layer, TYPE, 1);
                LayerContext context = LayerContext.recording(parameters, pool);
                ForwardPass pass = layer.forward(x, context)) {
            assertClose(pass.backward(Nd4j.createFromArray(2.0, 2, 2), null), Nd4j.createFromArray(0.0, 1, 2));
        }
    }

    @Test
    void poolingTreatsItsPaddingAsPyTorchDoes() {
        INDArray x = Nd4j.createFromArray(-1.0, -2, -3, -4).reshape(1, 1, 2, 2);
        Window2d window = new Window2d(3, 2, 1);
        assertClose(run(new MaxPool2d(window), x), Nd4j.createFromArray(-1.0).reshape(1, 1, 1, 1));
        assertClose(
                run(new AvgPool2d(window), x), Nd4j.createFromArray(-10.0 / 9).reshape(1, 1, 1, 1));
        assertClose(run(new GlobalAveragePool(), x), Nd4j.createFromArray(-2.5).reshape(1, 1));
    }

    @Test
    void flattenKeepsTheLogicalOrderOfImagesWithChannelsLast() {
        INDArray x = Nd4j.arange(24).castTo(TYPE).reshape(2, 3, 2, 2);
        INDArray channelsLast =
                Nd4j.create(TYPE, 2, 2, 2, 3).permute(0, 3, 1, 2).assign(x);
        assertClose(run(new Flatten(), channelsLast), x.reshape(2, 12));
    }

    @Test
    void linearServesInputsInBothOrders() {
        INDArray x = Nd4j.rand(TYPE, 4, 3);
        assertClose(run(new Linear(3, 2), x.dup('f')), run(new Linear(3, 2), x));
    }

    @Test
    void dropoutDropsTheRateAndScalesTheRest() {
        Dropout layer = new Dropout(0.25);
        INDArray x = Nd4j.ones(TYPE, 8, 50, 5, 5);
        try (Parameters parameters = Parameters.initialize(layer, TYPE, 1);
                LayerContext context = LayerContext.training(parameters, pool, 9);
                LayerContext again = LayerContext.training(parameters, pool, 9);
                LayerContext other = LayerContext.training(parameters, pool, 10);
                ForwardPass first = layer.forward(x, context);
                ForwardPass second = layer.forward(x, context);
                ForwardPass repeated = layer.forward(x, again);
                ForwardPass different = layer.forward(x, other)) {
            assertThat(first.output().meanNumber().doubleValue()).isCloseTo(1, within(0.02));
            assertThat(first.output().eq(0).castTo(TYPE).meanNumber().doubleValue())
                    .isCloseTo(0.25, within(0.02));
            assertThat(first.output().maxNumber().doubleValue()).isCloseTo(4 / 3.0, within(1e-6));
            assertThat(repeated.output()).isEqualTo(first.output());
            assertThat(second.output()).isNotEqualTo(first.output());
            assertThat(different.output()).isNotEqualTo(first.output());
        }
        assertClose(run(layer, x), x);
    }

    @Test
    void floatAgreesWithDouble() {
        Sequential layers = LayerGradientsTest.odeFunction(16);
        INDArray x = Nd4j.rand(TYPE, 4, 16, 6, 6).subi(0.5);
        try (Parameters wide = Parameters.initialize(layers, TYPE, 1);
                Parameters narrow = wide.copyAs(DataType.FLOAT);
                LayerContext wideContext = LayerContext.recording(wide, pool);
                LayerContext narrowContext = LayerContext.recording(narrow, pool);
                ForwardPass expected = layers.forward(x, wideContext.at(0.3));
                INDArray narrowX = x.castTo(DataType.FLOAT);
                ForwardPass actual = layers.forward(narrowX, narrowContext.at(0.3));
                Parameters wideGradient = wide.zerosLike();
                Parameters narrowGradient = narrow.zerosLike()) {
            assertThat(actual.output().castTo(TYPE).equalsWithEps(expected.output(), 1e-4))
                    .isTrue();
            INDArray ofWide = expected.backward(x, wideGradient);
            INDArray ofNarrow = actual.backward(narrowX, narrowGradient);
            assertThat(ofNarrow.castTo(TYPE).equalsWithEps(ofWide, 1e-4)).isTrue();
            double scale = wideGradient.flat().amaxNumber().doubleValue();
            assertThat(narrowGradient.flat().castTo(TYPE).equalsWithEps(wideGradient.flat(), 1e-5 * scale))
                    .isTrue();
        }
    }

    @Test
    void onlyARecordingPassGoesBack() {
        INDArray x = Nd4j.rand(TYPE, 1, 4, 3, 3);
        for (Layer layer : new Layer[] {
            new Relu(),
            GroupNorm.of(4),
            Residual.of(new Relu()),
            Sequential.of(new Tanh()),
            new TimeConv2d(4, 4, new Window2d(3, 1, 1))
        }) {
            try (Parameters parameters = Parameters.initialize(layer, TYPE, 1);
                    LayerContext context = LayerContext.inference(parameters, pool);
                    ForwardPass pass = layer.forward(x, context)) {
                assertThatThrownBy(() -> pass.backward(x, null))
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageContaining("kept no activations")
                        .hasMessageContaining("recording context");
            }
        }
    }

    @Test
    void closingAPassTwiceGivesItsMemoryBackOnce() {
        INDArray x = Nd4j.rand(TYPE, 1, 4, 3, 3);
        for (Layer layer :
                new Layer[] {new Relu(), GroupNorm.of(4), Residual.of(new Relu()), Sequential.of(new Tanh())}) {
            try (Parameters parameters = Parameters.initialize(layer, TYPE, 1);
                    LayerContext context = LayerContext.recording(parameters, pool)) {
                ForwardPass pass = layer.forward(x, context);
                pass.close();
                pass.close();
                INDArray first = context.allocate(x.shape());
                INDArray second = context.allocate(x.shape());
                assertThat(first.data().address()).isNotEqualTo(second.data().address());
                context.release(first);
                context.release(second);
            }
        }
    }

    @Test
    void parametersHaveTheNamesShapesAndFirstValuesOfPyTorch() {
        Sequential layers = Sequential.builder()
                .add("conv", new Conv2d(3, 4, new Window2d(3, 1, 1), true))
                .add("bare", new Conv2d(4, 4, new Window2d(3, 1, 1), false))
                .add("timed", new TimeConv2d(4, 5, new Window2d(3, 1, 1)))
                .add("norm", GroupNorm.of(5))
                .add("batch", new BatchNorm(5))
                .add("", Residual.of(new Relu(), "downsample", new Conv2d(5, 5, new Window2d(1, 1, 0), false)))
                .add("pool", new GlobalAveragePool())
                .add("fc", new Linear(5, 10))
                .build();
        try (Parameters parameters = Parameters.initialize(layers, DataType.FLOAT, 1)) {
            assertThat(parameters.names())
                    .containsExactly(
                            "conv.weight",
                            "conv.bias",
                            "bare.weight",
                            "timed._layer.weight",
                            "timed._layer.bias",
                            "norm.weight",
                            "norm.bias",
                            "batch.weight",
                            "batch.bias",
                            "downsample.weight",
                            "fc.weight",
                            "fc.bias");
            assertThat(parameters.get("conv.weight").shape()).isEqualTo(new long[] {4, 3, 3, 3});
            assertThat(parameters.get("timed._layer.weight").shape()).isEqualTo(new long[] {5, 5, 3, 3});
            assertThat(parameters.get("fc.weight").shape()).isEqualTo(new long[] {10, 5});
            assertThat(parameters.get("norm.weight")).isEqualTo(Nd4j.ones(DataType.FLOAT, 5));
            assertThat(parameters.get("batch.bias")).isEqualTo(Nd4j.zeros(DataType.FLOAT, 5));
            assertUniform(parameters.get("timed._layer.weight"), 1 / Math.sqrt(5 * 9));
            assertUniform(parameters.get("conv.bias").get(interval(0, 4)), 1 / Math.sqrt(3 * 9));
            assertUniform(parameters.get("fc.weight"), 1 / Math.sqrt(5));
        }
    }

    private static void assertUniform(INDArray values, double bound) {
        double largest = values.amaxNumber().doubleValue();
        assertThat(largest).isBetween(bound / 3, bound);
    }
}
