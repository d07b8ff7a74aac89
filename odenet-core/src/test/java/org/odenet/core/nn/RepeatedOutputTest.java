package org.odenet.core.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.odenet.core.kernel.ArrayPool;
import org.odenet.core.kernel.Nd4jKernels;
import org.odenet.core.kernel.Window2d;

/** Outputs that are computed again: many runs are recorded, the tensors of one are kept. */
class RepeatedOutputTest {

    private static final int RUNS = 5;
    private static final long[] SHAPE = {2, 4, 5, 3};

    private final Window2d same = new Window2d(3, 1, 1);
    private final Layer layer = Sequential.of(
            GroupNorm.of(4).withRelu(),
            new GroupNorm(4, 2, 1e-5),
            new Conv2d(4, 4, same, true),
            Sequential.of(new GroupNorm(4, 2, 1e-5).withRelu(), new TimeConv2d(4, 4, same)),
            GroupNorm.of(4));

    private final List<INDArray> inputs = new ArrayList<>();

    RepeatedOutputTest() {
        for (int i = 0; i < RUNS; i++) {
            // Of batches of two sizes in turn.
            inputs.add(Nd4j.randn(DataType.DOUBLE, 2 + i % 2, 4, 5, 3));
        }
    }

    private static INDArray gradient(ForwardPass pass, INDArray x, Parameters parameters, LayerContext context) {
        Parameters gradient = parameters.zerosLike();
        INDArray back = pass.backward(x, gradient);
        INDArray both = Nd4j.concat(0, back.dup('c').reshape(back.length()), gradient.flat());
        context.release(back);
        return both;
    }

    private INDArray alone(INDArray x, Parameters parameters, ArrayPool pool) {
        try (LayerContext context = LayerContext.recording(parameters, pool);
                ForwardPass pass = layer.forward(x, context.at(0.4))) {
            return gradient(pass, x, parameters, context);
        }
    }

    @Test
    void gradientsOfManyRunsAreThoseOfEachAlone() {
        try (Parameters parameters = Parameters.initialize(layer, DataType.DOUBLE, 4);
                ArrayPool pool = new ArrayPool(new Nd4jKernels());
                LayerContext context = LayerContext.recording(parameters, pool)) {
            List<ForwardPass> passes = new ArrayList<>();
            inputs.forEach(x -> passes.add(layer.forward(x, context.at(0.4))));
            for (int i : new int[] {4, 1, 3, 0, 2, 2}) {
                assertThat(gradient(passes.get(i), inputs.get(i), parameters, context))
                        .isEqualTo(alone(inputs.get(i), parameters, pool));
            }
            passes.forEach(ForwardPass::close);
        }
    }

    @Test
    void theOutputsOfOneRunAreKept() {
        try (Parameters parameters = Parameters.initialize(layer, DataType.DOUBLE, 4);
                ArrayPool pool = new ArrayPool(new Nd4jKernels())) {
            INDArray x = Nd4j.randn(DataType.DOUBLE, SHAPE);
            try (LayerContext context = LayerContext.recording(parameters, pool)) {
                ForwardPass first = layer.forward(x, context);
                long ofFirst = pool.lentBytes();
                ForwardPass second = layer.forward(x, context);
                long ofSecond = pool.lentBytes() - ofFirst;
                // Three of the six layers' outputs; the statistics are small.
                assertThat(ofFirst - ofSecond).isEqualTo(3 * x.length() * Double.BYTES);
                first.close();
                second.close();
            }
            assertThat(pool.lentBytes()).isZero();
        }
    }

    @Test
    void aRunThatFailsLeavesNothingBehind() {
        try (Parameters parameters = Parameters.initialize(layer, DataType.DOUBLE, 4);
                ArrayPool pool = new ArrayPool(new Nd4jKernels());
                LayerContext context = LayerContext.recording(parameters, pool)) {
            INDArray x = inputs.get(0);
            ForwardPass pass = layer.forward(x, context.at(0.4));
            assertThatThrownBy(() -> layer.forward(Nd4j.randn(DataType.DOUBLE, 2, 3, 5, 3), context))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThat(gradient(pass, x, parameters, context)).isEqualTo(alone(x, parameters, pool));
            pass.close();
        }
    }
}
