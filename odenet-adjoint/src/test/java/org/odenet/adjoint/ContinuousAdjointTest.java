package org.odenet.adjoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.odenet.core.ode.DifferentiableOdeFunction;
import org.odenet.core.ode.DifferentiableSolution;
import org.odenet.core.ode.GradientMethod;
import org.odenet.core.ode.Linearization;
import org.odenet.core.ode.OdeException;
import org.odenet.core.ode.SolverStatistics;
import org.odenet.core.ode.TimeSpan;
import org.odenet.solvers.AdaptiveSolver;
import org.odenet.solvers.Solvers;

class ContinuousAdjointTest {

    private static final AdaptiveSolver DOPRI5 = Solvers.dormandPrince54();
    private static final List<TestFunction> FUNCTIONS =
            List.of(new TestFunction.LotkaVolterra(), new TestFunction.TanhNetwork());
    private static final List<TimeSpan> SPANS = List.of(
            TimeSpan.of(0, 1.3),
            TimeSpan.of(0.2, 1.5).observedAt(0.21, 0.7, 1.1),
            TimeSpan.of(1, -0.3).observedAt(0.999, 0.5, 0));

    static Stream<GradientMethod> adjoints() {
        return Stream.of(
                Gradients.adjoint(),
                Gradients.adjoint().withSeminorm(),
                Gradients.adjoint().withSolver(Solvers.rk4().stepSize(0.02)));
    }

    private static double error(GradientMethod adjoint, AdaptiveSolver solver, TestFunction function, TimeSpan span) {
        Differentiated exact = Differentiated.by(Gradients.direct(), DOPRI5.tolerances(1e-12, 1e-12), function, span);
        return Differentiated.by(adjoint, solver, function, span).relativeError(exact);
    }

    @ParameterizedTest
    @MethodSource("adjoints")
    void convergesToTheExactGradientWithTheTolerance(GradientMethod adjoint) {
        for (TestFunction function : FUNCTIONS) {
            for (TimeSpan span : SPANS) {
                for (double tolerance : new double[] {1e-4, 1e-6, 1e-8}) {
                    double error = error(adjoint, DOPRI5.tolerances(tolerance, tolerance), function, span);
                    assertThat(error).isLessThan(100 * tolerance);
                }
            }
        }
    }

    @Test
    void implicitMethodsGoBackToo() {
        for (AdaptiveSolver solver : List.of(Solvers.kvaerno5(), Solvers.radau5())) {
            for (TestFunction function : FUNCTIONS) {
                AdaptiveSolver tight = solver.tolerances(1e-6, 1e-6);
                assertThat(error(Gradients.adjoint(), tight, function, SPANS.get(1)))
                        .isLessThan(1e-4);
            }
        }
    }

    @Test
    void stepsPastTheEndToo() {
        for (TestFunction function : FUNCTIONS) {
            for (TimeSpan span : SPANS) {
                AdaptiveSolver solver = DOPRI5.tolerances(1e-7, 1e-7).steppingPastEnd();
                assertThat(error(Gradients.adjoint(), solver, function, span)).isLessThan(1e-5);
            }
        }
    }

    @Test
    void seminormLeavesTheParametersOut() {
        assertThat(errorOfOscillation(Gradients.adjoint())).isLessThan(1e-6);
        assertThat(errorOfOscillation(Gradients.adjoint().withSeminorm())).isGreaterThan(1e-2);
    }

    /** y' = θ cos 20 t with θ = 0: nothing moves but the parameter's gradient, sin 20 t / 20. */
    private static double errorOfOscillation(GradientMethod adjoint) {
        DifferentiableOdeFunction<double[]> function = new DifferentiableOdeFunction<>() {
            @Override
            public void evaluate(double t, double[] y, double[] dydt) {
                dydt[0] = 0;
            }

            @Override
            public Linearization<double[]> linearize(double t, double[] y, double[] dydt) {
                dydt[0] = 0;
                return new Linearization<>() {
                    @Override
                    public void vjp(double[] cotangent, double[] stateCotangent, double[] parameterGradient) {
                        stateCotangent[0] = 0;
                        if (parameterGradient != null) {
                            parameterGradient[0] += cotangent[0] * Math.cos(20 * t);
                        }
                    }

                    @Override
                    public void close() {
                        // Holds nothing.
                    }
                };
            }
        };
        double[] gradient = new double[1];
        try (DifferentiableSolution<double[]> solution =
                adjoint.solve(DOPRI5.tolerances(1e-8, 1e-8), function, new double[] {1}, TimeSpan.of(0, 5))) {
            solution.backward(List.of(new double[] {1}), gradient);
        }
        return Math.abs(gradient[0] - Math.sin(100) / 20);
    }

