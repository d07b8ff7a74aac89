package org.odenet.core.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.odenet.core.kernel.ArrayPool;
import org.odenet.core.kernel.Nd4jKernels;
import org.odenet.core.kernel.Window2d;
import org.odenet.core.ode.Linearization;
import org.odenet.core.ode.Samples;
import org.odenet.core.tensor.Tensors;

class TimesOfSamplesTest {

    private static final int SAMPLES = 5;
    private static final double[] TIMES = {0.3, -1, 0, 2.5, 0.3};

    private final Layer layer = Sequential.of(
            new TimeConv2d(2, 3, new Window2d(3, 1, 1)), new Tanh(), new TimeConv2d(3, 2, new Window2d(3, 1, 1)));

    @Test
    void aSampleAtItsOwnTimeIsWhatItIsAtThisTimeAlone() {
        try (Parameters parameters = Parameters.initialize(layer, DataType.DOUBLE, 7);
                Parameters together = parameters.zerosLike();
                Parameters alone = parameters.zerosLike();
                ArrayPool pool = new ArrayPool(new Nd4jKernels());
                LayerContext context = LayerContext.recording(parameters, pool)) {
            LayerFunction function = new LayerFunction(layer, context);
            INDArray x = random();
            INDArray cotangent = random();
            INDArray out = pool.allocate(DataType.DOUBLE, x.shape());
            INDArray plain = pool.allocate(DataType.DOUBLE, x.shape());
            INDArray back = pool.allocate(DataType.DOUBLE, x.shape());
            Samples at = Samples.at(TIMES);
            function.evaluate(at, x, plain);
            try (Linearization<INDArray> linearization = function.linearize(at, x, out)) {
                linearization.vjp(cotangent, back, together.flat());
            }
            assertThat(plain).isEqualTo(out);

            INDArray one = pool.allocate(DataType.DOUBLE, 1, 2, 4, 3);
            INDArray backOfOne = pool.allocate(DataType.DOUBLE, 1, 2, 4, 3);
            for (int i = 0; i < SAMPLES; i++) {
                try (Linearization<INDArray> linearization = function.linearize(TIMES[i], sample(x, i), one)) {
                    linearization.vjp(sample(cotangent, i), backOfOne, alone.flat());
                }
                assertClose(sample(out, i), one);
                assertClose(sample(back, i), backOfOne);
            }
            assertClose(together.flat(), alone.flat());
        }
    }

    @Test
    void theResultMayLieInAnotherOrder() {
        Layer layer = new TimeConv2d(2, 2, new Window2d(3, 1, 1));
        try (Parameters parameters = Parameters.initialize(layer, DataType.DOUBLE, 7);
                ArrayPool pool = new ArrayPool(new Nd4jKernels());
                LayerContext context = LayerContext.inference(parameters, pool)) {
            LayerFunction function = new LayerFunction(layer, context);
            INDArray x = random();
            INDArray expected = pool.allocate(DataType.DOUBLE, x.shape());
            INDArray actual = Nd4j.create(DataType.DOUBLE, x.shape(), 'c');
            function.evaluate(Samples.at(TIMES), x, expected);
            function.evaluate(Samples.at(TIMES), x, actual);
            assertThat(actual.stride()).isNotEqualTo(expected.stride());
            assertClose(actual, expected);
        }
    }

    private static INDArray random() {
        return new Nd4jKernels()
                .create(DataType.DOUBLE, SAMPLES, 2, 4, 3)
                .assign(Nd4j.randn(DataType.DOUBLE, SAMPLES, 2, 4, 3));
    }

    private static INDArray sample(INDArray batch, int i) {
        return Tensors.samples(batch, i, i + 1);
    }

    private static void assertClose(INDArray actual, INDArray expected) {
        assertThat(actual.sub(expected).amaxNumber().doubleValue()).isCloseTo(0, within(1e-12));
    }

    @Test
    void aLayerThatKnowsOneTimeSaysSo() {
        Times times = Times.ofEach(1, 2);
        assertThat(times.areCommon()).isFalse();
        assertThat(Times.ofAll(3).each(2)).containsExactly(3, 3);
        assertThatThrownBy(times::common)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("LayerContext.times()");
        assertThatThrownBy(() -> times.each(3)).hasMessageContaining("2 times for a batch of 3 samples");
    }

    @Test
    void samplesThatAreMixedCannotGoTheirOwnWays() {
        Layer mixing = new BatchNorm(2);
        try (Parameters parameters = Parameters.initialize(mixing, DataType.DOUBLE, 7);
                ArrayPool pool = new ArrayPool(new Nd4jKernels());
                LayerContext context = LayerContext.inference(parameters, pool)) {
            LayerFunction function = new LayerFunction(mixing, context);
            assertThatThrownBy(() -> function.batchSpace(random(), SAMPLES))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("mixes the samples");
        }
    }
}
