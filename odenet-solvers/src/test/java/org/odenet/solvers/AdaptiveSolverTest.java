package org.odenet.solvers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.odenet.core.ode.OdeFunction;
import org.odenet.core.ode.OdeSolution;
import org.odenet.core.ode.OdeSolver;
import org.odenet.core.ode.SolveOptions;
import org.odenet.core.ode.SolverStatistics;
import org.odenet.core.ode.Step;
import org.odenet.core.ode.StepListener;
import org.odenet.core.ode.TimeSpan;
import org.odenet.solvers.step.RungeKutta;
import org.odenet.solvers.tableau.ButcherTableau;

class AdaptiveSolverTest {

    static Stream<AdaptiveSolver> solvers() {
        return Solvers.names().stream()
                .map(Solvers::byName)
                .filter(AdaptiveSolver.class::isInstance)
                .map(AdaptiveSolver.class::cast);
    }

    @ParameterizedTest
    @MethodSource("solvers")
    void errorIsProportionalToTheTolerance(AdaptiveSolver solver) {
        ButcherTableau tableau = ((RungeKutta) solver.method()).tableau();
        double expected = (double) tableau.order() / tableau.errorOrder();
        // Its estimate is that of a method of order 1 with a very small constant.
        double slack = solver.name().equals("fehlberg2") ? 3000 : 300;
        for (Problem problem : Problem.ALL) {
            Slope slope = new Slope();
            for (double tolerance = 1e-4; tolerance > 1e-8; tolerance /= 3) {
                OdeSolution<double[]> solution = solver.tolerances(tolerance, tolerance)
                        .solve(problem.function(), problem.initialState(), problem.span());
                double error = problem.error(problem.end(), solution.finalState());
                slope.add(tolerance, error);
                assertThat(error).isLessThan(slack * Math.pow(tolerance, Math.min(1, expected)));
            }

            assertThat(slope.value()).isCloseTo(expected, within(0.4));
        }
    }

    @ParameterizedTest
    @MethodSource("solvers")
    void steppingPastTheEndGivesTheSameWithinTheTolerance(AdaptiveSolver solver) {
        AdaptiveSolver tight = solver.tolerances(1e-8, 1e-8);
        for (Problem problem : Problem.ALL) {
            RecordingFunction<double[]> function = new RecordingFunction<>(problem.function());
            double[] landed = tight.solve(problem.function(), problem.initialState(), problem.span())
                    .finalState();
            OdeSolution<double[]> past =
                    tight.steppingPastEnd().solve(function, problem.initialState(), problem.span());

            assertThat(past.finalState()).containsExactly(landed, within(1e-6));
            assertThat(past.finalTime()).isEqualTo(problem.end());
            assertThat(function.times()).anyMatch(t -> t > problem.end());
            assertThat(past.at(problem.end())).containsExactly(past.finalState(), within(1e-14));
        }
    }

    @Test
    void steppingPastTheEndDoesNotDependOnTheEnd() {
        AdaptiveSolver solver = Solvers.dormandPrince54().steppingPastEnd();
        List<Double> sizesOfShort = new ArrayList<>();
        List<Double> sizesOfLong = new ArrayList<>();
        Problem problem = Problem.CUBIC;
        solver.solve(problem.function(), problem.initialState(), TimeSpan.of(0, 2), sizesInto(sizesOfShort));
        solver.solve(problem.function(), problem.initialState(), TimeSpan.of(0, 4), sizesInto(sizesOfLong));

        assertThat(sizesOfLong).startsWith(sizesOfShort.toArray(Double[]::new)).hasSizeGreaterThan(sizesOfShort.size());
    }

    private static SolveOptions<double[]> sizesInto(List<Double> sizes) {
        return SolveOptions.<double[]>defaults().withListener(step -> sizes.add(step.size()));
    }

    @Test
    void keepsItsStepsWithinTheLimits() {
        List<Double> sizes = new ArrayList<>();
        Problem problem = Problem.OSCILLATOR;

        Solvers.dormandPrince54()
                .stepLimits(1e-3, 0.05)
                .solve(problem.function(), problem.initialState(), problem.span(), sizesInto(sizes));

        assertThat(sizes.subList(0, sizes.size() - 1))
                .allSatisfy(size -> assertThat(size).isBetween(1e-3, 0.05));
        assertThat(sizes.get(sizes.size() - 1)).isLessThanOrEqualTo(0.05 * 1.01);
    }

