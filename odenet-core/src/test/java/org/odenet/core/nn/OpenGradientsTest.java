package org.odenet.core.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.odenet.core.kernel.ArrayPool;
import org.odenet.core.kernel.Convolution;
import org.odenet.core.kernel.Nd4jKernels;

/** When the gradients that convolutions leave open are closed. */
class OpenGradientsTest {

    private final Parameters parameters = Parameters.initialize(new Linear(1, 1), DataType.FLOAT, 1);
    private final ArrayPool pool = new ArrayPool(new Nd4jKernels());
    private final LayerContext context = LayerContext.recording(parameters, pool);
    private final INDArray x = Nd4j.ones(DataType.FLOAT, 1, 1, 1, 1);
    private final INDArray gradient = Nd4j.zeros(DataType.FLOAT, 1);
    private final INDArray other = Nd4j.zeros(DataType.FLOAT, 1);
    /** What the weights' gradients are a part of. */
    private final INDArray whole = Nd4j.zeros(DataType.FLOAT, 2);

    private final INDArray ofStage = Nd4j.zeros(DataType.FLOAT, 2);
    private final List<String> calls = new ArrayList<>();
    private final Convolution convolution = new Recorder("");

    @AfterEach
    void freeMemory() {
        context.close();
        pool.close();
        parameters.close();
    }

    /** A convolution that writes down what it is asked for. */
    private final class Recorder implements Convolution {

        private final String name;

        Recorder(String name) {
            this.name = name;
        }

        private void call(String what, INDArray gradient) {
            calls.add(name + what + (gradient == null ? " nothing" : gradient == other ? " other" : ""));
        }

        @Override
        public void forward(INDArray x, INDArray offset, INDArray out) {}

        @Override
        public void addTo(INDArray x, INDArray out) {}

        @Override
        public void backward(INDArray x, INDArray cotangent, INDArray inputCotangent, INDArray weightGradient) {
            call("backward", weightGradient);
        }

        @Override
        public void backwardLeavingOpen(
                INDArray x, INDArray cotangent, INDArray inputCotangent, INDArray weightGradient) {
            call("open", weightGradient);
        }

        @Override
        public void closeGradient(INDArray weightGradient) {
            call("close", weightGradient);
        }

        @Override
        public void close() {}
    }

    private void goBack(Convolution convolution, INDArray gradient) {
        context.backward(convolution, x, x, null, gradient);
    }

    @Test
    void aCallByItselfIsComplete() {
        goBack(convolution, gradient);
        assertThat(calls).containsExactly("backward");
    }

    @Test
    void theOutermostTaskCloses() {
        context.leavingGradientsOpen(whole, () -> {
            goBack(convolution, gradient);
            context.at(0.5).leavingGradientsOpen(whole, () -> goBack(convolution, gradient));
            goBack(new Recorder("second "), other);
            goBack(convolution, null);
        });
        assertThat(calls)
                .containsExactly(
                        "open", "open", "second open other", "backward nothing", "close", "second close other");
        goBack(convolution, gradient);
        assertThat(calls).endsWith("backward");
    }

    @Test
    void aTaskWithAnotherGradientInsideIsCompleteWhenItHasEnded() {
        context.leavingGradientsOpen(whole, () -> {
            goBack(convolution, gradient);
            context.leavingGradientsOpen(ofStage, () -> goBack(convolution, other));
            assertThat(calls).containsExactly("open", "close", "open other", "close other");
            goBack(convolution, gradient);
        });
        assertThat(calls).containsExactly("open", "close", "open other", "close other", "open", "close");
    }

    @Test
    void aTaskInsideThatFailsLosesNothingOfTheOuter() {
        context.leavingGradientsOpen(whole, () -> {
            goBack(convolution, gradient);
            assertThatThrownBy(() -> context.leavingGradientsOpen(ofStage, () -> {
                        goBack(convolution, other);
                        throw new IllegalStateException("cancelled");
                    }))
                    .hasMessage("cancelled");
            goBack(convolution, gradient);
        });
        assertThat(calls).containsExactly("open", "close", "open other", "close nothing", "open", "close");
    }

    @Test
    void aTaskWithoutAGradientChangesNothing() {
        context.leavingGradientsOpen(whole, () -> {
            goBack(convolution, gradient);
            context.leavingGradientsOpen(null, () -> calls.add("forward"));
            goBack(convolution, gradient);
        });
        assertThat(calls).containsExactly("open", "forward", "open", "close");
    }

    @Test
    void anotherGradientClosesTheOneBefore() {
        context.leavingGradientsOpen(whole, () -> {
            goBack(convolution, gradient);
            goBack(convolution, other);
        });
        assertThat(calls).containsExactly("open", "close", "open other", "close other");
    }

    @Test
    void aTaskThatFailsLeavesNothingOpen() {
        assertThatThrownBy(() -> context.leavingGradientsOpen(whole, () -> {
                    goBack(convolution, gradient);
                    throw new IllegalStateException("cancelled");
                }))
                .hasMessage("cancelled");
        assertThat(calls).containsExactly("open", "close nothing");
        context.leavingGradientsOpen(whole, () -> goBack(convolution, gradient));
        assertThat(calls).containsExactly("open", "close nothing", "open", "close");
    }
}
