package org.odenet.solvers.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.odenet.core.ode.OdeFunction;
import org.odenet.core.state.Tolerances;
import org.odenet.core.state.VectorSpace;

class InitialStepTest {

    private static final Tolerances TOLERANCES = new Tolerances(1e-3, 1e-3);

    private static double estimate(OdeFunction<double[]> function, double y, double direction, double limit) {
        double[] state = {y};
        double[] derivative = new double[1];
        function.evaluate(0, state, derivative);
        return InitialStep.estimate(
                function, VectorSpace.of(state), 0, direction, state, derivative, 5, TOLERANCES, limit);
    }

    /** y' = -y at y = 1: scale 2e-3, d0 = d1 = 500, h0 = 0.01, d2 = 500, h1 = (0.01 / 500)^(1/5). */
    @Test
    void followsHairerNorsettAndWanner() {
        OdeFunction<double[]> decay = (t, y, dydt) -> dydt[0] = -y[0];

        assertThat(estimate(decay, 1, 1, 10)).isCloseTo(Math.pow(2e-5, 0.2), within(1e-12));
        assertThat(estimate(decay, 1, -1, 10)).isCloseTo(Math.pow(2e-5, 0.2), within(1e-12));
    }

    @Test
    void isSmallWhereNothingIsKnown() {
        assertThat(estimate((t, y, dydt) -> dydt[0] = 0, 0, 1, 10)).isEqualTo(1e-6);
        assertThat(estimate((t, y, dydt) -> dydt[0] = 1, 0, 1, 10)).isCloseTo(1e-4, within(1e-15));
    }

    @Test
    void triesNoFartherThanTheLimit() {
        double[] farthest = {0};

        estimate(
                (t, y, dydt) -> {
                    farthest[0] = Math.max(farthest[0], t);
                    dydt[0] = 1e-4;
                },
                1,
                1,
                1e-3);

        assertThat(farthest[0]).isEqualTo(1e-3);
    }

    @Test
    void staysAtTheTrialsDistanceWhereTheTrialFails() {
        assertThat(estimate((t, y, dydt) -> dydt[0] = t > 0 ? Double.NaN : -y[0], 1, 1, 10))
                .isCloseTo(0.01, within(1e-15));
        assertThat(estimate((t, y, dydt) -> dydt[0] = t > 0 ? Double.NEGATIVE_INFINITY : -y[0], 1, 1, 10))
                .isCloseTo(0.01, within(1e-15));
    }
}