    @Test
    void estimatedFirstStepIsNotBelowTheMinimum() {
        List<Double> sizes = new ArrayList<>();

        Solvers.dormandPrince54()
                .stepLimits(0.01, 1)
                .solve((t, y, dydt) -> dydt[0] = 1, new double[] {0}, TimeSpan.of(0, 1), sizesInto(sizes));

        assertThat(sizes.get(0)).isEqualTo(0.01);
    }

    @Test
    void estimatedFirstStepKeepsToTheResolutionOfTime() {
        OdeSolution<double[]> solution = Solvers.dormandPrince54()
                .solve((t, y, dydt) -> dydt[0] = 1, new double[] {0}, TimeSpan.of(1e12, 1e12 + 1000));

        assertThat(solution.finalState()[0]).isCloseTo(1000, within(1e-2));
    }

    @Test
    void beginsWithTheGivenStep() {
        List<Double> sizes = new ArrayList<>();
        Problem problem = Problem.ROTATION;

        OdeSolution<double[]> solution = Solvers.dormandPrince54()
                .firstStep(0.0625)
                .solve(problem.function(), problem.initialState(), problem.span(), sizesInto(sizes));

        assertThat(sizes.get(0)).isEqualTo(0.0625);
        assertThat(solution.statistics().functionEvaluations())
                .isEqualTo(1
                        + 6
                                * (solution.statistics().acceptedSteps()
                                        + solution.statistics().rejectedSteps()));
    }

    @Test
    void tellsRejectedStepsToo() {
        Problem problem = Problem.ROTATION;
        List<Step<double[]>> rejected = new ArrayList<>();
        List<Step<double[]>> accepted = new ArrayList<>();
        StepListener<double[]> listener = new StepListener<>() {
            @Override
            public void accepted(Step<double[]> step) {
                accepted.add(step);
            }

            @Override
            public void rejected(Step<double[]> step) {
                double reached = accepted.isEmpty()
                        ? problem.span().start()
                        : accepted.get(accepted.size() - 1).end();
                assertThat(step.start()).isEqualTo(reached);
                rejected.add(step);
            }
        };

        SolverStatistics statistics = Solvers.dormandPrince54()
                .tolerances(1e-9, 1e-9)
                .firstStep(0.9)
                .solve(
                        problem.function(),
                        problem.initialState(),
                        problem.span(),
                        SolveOptions.<double[]>defaults().withListener(listener))
                .statistics();

        assertThat(rejected).hasSize((int) statistics.rejectedSteps()).allSatisfy(step -> assertThat(step.error())
                .isGreaterThan(1));
        assertThat(rejected.get(0).size()).isEqualTo(0.9);
        assertThat(accepted).hasSize((int) statistics.acceptedSteps());
    }

    @Test
    void beginsWithTheStepOfTheOptionsInsteadOfAnEstimate() {
        AdaptiveSolver dopri5 = Solvers.dormandPrince54();

        assertThat(firstSizeAndEvaluations(dopri5, 0.0625)).containsExactly(0.0625, 1);
        assertThat(firstSizeAndEvaluations(dopri5.stepLimits(0, 0.03125), 0.0625))
                .containsExactly(0.03125, 1);
        assertThat(firstSizeAndEvaluations(dopri5.stepLimits(0.125, 1), 0.0625)).containsExactly(0.125, 1);
        assertThat(firstSizeAndEvaluations(dopri5.firstStep(0.25), 0.0625)).containsExactly(0.25, 1);
        assertThat(firstSizeAndEvaluations(dopri5, Double.NaN)[1]).isEqualTo(2);
        assertThat(firstSizeAndEvaluations(Solvers.rk4().stepSize(0.5), 0.0625)[0])
                .isEqualTo(0.5);
    }

