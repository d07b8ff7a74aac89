package org.odenet.solvers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.odenet.core.dense.DenseNetwork;
import org.odenet.core.ode.OdeException;
import org.odenet.core.ode.OdeFunction;
import org.odenet.core.ode.OdeSolution;
import org.odenet.core.ode.Outcome;
import org.odenet.core.ode.SolveOptions;
import org.odenet.core.ode.SolverStatistics;
import org.odenet.core.ode.TimeSpan;
import org.odenet.solvers.implicit.StageSolvers;
import org.odenet.solvers.step.RungeKutta;
import org.odenet.solvers.tableau.ButcherTableau;
import org.odenet.solvers.tableau.ButcherTableaus;
import org.odenet.solvers.tableau.ImplicitTableaus;

/** The ways of solving for the stages of implicit methods. */
class StageSolversTest {

    private static final List<ButcherTableau> METHODS = List.of(
            ImplicitTableaus.SDIRK2,
            ImplicitTableaus.TRBDF2,
            ImplicitTableaus.KVAERNO3,
            ImplicitTableaus.GAUSS4,
            ImplicitTableaus.RADAU5);

    private static final DenseNetwork NETWORK =
            DenseNetwork.widths(6, 20, 6).withTime().build(3);
    private static final double[] STATE = {0.5, -1, 0.2, 0.9, -0.3, 0.1};
    private static final TimeSpan SPAN = TimeSpan.of(0, 1.5);

    private static RungeKutta method(ButcherTableau tableau, StageSolvers choice) {
        return new RungeKutta(tableau).withStageSolver(choice);
    }

    @ParameterizedTest
    @EnumSource(StageSolvers.class)
    void allSolveTheSameEquations(StageSolvers choice) {
        for (ButcherTableau tableau : METHODS) {
            double[] expected = new FixedStepSolver(tableau)
                    .steps(4)
                    .solve(NETWORK, STATE, SPAN)
                    .finalState();

            OdeSolution<double[]> solution =
                    new FixedStepSolver(method(tableau, choice)).steps(4).solve(NETWORK, STATE, SPAN);

            assertThat(solution.finalState()).containsExactly(expected, within(1e-11));
            assertThat(solution.statistics().vectorJacobianProducts()).isPositive();
        }
    }

    @ParameterizedTest
    @EnumSource(StageSolvers.class)
    void allChooseSteps(StageSolvers choice) {
        double[] exact = Solvers.dormandPrince54()
                .tolerances(1e-11, 1e-11)
                .solve(NETWORK, STATE, SPAN)
                .finalState();
        for (ButcherTableau tableau : METHODS) {
            if (tableau.hasErrorEstimate()) {
                AdaptiveSolver solver = new AdaptiveSolver(method(tableau, choice)).tolerances(1e-5, 1e-5);
                OdeSolution<double[]> solution = solver.solve(NETWORK, STATE, SPAN);

                assertThat(solution.finalState()).containsExactly(exact, within(1e-3));
                assertThat(solution.statistics().rejectedSteps()).isLessThan(5);
            }
        }
    }

    @Test
    void withoutProductsDifferencesServe() {
        OdeFunction<double[]> plain = NETWORK::evaluate;
        for (ButcherTableau tableau : METHODS) {
            for (StageSolvers choice : List.of(StageSolvers.NEWTON, StageSolvers.NEWTON_KRYLOV)) {
                FixedStepSolver solver = new FixedStepSolver(method(tableau, choice)).steps(4);
                OdeSolution<double[]> expected = solver.solve(NETWORK, STATE, SPAN);
                RecordingFunction<double[]> counting = new RecordingFunction<>(plain);
                OdeSolution<double[]> solution = solver.solve(counting, STATE, SPAN);
                SolverStatistics statistics = solution.statistics();

                assertThat(solution.finalState()).containsExactly(expected.finalState(), within(1e-11));
                assertThat(statistics.vectorJacobianProducts()).isZero();
                assertThat(statistics.functionEvaluations())
                        .isEqualTo(counting.evaluations())
                        .isGreaterThan(expected.statistics().functionEvaluations());
            }
        }
    }

    @Test
    void differencesServeForLargeComponents() {
        OdeFunction<double[]> decay = (t, y, dydt) -> dydt[0] = -y[0];

        double[] end = Solvers.implicitEuler()
                .steps(2)
                .solve(decay, new double[] {1e20}, TimeSpan.of(0, 2))
                .finalState();

        assertThat(end[0]).isCloseTo(0.25e20, within(1e8));
    }

