package org.odenet.solvers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.odenet.core.ode.OdeFunction;
import org.odenet.core.ode.OdeSolution;
import org.odenet.core.ode.Outcome;
import org.odenet.core.ode.SolveOptions;
import org.odenet.core.ode.TimeSpan;
import org.odenet.solvers.step.RungeKutta;
import org.odenet.solvers.step.SwitchingMethod;
import org.odenet.solvers.tableau.ButcherTableaus;
import org.odenet.solvers.tableau.ImplicitTableaus;

/** Switching between an explicit and an implicit method. */
class SwitchingTest {

    private static final AdaptiveSolver SWITCHING = Solvers.switching().tolerances(1e-6, 1e-6);
    private static final SolveOptions<double[]> DEFAULTS = SolveOptions.defaults();

    /** Stiff between 1 and 2 alone. */
    private static final OdeFunction<double[]> STIFF_FOR_A_WHILE = (t, y, dydt) -> {
        double rate = t > 1 && t < 2 ? 1e5 : 1;
        dydt[0] = -rate * (y[0] - Math.cos(t)) - Math.sin(t);
    };

    @Test
    void crossesAStiffPieceInFewStepsAndLeavesIt() {
        double[] start = {1};
        TimeSpan span = TimeSpan.of(0, 3);
        long[] inPieces = new long[3];
        OdeSolution<double[]> solution = SWITCHING.solve(
                STIFF_FOR_A_WHILE,
                start,
                span,
                DEFAULTS.withListener(step -> inPieces[(int) Math.min(2, step.start())]++));

        assertThat(solution.finalState()[0]).isCloseTo(Math.cos(3), within(1e-4));
        assertThat(inPieces[1]).isLessThan(400);
        assertThat(inPieces[2]).isLessThan(100);
        assertThat(Solvers.dormandPrince54()
                        .tolerances(1e-6, 1e-6)
                        .ignoringStiffness()
                        .solve(STIFF_FOR_A_WHILE, start, span, DEFAULTS)
                        .statistics()
                        .acceptedSteps())
                .isGreaterThan(10_000);
    }

    @Test
    void staysExplicitWhereNothingIsStiff() {
        Problem problem = Problem.OSCILLATOR;
        OdeSolution<double[]> explicit = Solvers.dormandPrince54()
                .tolerances(1e-6, 1e-6)
                .solve(problem.function(), problem.initialState(), problem.span());
        OdeSolution<double[]> switching = SWITCHING.solve(problem.function(), problem.initialState(), problem.span());

        assertThat(switching.finalState()).isEqualTo(explicit.finalState());
        // Three for the first test, one for each of the others.
        long steps = explicit.statistics().acceptedSteps();
        assertThat(switching.statistics().functionEvaluations())
                .isEqualTo(explicit.statistics().functionEvaluations() + 2 + steps / 5);
    }

    @Test
    void solvesTheStiffProblems() {
        for (StiffProblem problem : StiffProblem.ALL) {
            OdeSolution<double[]> solution = Solvers.switching()
                    .tolerances(1e-6, 1e-6 * problem.absolute())
                    .solve(problem.function(), problem.initialState(), problem.span(), DEFAULTS);

            assertThat(solution.outcome()).isEqualTo(Outcome.SUCCESS);
            assertThat(problem.digits(solution.finalState())).as("%s", problem).isGreaterThan(3);
        }
    }

    @Test
    void methodsThatCannotTakeTurnsAreRefused() {
        RungeKutta dopri5 = new RungeKutta(ButcherTableaus.DORMAND_PRINCE_54);
        RungeKutta kvaerno5 = new RungeKutta(ImplicitTableaus.KVAERNO5);

        assertThatThrownBy(() -> new SwitchingMethod("pair", kvaerno5, dopri5))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "the methods 'kvaerno5' and 'dopri5' cannot take turns: the first must be explicit, the second"
                                + " implicit");
        assertThatThrownBy(() -> new SwitchingMethod("pair", new RungeKutta(ButcherTableaus.RK4), kvaerno5))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the methods 'rk4' and 'kvaerno5' cannot take turns: both must estimate their error");
    }
}