    @Test
    void tellsTheStepThatWouldFollow() {
        AdaptiveSolver dopri5 = Solvers.dormandPrince54().firstStep(0.25).stepLimits(0, 0.5);
        OdeFunction<double[]> still = (t, y, dydt) -> dydt[0] = 0;
        double[] one = {1};

        // Whole, then cut to 0.01, and none.
        assertThat(dopri5.solve(still, one, TimeSpan.of(0, 0.25)).nextStep()).isEqualTo(0.5);
        assertThat(dopri5.solve(still, one, TimeSpan.of(0, -0.76)).nextStep()).isEqualTo(0.5);
        assertThat(dopri5.solve(
                                still,
                                one,
                                TimeSpan.of(0, 1),
                                SolveOptions.<double[]>defaults()
                                        .withMaxEvaluations(1)
                                        .returningFailure())
                        .nextStep())
                .isNaN();
        assertThat(Solvers.rk4()
                        .stepSize(0.4)
                        .solve(still, one, TimeSpan.of(0, 1))
                        .nextStep())
                .isEqualTo(0.4);
    }

    /** The size of the first step, and the evaluations beside six for each step. */
    private static double[] firstSizeAndEvaluations(OdeSolver solver, double firstStep) {
        List<Double> sizes = new ArrayList<>();
        Problem problem = Problem.ROTATION;
        SolverStatistics statistics = solver.solve(
                        problem.function(),
                        problem.initialState(),
                        problem.span(),
                        sizesInto(sizes).withFirstStep(firstStep))
                .statistics();
        long tried = statistics.acceptedSteps() + statistics.rejectedSteps();
        return new double[] {sizes.get(0), statistics.functionEvaluations() - 6 * tried};
    }

    @Test
    void aRejectedStepIsRepeatedSmaller() {
        Problem problem = Problem.ROTATION;

        OdeSolution<double[]> solution = Solvers.dormandPrince54()
                .tolerances(1e-8, 1e-8)
                .firstStep(3)
                .solve(problem.function(), problem.initialState(), problem.span());

        assertThat(solution.statistics().rejectedSteps()).isPositive();
        assertThat(solution.finalState()).containsExactly(problem.exact().apply(3), within(1e-6));
    }

    @Test
    void aConstantSolutionTakesFewSteps() {
        OdeSolution<double[]> solution =
                Solvers.dormandPrince54().solve((t, y, dydt) -> dydt[0] = 0, new double[] {5}, TimeSpan.of(0, 100));

        assertThat(solution.finalState()).containsExactly(5);
        assertThat(solution.statistics().acceptedSteps()).isLessThan(20);
        assertThat(solution.statistics().rejectedSteps()).isZero();
    }

    @Test
    void refusesSenselessSettings() {
        AdaptiveSolver solver = Solvers.dormandPrince54();

        for (double bad : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThatThrownBy(() -> solver.tolerances(bad, 1e-3))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("the relative tolerance is %s; it must be a positive finite number, such as 1e-3", bad);
            assertThatThrownBy(() -> solver.tolerances(1e-3, bad))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("the absolute tolerance is " + bad);
        }
        for (double bad : new double[] {0, -0.1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThatThrownBy(() -> solver.firstStep(bad))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("the first step is %s; it must be positive and finite", bad);
        }
        assertThatThrownBy(() -> solver.stepLimits(-1, 1)).hasMessageContaining("limited to [-1.0, 1.0]");
        assertThatThrownBy(() -> solver.stepLimits(1, 0.5)).hasMessageContaining("limited to [1.0, 0.5]");
        assertThatThrownBy(() -> solver.stepLimits(Double.NaN, 1)).hasMessageContaining("limited to [NaN, 1.0]");
        assertThatThrownBy(() -> solver.stepLimits(0, Double.NaN)).hasMessageContaining("limited to [0.0, NaN]");
        assertThatThrownBy(() -> solver.firstStep(2).stepLimits(0, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "the first step 2.0 lies outside the limits [0.0, 1.0] of steps; change the one or the other");
        assertThatThrownBy(() -> solver.maxSteps(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the limit on the steps is 0; it must be positive");
        assertThatThrownBy(() -> new AdaptiveSolver(Solvers.rk4().method()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the method 'rk4' has no error estimate; use it with fixed steps");
    }

    @Test
    void describesItself() {
        assertThat(Solvers.dormandPrince54().tolerances(1e-5, 1e-7))
                .hasToString("dopri5 with tolerances 1.0E-5 (relative), 1.0E-7 (absolute)");
    }
}
