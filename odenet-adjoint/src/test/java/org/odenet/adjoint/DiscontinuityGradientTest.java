package org.odenet.adjoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.odenet.core.ode.DifferentiableSolution;
import org.odenet.core.ode.GradientMethod;
import org.odenet.core.ode.TimeSpan;
import org.odenet.solvers.Solvers;

/** Gradients through a right-hand side that jumps, against the closed form. */
class DiscontinuityGradientTest {

    private static final double JUMP = 0.4;

    /** {@code y' = θ0 y} before the jump, {@code -θ1 y} after it, undefined there. */
    private static final class Switched extends TestFunction {

        Switched(double[] theta) {
            super(theta);
        }

        @Override
        TestFunction with(double[] parameters) {
            return new Switched(parameters);
        }

        @Override
        double[] initialState() {
            return new double[] {2};
        }

        private double rate(double t) {
            return t < JUMP ? theta[0] : t > JUMP ? -theta[1] : Double.NaN;
        }

        @Override
        public void evaluate(double t, double[] y, double[] dydt) {
            dydt[0] = rate(t) * y[0];
        }

        @Override
        void vjp(double t, double[] y, double[] v, double[] stateCotangent, double[] parameterGradient) {
            stateCotangent[0] = rate(t) * v[0];
            parameterGradient[t < JUMP ? 0 : 1] += (t < JUMP ? 1 : -1) * v[0] * y[0];
        }
    }

    static Stream<GradientMethod> methods() {
        return Stream.of(
                Gradients.direct(),
                Gradients.checkpointed(),
                Gradients.checkpointed().withMemoryBudget(0),
                Gradients.adjoint());
    }

    @ParameterizedTest
    @MethodSource("methods")
    void gradientsDoNotMixTheTwoSides(GradientMethod method) {
        double[] theta = {1.3, 0.7};
        Switched function = new Switched(theta);
        for (double[] observed : new double[][] {{}, {JUMP}, {0.2, JUMP, 0.9}}) {
            TimeSpan span = TimeSpan.of(0, 1).observedAt(observed).withDiscontinuities(JUMP);
            double[] parameterGradient = new double[2];
            try (DifferentiableSolution<double[]> solution = method.solve(
                    Solvers.dormandPrince54().tolerances(1e-10, 1e-10), function, function.initialState(), span)) {
                int count = solution.solution().states().size();
                List<double[]> ones =
                        Stream.generate(() -> new double[] {1}).limit(count).toList();
                double[] initial = solution.backward(ones, parameterGradient);

                double[] expected = new double[3];
                for (double t : span.observations()) {
                    double before = Math.min(t, JUMP);
                    double after = Math.max(0, t - JUMP);
                    double value = 2 * Math.exp(theta[0] * before - theta[1] * after);
                    expected[0] += value / 2;
                    expected[1] += before * value;
                    expected[2] -= after * value;
                }
                assertThat(initial[0]).isCloseTo(expected[0], within(1e-7));
                assertThat(parameterGradient[0]).isCloseTo(expected[1], within(1e-7));
                assertThat(parameterGradient[1]).isCloseTo(expected[2], within(1e-7));
            }
        }
    }
}
