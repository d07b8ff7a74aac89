package org.odenet.core.ode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class OdeFunctionTest {

    @Test
    void closesWhatAFunctionOfTensorsReturns() {
        INDArray y = Nd4j.createFromArray(1.0, 2.0);
        INDArray dydt = Nd4j.createFromArray(0.0, 0.0);
        INDArray[] returned = new INDArray[1];

        OdeFunction.ofTensors((t, state) -> returned[0] = state.mul(t)).evaluate(3, y, dydt);

        assertThat(dydt).isEqualTo(Nd4j.createFromArray(3.0, 6.0));
        assertThat(returned[0].wasClosed()).isTrue();
        assertThat(y.wasClosed()).isFalse();
    }

    @Test
    void doesNotCloseTheState() {
        INDArray y = Nd4j.createFromArray(new double[][] {{1, 2}, {3, 4}});
        INDArray dydt = Nd4j.createFromArray(new double[2][2]);

        OdeFunction.ofTensors((t, state) -> state).evaluate(0, y, dydt);
        assertThat(dydt).isEqualTo(y);
        OdeFunction.ofTensors((t, state) -> state.permute(1, 0)).evaluate(0, y, dydt);
        assertThat(dydt).isEqualTo(Nd4j.createFromArray(new double[][] {{1, 3}, {2, 4}}));
        OdeFunction.ofTensors((t, state) -> state.reshape(4).reshape(2, 2)).evaluate(0, y, dydt);

        assertThat(dydt).isEqualTo(y);
        assertThat(y.wasClosed()).isFalse();
        assertThat(y.getDouble(1, 1)).isEqualTo(4);
    }

    @Test
    void refusesATensorOfAnotherShapeAndClosesIt() {
        INDArray y = Nd4j.createFromArray(1.0, 2.0);
        INDArray wrong = Nd4j.createFromArray(1.0, 2.0, 3.0);

        assertThatThrownBy(() -> OdeFunction.ofTensors((t, state) -> wrong).evaluate(0, y, y.dup()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the function returned shape [3] for a state of shape [2]; the derivative must have the"
                        + " state's shape");
        assertThat(wrong.wasClosed()).isTrue();
        assertThatThrownBy(() -> OdeFunction.ofTensors((t, state) -> null).evaluate(0, y, y.dup()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the function returned null; it must return the derivative");
    }

    @Test
    void copiesWhatAFunctionOfArraysReturns() {
        double[] dydt = new double[2];

        OdeFunction.ofArrays((t, y) -> new double[] {t, y[0]}).evaluate(3, new double[] {4, 5}, dydt);

        assertThat(dydt).containsExactly(3, 4);
    }

    @Test
    void statesLiveInTheSpaceOfTheirKind() {
        OdeFunction<double[]> function = (t, y, dydt) -> {};

        assertThat(function.space(new double[3]).dimension()).isEqualTo(3);
    }

    @Test
    void refusesAnArrayOfAnotherLength() {
        assertThatThrownBy(
                        () -> OdeFunction.ofArrays((t, y) -> new double[3]).evaluate(0, new double[2], new double[2]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the function returned 3 components for a state of 2; the derivative must have as many");
        assertThatThrownBy(() -> OdeFunction.ofArrays((t, y) -> null).evaluate(0, new double[2], new double[2]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("the function returned null for a state of 2");
    }
}
