package org.odenet.core.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.odenet.core.kernel.ArrayPool;
import org.odenet.core.kernel.Kernels;
import org.odenet.core.kernel.Nd4jKernels;
import org.odenet.core.kernel.Window2d;
import org.odenet.core.ode.Linearization;

class BatchPartsTest {

    private static Layer dynamics(int channels) {
        return Sequential.of(
                new GroupNorm(channels, 2, 1e-5).withRelu(),
                new TimeConv2d(channels, channels, new Window2d(3, 1, 1)),
                new GroupNorm(channels, 2, 1e-5));
    }

    /** Derivative, input's cotangent and parameters' gradient of one evaluation. */
    private static List<INDArray> evaluate(Kernels kernels, Layer layer, INDArray x, INDArray cotangent) {
        try (Parameters parameters = Parameters.initialize(layer, DataType.DOUBLE, 4);
                ArrayPool pool = new ArrayPool(kernels);
                LayerContext context = LayerContext.recording(parameters, pool)) {
            LayerFunction function = new LayerFunction(layer, context);
            INDArray derivative = kernels.create(DataType.DOUBLE, x.shape());
            INDArray again = kernels.create(DataType.DOUBLE, x.shape());
            INDArray back = kernels.create(DataType.DOUBLE, x.shape());
            INDArray gradient = Nd4j.ones(DataType.DOUBLE, parameters.count());
            try (Linearization<INDArray> linearization = function.linearize(0.3, x, derivative)) {
                linearization.vjp(cotangent, back, gradient);
                linearization.vjp(cotangent, back, gradient);
            }
            function.evaluate(0.3, x, again);
            assertThat(again).isEqualTo(derivative);
            return List.of(derivative, back, gradient);
        }
    }

    // With 100 x 100 pixels of 4 channels in double a part has several pieces.
    @ParameterizedTest
    @CsvSource({"1,2,5", "2,2,5", "5,2,5", "5,3,5", "7,4,3", "3,64,5", "13,2,100"})
    void partsGiveWhatTheWholeGives(int batch, int parts, int size) {
        INDArray x = Nd4j.randn(DataType.DOUBLE, batch, 4, size, size);
        INDArray cotangent = Nd4j.randn(DataType.DOUBLE, batch, 4, size, size);
        List<INDArray> whole = evaluate(new Nd4jKernels(), dynamics(4), x, cotangent);
        List<INDArray> inParts = evaluate(KernelsInParts.of(parts), dynamics(4), x, cotangent);
        for (int i = 0; i < whole.size(); i++) {
            double scale = Math.max(1, whole.get(i).amaxNumber().doubleValue());
            assertThat(inParts.get(i).sub(whole.get(i)).amaxNumber().doubleValue() / scale)
                    .isCloseTo(0, within(1e-12));
        }
    }

    @ParameterizedTest
    @CsvSource({"1,2,5", "5,3,5", "13,2,100"})
    void bothWaysAtOnceGiveWhatTheyGiveOneAfterTheOther(int batch, int parts, int size) {
        Layer layer = dynamics(4);
        Kernels kernels = KernelsInParts.of(parts);
        INDArray x = Nd4j.randn(DataType.DOUBLE, batch, 4, size, size);
        INDArray cotangent = Nd4j.randn(DataType.DOUBLE, batch, 4, size, size);
        try (Parameters parameters = Parameters.initialize(layer, DataType.DOUBLE, 4);
                ArrayPool pool = new ArrayPool(kernels);
                LayerContext context = LayerContext.recording(parameters, pool)) {
            LayerFunction function = new LayerFunction(layer, context);
            List<INDArray> apart = results(kernels, x, parameters);
            try (Linearization<INDArray> linearization = function.linearize(0.3, x, apart.get(0))) {
                linearization.vjp(cotangent, apart.get(1), apart.get(2));
            }
            long lent = pool.lentBytes();
            List<INDArray> atOnce = results(kernels, x, parameters);
            function.evaluateWithVjp(0.3, x, atOnce.get(0), cotangent, atOnce.get(1), atOnce.get(2));
            assertThat(atOnce).isEqualTo(apart);
            assertThat(pool.lentBytes()).isEqualTo(lent);
        }
    }

    /** Room for a derivative and a cotangent, and a gradient to add to. */
    private static List<INDArray> results(Kernels kernels, INDArray x, Parameters parameters) {
        return List.of(
                kernels.create(DataType.DOUBLE, x.shape()),
                kernels.create(DataType.DOUBLE, x.shape()),
                Nd4j.ones(DataType.DOUBLE, parameters.count()));
    }

