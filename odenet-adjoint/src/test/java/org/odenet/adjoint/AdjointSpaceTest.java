package org.odenet.adjoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.odenet.core.state.Tolerances;
import org.odenet.core.state.VectorSpace;

class AdjointSpaceTest {

    private static final Tolerances TOLERANCES = new Tolerances(1e-3, 1e-3);

    private static double norm(boolean seminorm, AdjointState<double[]> error, AdjointState<double[]> second) {
        VectorSpace<double[]> states = VectorSpace.of(new double[1]);
        VectorSpace<double[]> gradients = VectorSpace.of(new double[2]);
        try (AdjointSpace<double[]> space = new AdjointSpace<>(states, gradients, seminorm)) {
            return space.errorNorm(new double[] {1}, List.of(error), space.zeros(), second, TOLERANCES);
        }
    }

    private static AdjointState<double[]> state(double y, double cotangent, double gradient) {
        return new AdjointState<>(new double[] {y}, new double[] {cotangent}, new double[] {0, gradient});
    }

    @Test
    void theSeminormLeavesOutTheErrorOfTheParametersPart() {
        AdjointState<double[]> zero = state(0, 0, 0);

        assertThat(norm(true, state(0, 1e-3, 1), zero)).isEqualTo(1);
        assertThat(norm(false, state(0, 1e-3, 1), zero)).isGreaterThan(700);
    }

    @Test
    void noNormIsFiniteWhereAPartOfAStateIsNot() {
        AdjointState<double[]> zero = state(0, 0, 0);
        for (double bad : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
            for (AdjointState<double[]> second : List.of(state(bad, 0, 0), state(0, bad, 0), state(0, 0, bad))) {
                assertThat(Double.isFinite(norm(true, zero, second))).isFalse();
                assertThat(Double.isFinite(norm(false, zero, second))).isFalse();
            }
        }
    }
}
