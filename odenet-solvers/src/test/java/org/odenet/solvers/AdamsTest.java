package org.odenet.solvers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.odenet.core.ode.OdeFunction;
import org.odenet.core.ode.OdeSolution;
import org.odenet.core.ode.SolveOptions;
import org.odenet.core.ode.TimeSpan;
import org.odenet.solvers.multistep.Adams;
import org.odenet.solvers.multistep.AdamsBashforth;
import org.odenet.solvers.multistep.AdamsMoulton;
import org.odenet.solvers.step.MultistepStep;

/** What Adams methods do beside the contract of all solvers. */
class AdamsTest {

    /** The integrals of the polynomials through 1 to 6 derivatives, latest first, by their common divisor. */
    private static final double[][] BASHFORTH = {
        {1, 1},
        {2, 3, -1},
        {12, 23, -16, 5},
        {24, 55, -59, 37, -9},
        {720, 1901, -2774, 2616, -1274, 251},
        {1440, 4277, -7923, 9982, -7298, 2877, -475}
    };

    private static double f(double t, double y) {
        return y * Math.cos(t) + t;
    }

    private static final OdeFunction<double[]> FUNCTION = (t, y, dydt) -> dydt[0] = f(t, y[0]);

    /** torchdiffeq's recipe, with its max_order at 7: Kutta's 3/8 rule twice, then as many derivatives as there are. */
    private static double recipe(int steps, double h) {
        List<Double> derivatives = new ArrayList<>();
        double y = 1;
        for (int n = 0; n < steps; n++) {
            double t = n * h;
            double k1 = f(t, y);
            derivatives.add(0, k1);
            if (n < 2) {
                double k2 = f(t + h / 3, y + h * k1 / 3);
                double k3 = f(t + 2 * h / 3, y + h * (k2 - k1 / 3));
                double k4 = f(t + h, y + h * (k1 - k2 + k3));
                y += h * (k1 + 3 * (k2 + k3) + k4) / 8;
            } else {
                double[] coefficients = BASHFORTH[Math.min(derivatives.size(), 6) - 1];
                for (int j = 1; j < coefficients.length; j++) {
                    y += h * coefficients[j] / coefficients[0] * derivatives.get(j - 1);
                }
            }
        }
        return y;
    }

    @Test
    void explicitAdamsFollowsTorchdiffeqsRecipe() {
        for (int steps : new int[] {1, 2, 3, 4, 5, 6, 9, 30}) {
            double[] state = new FixedStepSolver(new AdamsBashforth(6))
                    .steps(steps)
                    .solve(FUNCTION, new double[] {1}, TimeSpan.of(0, 3))
                    .finalState();

            assertThat(state[0]).isCloseTo(recipe(steps, 3.0 / steps), within(1e-11));
        }
    }

    @Test
    void refusesStepsItHasNoRoomFor() {
        for (int steps : new int[] {-1, 0, 13}) {
            assertThatThrownBy(() -> new AdamsBashforth(steps))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage(
                            "an Adams-Bashforth method of " + steps + " steps was asked for; it must be from 1 to 12");
        }
    }

    @Test
    void withFixedStepsVariableOrderIsTheOrderOfThePredictorCorrector() {
        Problem problem = Problem.OSCILLATOR;
        double[] expected = new FixedStepSolver(new AdamsMoulton())
                .steps(60)
                .solve(problem.function(), problem.initialState(), problem.span())
                .finalState();

        assertThat(new FixedStepSolver(new Adams())
                        .steps(60)
                        .solve(problem.function(), problem.initialState(), problem.span())
                        .finalState())
                .isEqualTo(expected);
    }

    @Test
    void takesFarFewerEvaluationsThanDormandPrinceAtTightTolerances() {
        for (Problem problem : Problem.ALL) {
            OdeSolution<double[]> adams = solve(Solvers.adams().tolerances(1e-10, 1e-10), problem);
            OdeSolution<double[]> dopri5 = solve(Solvers.dormandPrince54().tolerances(1e-10, 1e-10), problem);

            assertThat(adams.statistics().functionEvaluations())
                    .isLessThan(dopri5.statistics().functionEvaluations() / 3);
            assertThat(problem.error(problem.end(), adams.finalState())).isLessThan(1e-8);
        }
    }

    private static OdeSolution<double[]> solve(AdaptiveSolver solver, Problem problem) {
        return solver.solve(problem.function(), problem.initialState(), problem.span());
    }

    private static List<Integer> orders(AdaptiveSolver solver, OdeFunction<double[]> function, TimeSpan span) {
        List<Integer> orders = new ArrayList<>();
        solver.solve(
                function,
                new double[] {1},
                span,
                SolveOptions.<double[]>defaults()
                        .withListener(step -> orders.add(
                                ((MultistepStep<double[]>) step).stages().size() - 1)));
        return orders;
    }

    @Test
    void beginsWithOrderOneAndRisesByOneUpToTwelve() {
        List<Integer> orders = orders(Solvers.adams().tolerances(1e-12, 1e-12), FUNCTION, TimeSpan.of(0, 30));

        assertThat(orders).startsWith(1, 2, 3).contains(12).allMatch(order -> order >= 1 && order <= 12);
        for (int n = 1; n < orders.size(); n++) {
            assertThat(orders.get(n) - orders.get(n - 1)).isLessThanOrEqualTo(1);
        }
    }

    @Test
    void beginsAnewAtADiscontinuity() {
        OdeFunction<double[]> kinked = (t, y, dydt) -> dydt[0] = Math.abs(t - 1) + 1;
        List<Integer> orders = orders(Solvers.adams(), kinked, TimeSpan.of(0, 3).withDiscontinuities(1));

        assertThat(orders.subList(3, orders.size())).containsSubsequence(1, 2);
        assertThat(Solvers.adams()
                        .tolerances(1e-8, 1e-8)
                        .solve(kinked, new double[] {1}, TimeSpan.of(0, 3).withDiscontinuities(1))
                        .finalState()[0])
                .isCloseTo(1 + 3 + 0.5 + 2, within(1e-7));
    }

    /** Where the right-hand side jumps and nobody says so, the order falls instead of the step alone. */
    @Test
    void copesWithJumpsThatItIsNotTold() {
        OdeFunction<double[]> jump = (t, y, dydt) -> dydt[0] = t < 1.234567 ? 1 : -2;
        OdeSolution<double[]> solution =
                Solvers.adams().tolerances(1e-6, 1e-6).solve(jump, new double[] {0}, TimeSpan.of(0, 3));

        assertThat(solution.finalState()[0]).isCloseTo(1.234567 - 2 * (3 - 1.234567), within(1e-4));
        assertThat(solution.statistics().functionEvaluations()).isLessThan(300);
    }
}