    @Test
    void theGradientAloneIsThatOfTheWholeWayBack() {
        Layer convolution = new Conv2d(2, 4, new Window2d(3, 1, 1), true);
        Layer layer = Sequential.of(InParts.of(Sequential.of(convolution, new Relu())), new GroupNorm(4, 2, 1e-5));
        INDArray x = Nd4j.randn(DataType.DOUBLE, 7, 2, 5, 5);
        INDArray cotangent = Nd4j.randn(DataType.DOUBLE, 7, 4, 5, 5);
        try (Parameters parameters = Parameters.initialize(layer, DataType.DOUBLE, 4);
                ArrayPool pool = new ArrayPool(KernelsInParts.of(3));
                LayerContext context = LayerContext.recording(parameters, pool);
                ForwardPass pass = layer.forward(x, context)) {
            long lent = pool.lentBytes();
            Parameters expected = parameters.zerosLike();
            context.release(pass.backward(cotangent, expected));
            Parameters alone = parameters.zerosLike();
            pass.backwardToParameters(cotangent, alone);
            assertThat(alone.flat()).isEqualTo(expected.flat());
            assertThat(alone.flat().norm2Number().doubleValue()).isPositive();
            assertThat(pool.lentBytes()).isEqualTo(lent);
        }
    }

    @Test
    void piecesAreSmallEnoughForTheLargestTensorWithin() {
        Layer growing = Sequential.of(
                new Conv2d(1, 8, new Window2d(3, 1, 1), true),
                Residual.of(Sequential.of(
                        new Conv2d(8, 64, new Window2d(3, 1, 1), true),
                        new Relu(),
                        new Conv2d(64, 8, new Window2d(1, 1, 0), true))),
                InParts.of(new Conv2d(8, 2, new Window2d(3, 2, 1), true)));
        assertThat(growing.largestLength(10, 1, 30, 20)).isEqualTo(10 * 64 * 30 * 20);
        INDArray x = Nd4j.randn(DataType.DOUBLE, 10, 1, 30, 20);
        try (Parameters parameters = Parameters.initialize(growing, DataType.DOUBLE, 4);
                ArrayPool pool = new ArrayPool(KernelsInParts.of(2));
                LayerContext context = LayerContext.recording(parameters, pool)) {
            // 307 kB a sample in double precision, two of which fit in 800 kB.
            assertThat(new BatchParts(growing, context).piecesOf(x).count()).isEqualTo(6);
        }
    }

    @Test
    void aLayerThatMixesSamplesIsRunOnTheWholeBatch() {
        Layer layer = Sequential.of(new BatchNorm(4), new TimeConv2d(4, 4, new Window2d(3, 1, 1)));
        assertThat(layer.mixesSamples()).isTrue();
        assertThat(dynamics(4).mixesSamples()).isFalse();
        INDArray x = Nd4j.randn(DataType.DOUBLE, 6, 4, 5, 5);
        INDArray whole = evaluate(new Nd4jKernels(), layer, x, x).get(0);
        INDArray inParts = evaluate(KernelsInParts.of(3), layer, x, x).get(0);
        assertThat(inParts.sub(whole).amaxNumber().doubleValue()).isZero();
    }

    @Test
    void aFailureInAPartReachesTheCaller() {
        Layer failing = new Layer() {
            @Override
            public ForwardPass forward(INDArray x, LayerContext context) {
                throw new IllegalStateException("in a part of " + x.size(0));
            }

            @Override
            public long[] outputShape(long... inputShape) {
                return inputShape;
            }
        };
        INDArray x = Nd4j.ones(DataType.DOUBLE, 4, 2, 3, 3);
        assertThatThrownBy(() -> evaluate(KernelsInParts.of(2), failing, x, x))
                .isInstanceOf(IllegalStateException.class)
                .hasStackTraceContaining("in a part of 2");
    }

    /** Fails in the middle of a run. */
    private static final class Failing implements Layer {

        @Override
        public ForwardPass forward(INDArray x, LayerContext context) {
            throw new IllegalStateException("cancelled");
        }

        @Override
        public long[] outputShape(long... inputShape) {
            return inputShape.clone();
        }
    }

    @ParameterizedTest
    @CsvSource({"true", "false"})
    void aRunThatFailsGivesBackItsTensors(boolean recording) {
        Layer layer = Sequential.of(new Conv2d(4, 4, new Window2d(3, 1, 1), true), new Tanh(), new Failing());
        INDArray x = Nd4j.rand(DataType.FLOAT, 2, 4, 5, 5);
        INDArray out = Nd4j.create(DataType.FLOAT, x.shape());
        try (Parameters parameters = Parameters.initialize(layer, DataType.FLOAT, 1);
                ArrayPool pool = new ArrayPool(new Nd4jKernels());
                LayerContext context = LayerContext.recording(parameters, pool)) {
            LayerFunction function = new LayerFunction(layer, context);
            assertThatThrownBy(() -> {
                        if (recording) {
                            function.linearize(0, x, out).close();
                        } else {
                            function.evaluate(0, x, out);
                        }
                    })
                    .hasMessage("cancelled");
            assertThat(pool.lentBytes()).isZero();
        }
    }
}