    @Test
    void countsItsWork() {
        TestFunction function = FUNCTIONS.get(1);
        CountingFunction<double[]> counting = new CountingFunction<>(function);
        TimeSpan span = TimeSpan.of(0, 1).observedAt(0.3, 0.6);
        try (DifferentiableSolution<double[]> solution =
                Gradients.adjoint().solve(DOPRI5, counting, function.initialState(), span)) {
            assertThat(solution.solution().statistics().functionEvaluations()).isEqualTo(counting.evaluations);
            counting.reset();

            solution.backward(Differentiated.weights(span, 3), new double[function.theta.length]);

            SolverStatistics backward = solution.backwardStatistics();
            long steps = backward.acceptedSteps() + backward.rejectedSteps();
            assertThat(backward.functionEvaluations())
                    .isEqualTo(counting.evaluations)
                    .isEqualTo(2 + 1 + 1 + 6 * steps);
            assertThat(backward.vectorJacobianProducts()).isEqualTo(counting.products);
            // The second stage has no weight in a step's result, so its share of the gradient is not wanted.
            assertThat(counting.productsWithoutGradient).isEqualTo(steps);
            assertThat(backward.acceptedSteps()).isGreaterThanOrEqualTo(3);
            assertThat(backward.smallestStep()).isPositive().isLessThanOrEqualTo(backward.largestStep());
            assertThat(counting.mostOpen).isEqualTo(1);
            assertThat(counting.open).isZero();
        }
    }

    @Test
    void worksWithoutAParameterGradient() {
        TestFunction function = FUNCTIONS.get(0);
        TimeSpan span = SPANS.get(1);
        // Under the seminorm the parameters' part does not change the steps.
        ContinuousAdjoint adjoint = Gradients.adjoint().withSeminorm();
        Differentiated with = Differentiated.by(adjoint, DOPRI5, function, span);
        try (DifferentiableSolution<double[]> solution =
                adjoint.solve(DOPRI5, function, function.initialState(), span)) {
            assertThat(solution.backward(Differentiated.weights(span, 2), null)).isEqualTo(with.byState());
        }
    }

    /** {@code y' = -y}, which has no parameters. */
    @Test
    void aFunctionWithoutParametersHasAnEmptyGradient() {
        DifferentiableOdeFunction<double[]> decay = new DifferentiableOdeFunction<>() {
            @Override
            public void evaluate(double t, double[] y, double[] dydt) {
                dydt[0] = -y[0];
            }

            @Override
            public Linearization<double[]> linearize(double t, double[] y, double[] dydt) {
                evaluate(t, y, dydt);
                return new Linearization<>() {
                    @Override
                    public void vjp(double[] cotangent, double[] stateCotangent, double[] parameterGradient) {
                        stateCotangent[0] = -cotangent[0];
                    }

                    @Override
                    public void close() {
                        // Holds nothing.
                    }
                };
            }
        };
        try (DifferentiableSolution<double[]> solution =
                Gradients.adjoint().solve(DOPRI5.tolerances(1e-8, 1e-8), decay, new double[] {1}, TimeSpan.of(0, 1))) {
            double[] back = solution.backward(List.of(new double[] {1}), new double[0]);
            assertThat(back[0]).isCloseTo(Math.exp(-1), within(1e-6));
        }
    }

    @Test
    void saysThatTheBackwardSolveFailed() {
        TestFunction function = FUNCTIONS.get(0);
        GradientMethod adjoint =
                Gradients.adjoint().withSolver(DOPRI5.tolerances(1e-10, 1e-10).maxSteps(3));
        try (DifferentiableSolution<double[]> solution =
                adjoint.solve(DOPRI5, function, function.initialState(), TimeSpan.of(0, 5))) {
            assertThatThrownBy(() -> solution.backward(List.of(new double[] {1, 1}), new double[4]))
                    .isInstanceOf(OdeException.class)
                    .hasMessageStartingWith("in the backward solve of the continuous adjoint, the limit of 3 steps was"
                            + " reached at t=");
        }
    }

    @Test
    void describesItself() {
        assertThat(Gradients.adjoint()).hasToString("adjoint");
        assertThat(Gradients.adjoint().withSolver(Solvers.rk4().steps(8)).withSeminorm())
                .hasToString("adjoint with rk4 with 8 steps, seminorm");
    }
}
