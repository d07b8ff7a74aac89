package org.odenet.adjoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.odenet.core.ode.DifferentiableSolution;
import org.odenet.core.ode.GradientMethod;
import org.odenet.core.ode.Interpolant;
import org.odenet.core.ode.OdeException;
import org.odenet.core.ode.OdeFunction;
import org.odenet.core.ode.OdeFunctionException;
import org.odenet.core.ode.OdeSolution;
import org.odenet.core.ode.OdeSolver;
import org.odenet.core.ode.SolveOptions;
import org.odenet.core.ode.SolverStatistics;
import org.odenet.core.ode.Step;
import org.odenet.core.ode.TimeSpan;
import org.odenet.core.state.VectorSpace;
import org.odenet.solvers.AdaptiveSolver;
import org.odenet.solvers.Solvers;

/** What gradients hold open, and that they close it exactly once, whatever happens. */
class GradientResourcesTest {

    private static final TestFunction FUNCTION = new TestFunction.TanhNetwork();
    private static final TimeSpan SPAN = TimeSpan.of(0, 1).observedAt(0.4);
    private static final List<double[]> WEIGHTS = Differentiated.weights(SPAN, 3);
    private static final int STATE_BYTES = 3 * Double.BYTES;
    /** Its first step is too large, and is rejected. */
    private static final AdaptiveSolver REJECTING =
            Solvers.dormandPrince54().tolerances(1e-9, 1e-9).firstStep(1);

    static Stream<GradientMethod> methods() {
        return Stream.concat(
                Stream.of(Gradients.direct(), Gradients.checkpointed(), Gradients.adjoint()), recomputing());
    }

    /** With a budget of nothing, and of some of the steps. */
    static Stream<GradientMethod> recomputing() {
        return Stream.of(
                Gradients.checkpointed().withMemoryBudget(0),
                Gradients.checkpointed().withMemoryBudget(20 * STATE_BYTES));
    }

    private static DifferentiableSolution<double[]> solve(GradientMethod method, CountingFunction<double[]> function) {
        return method.solve(REJECTING, function, FUNCTION.initialState(), SPAN);
    }

    @ParameterizedTest
    @MethodSource("methods")
    void closesEveryLinearizationOnce(GradientMethod method) {
        CountingFunction<double[]> counting = new CountingFunction<>(FUNCTION);
        DifferentiableSolution<double[]> solution = solve(method, counting);

        solution.backward(WEIGHTS, null);
        assertThat(counting.open).isZero();
        solution.close();

        assertThat(counting.open).isZero();
    }

    @ParameterizedTest
    @MethodSource("methods")
    void statesLiveInTheSpaceOfTheFunction(GradientMethod method) {
        CountingSpace<double[]> space = new CountingSpace<>(FUNCTION.initialState());
        CountingFunction<double[]> within = new CountingFunction<>(FUNCTION).in(space);
        double[] gradient = new double[FUNCTION.theta.length];
        double[] usualGradient = new double[FUNCTION.theta.length];

        try (DifferentiableSolution<double[]> solution = solve(method, within);
                DifferentiableSolution<double[]> usual = solve(method, new CountingFunction<>(FUNCTION))) {
            double[] cotangent = solution.backward(WEIGHTS, gradient);
            assertThat(cotangent).containsExactly(usual.backward(WEIGHTS, usualGradient));
            assertThat(gradient).containsExactly(usualGradient);
            space.release(cotangent);
            assertThat(space.alive()).isPositive();
        }
        assertThat(space.alive()).isZero();
    }

    @ParameterizedTest
    @MethodSource("methods")
    void aSecondCloseDoesNothing(GradientMethod method) {
        closeTwice(method, REJECTING);
    }

    @Test
    void aSecondCloseDoesNothingWhereStepsAreTakenBack() {
        closeTwice(Gradients.reversible(), Solvers.reversibleHeun());
    }

    private static void closeTwice(GradientMethod method, OdeSolver solver) {
        CountingSpace<double[]> space = new CountingSpace<>(FUNCTION.initialState());
        CountingFunction<double[]> within = new CountingFunction<>(FUNCTION).in(space);
        DifferentiableSolution<double[]> solution = method.solve(solver, within, FUNCTION.initialState(), SPAN);
        space.release(solution.backward(WEIGHTS, null));

        solution.close();
        solution.close();

        assertThat(space.alive()).isZero();
    }

    @ParameterizedTest
    @MethodSource("methods")
    void closesThemWithoutABackwardPass(GradientMethod method) {
        CountingFunction<double[]> counting = new CountingFunction<>(FUNCTION);

        solve(method, counting).close();

        assertThat(counting.open).isZero();
    }

    @Test
    void directHoldsTheAcceptedStepsOnly() {
        CountingFunction<double[]> counting = new CountingFunction<>(FUNCTION);
        try (DifferentiableSolution<double[]> solution = solve(Gradients.direct(), counting)) {
            SolverStatistics statistics = solution.solution().statistics();
            assertThat(statistics.rejectedSteps()).isPositive();
            assertThat(counting.open)
                    .isEqualTo(1 + 6 * statistics.acceptedSteps())
                    .isLessThan(counting.evaluations);
        }
    }

    @Test
    void checkpointedWithoutABudgetHoldsOneStep() {
        CountingFunction<double[]> counting = new CountingFunction<>(FUNCTION);
        try (DifferentiableSolution<double[]> solution =
                solve(Gradients.checkpointed().withMemoryBudget(0), counting)) {
            assertThat(counting.mostOpen).isZero();
            solution.backward(WEIGHTS, null);
            assertThat(counting.mostOpen).isBetween(6, 7);
        }
    }