    @Test
    void matrixFreeStepsAreStableWhereOneComponentIsStiff() {
        OdeFunction<double[]> function = (t, y, dydt) -> {
            for (int i = 0; i < y.length; i++) {
                dydt[i] = -y[i];
            }
            dydt[0] = -1e5 * (y[0] - Math.cos(t));
        };
        double[] initial = new double[1000];
        Arrays.fill(initial, 1);
        OdeSolution<double[]> solution =
                Solvers.kvaerno5().tolerances(1e-6, 1e-6).solve(function, initial, TimeSpan.of(0, 2));

        assertThat(solution.finalState()[0]).isCloseTo(Math.cos(2), within(1e-4));
        assertThat(solution.finalState()[7]).isCloseTo(Math.exp(-2), within(1e-5));
        assertThat(solution.statistics().functionEvaluations()).isLessThan(5000);
    }

    @Test
    void solvesForTensorsOfSinglePrecision() {
        OdeFunction<INDArray> function = OdeFunction.ofTensors((t, y) -> y.mul(-2));
        try (INDArray initial = Nd4j.ones(DataType.FLOAT, 2, 3)) {
            for (ButcherTableau tableau : METHODS) {
                try (OdeSolution<INDArray> solution =
                        new FixedStepSolver(tableau).steps(20).solve(function, initial, TimeSpan.of(0, 1))) {
                    assertThat(solution.finalState().getDouble(1, 2)).isCloseTo(Math.exp(-2), within(1e-3));
                }
            }
        }
    }

    @Test
    void aStepWithoutSolutionEndsTheSolve() {
        // z = 1 + h (z² + 1) has no solution for h = 1.
        OdeFunction<double[]> function = (t, y, dydt) -> dydt[0] = y[0] * y[0] + 1;
        double[] one = {1};
        SolveOptions<double[]> returning = SolveOptions.<double[]>defaults().returningFailure();

        for (StageSolvers choice : List.of(StageSolvers.NEWTON, StageSolvers.NEWTON_KRYLOV)) {
            FixedStepSolver solver = new FixedStepSolver(method(ImplicitTableaus.IMPLICIT_EULER, choice));
            assertThat(solver.solve(function, one, TimeSpan.of(0, 1), returning).outcome())
                    .isEqualTo(Outcome.NO_CONVERGENCE);
            assertThatThrownBy(() -> solver.solve(function, one, TimeSpan.of(0, 1)))
                    .isInstanceOf(OdeException.class)
                    .hasMessageContaining("the equations of an implicit step could not be solved at t=0.0")
                    .hasMessageContaining("take smaller steps");
        }
        // The error control finds steps that have one.
        assertThat(Solvers.radau5()
                        .firstStep(0.5)
                        .solve(function, one, TimeSpan.of(0, 0.7))
                        .finalState()[0])
                .isCloseTo(Math.tan(0.7 + Math.PI / 4), within(0.5));
    }

    @Test
    void refusesWhatDoesNotFit() {
        OdeFunction<double[]> plain = NETWORK::evaluate;
        FixedStepSolver lbfgs = new FixedStepSolver(method(ImplicitTableaus.GAUSS4, StageSolvers.LBFGS));
        FixedStepSolver dense = new FixedStepSolver(method(ImplicitTableaus.GAUSS4, StageSolvers.NEWTON));

        assertThatThrownBy(() -> lbfgs.solve(plain, STATE, SPAN))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("L-BFGS needs the function's vector-Jacobian products; give a DifferentiableOdeFunction, or"
                        + " use StageSolvers.NEWTON_KRYLOV");
        try (INDArray initial = Nd4j.ones(DataType.DOUBLE, 2)) {
            assertThatThrownBy(() -> dense.solve(OdeFunction.ofTensors((t, y) -> y.neg()), initial, SPAN))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageMatching("the dense Newton method solves for double\\[] states, not for \\w+; use"
                            + " StageSolvers.NEWTON_KRYLOV or AUTOMATIC");
        }
        assertThatThrownBy(() -> method(ButcherTableaus.RK4, StageSolvers.NEWTON))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the method 'rk4' is explicit; there is nothing for NEWTON to solve");
    }
}