    @ParameterizedTest
    @MethodSource("methods")
    void aForwardPassThatThrowsLeavesNothingOpen(GradientMethod method) {
        for (int failing = 1; failing < 30; failing++) {
            CountingFunction<double[]> counting = new CountingFunction<>(FUNCTION).failingAtEvaluation(failing);

            assertThatThrownBy(() -> solve(method, counting))
                    .isInstanceOf(OdeFunctionException.class)
                    .hasMessageContaining("evaluation " + failing + ": told to fail at this evaluation");
            assertThat(counting.open).isZero();
        }
    }

    @ParameterizedTest
    @MethodSource("methods")
    void aForwardPassThatEndsEarlyLeavesNothingOpen(GradientMethod method) {
        CountingFunction<double[]> counting = new CountingFunction<>(FUNCTION);

        assertThatThrownBy(() -> method.solve(REJECTING.maxSteps(7), counting, FUNCTION.initialState(), SPAN))
                .isInstanceOf(OdeException.class)
                .hasMessageStartingWith("the limit of 7 steps was reached");
        assertThat(counting.open).isZero();
    }

    @ParameterizedTest
    @MethodSource("methods")
    void aBackwardPassThatThrowsLeavesNothingOpen(GradientMethod method) {
        for (int failing = 1; failing < 20; failing++) {
            CountingFunction<double[]> counting = new CountingFunction<>(FUNCTION);
            try (DifferentiableSolution<double[]> solution = solve(method, counting)) {
                counting.reset();
                counting.failingAtProduct(failing);

                assertThatThrownBy(() -> solution.backward(WEIGHTS, null))
                        .hasStackTraceContaining("told to fail at this product");
            }
            assertThat(counting.open).isZero();
        }
    }

    static Stream<GradientMethod> evaluatingAgain() {
        return Stream.concat(Stream.of(Gradients.adjoint()), recomputing());
    }

    @ParameterizedTest
    @MethodSource("evaluatingAgain")
    void aRecomputationThatThrowsLeavesNothingOpen(GradientMethod method) {
        for (int failing = 1; failing < 20; failing++) {
            CountingFunction<double[]> counting = new CountingFunction<>(FUNCTION);
            try (DifferentiableSolution<double[]> solution = solve(method, counting)) {
                counting.reset();
                counting.failingAtEvaluation(failing);

                assertThatThrownBy(() -> solution.backward(WEIGHTS, null))
                        .hasStackTraceContaining("told to fail at this evaluation");
            }
            assertThat(counting.open).isZero();
        }
    }

    /** Takes Euler steps that are not known as a Runge–Kutta method's. */
    private record ForeignSolver(boolean tellsItsSteps) implements OdeSolver {

        @Override
        public String name() {
            return "foreign";
        }

        @Override
        public <S> OdeSolution<S> solve(
                OdeFunction<S> function, S initialState, TimeSpan span, SolveOptions<S> options) {
            SolveOptions<S> inner = tellsItsSteps
                    ? options.withListener(step -> options.listener().accepted(new ForeignStep<>(step)))
                    : options.withListener(null);
            return Solvers.euler().solve(function, initialState, span, inner);
        }
    }

    private record ForeignStep<S>(Step<S> step) implements Step<S> {

        @Override
        public void evaluate(double t, S out) {
            step.evaluate(t, out);
        }

        @Override
        public double start() {
            return step.start();
        }

        @Override
        public double end() {
            return step.end();
        }

        @Override
        public double size() {
            return step.size();
        }

        @Override
        public double error() {
            return step.error();
        }

        @Override
        public S initialState() {
            return step.initialState();
        }

        @Override
        public S finalState() {
            return step.finalState();
        }

        @Override
        public Interpolant<S> interpolant() {
            return step.interpolant();
        }

        @Override
        public VectorSpace<S> space() {
            return step.space();
        }
    }

    @Test
    void refusesSolversWhoseStepsItCannotReverse() {
        for (GradientMethod method : List.of(Gradients.direct(), Gradients.checkpointed())) {
            CountingFunction<double[]> counting = new CountingFunction<>(FUNCTION);

            assertThatThrownBy(() ->
                            method.solve(new ForeignSolver(true), counting, FUNCTION.initialState(), TimeSpan.of(0, 1)))
                    .isInstanceOf(UnsupportedOperationException.class)
                    .hasMessage(
                            "direct and checkpointed gradients go back through steps that tell how they are sums of their"
                                    + " stages, not through ForeignStep; use the continuous adjoint with this solver");
            assertThatThrownBy(() -> method.solve(
                            new ForeignSolver(false), counting, FUNCTION.initialState(), TimeSpan.of(0, 1)))
                    .isInstanceOf(UnsupportedOperationException.class)
                    .hasMessage("the solver 'foreign' told 0 of 1 steps to its listener; direct and checkpointed"
                            + " gradients need them all. Use the continuous adjoint with this solver");
            assertThat(counting.open).isZero();
        }
    }

    @Test
    void theContinuousAdjointTakesAnySolver() {
        try (DifferentiableSolution<double[]> solution = Gradients.adjoint()
                .solve(new ForeignSolver(false), FUNCTION, FUNCTION.initialState(), TimeSpan.of(0, 0.1))) {
            assertThat(solution.backward(List.of(new double[] {1, 0, 0}), null)).hasSize(3);
        }
    }
}
