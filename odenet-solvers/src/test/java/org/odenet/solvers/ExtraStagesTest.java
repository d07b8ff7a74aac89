package org.odenet.solvers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.odenet.core.ode.OdeSolution;
import org.odenet.core.ode.Outcome;
import org.odenet.core.ode.SolveOptions;
import org.odenet.core.ode.Step;
import org.odenet.core.ode.TimeSpan;
import org.odenet.solvers.step.RungeKuttaStep;
import org.odenet.solvers.tableau.ButcherTableau;
import org.odenet.solvers.tableau.ButcherTableaus;

/** The stages that only the solution within a step takes. */
class ExtraStagesTest {

    private static final Problem PROBLEM = Problem.OSCILLATOR;
    private static final int STEPS = 20;
    private static final double INSIDE = PROBLEM.end() / STEPS * 3.4;

    static Stream<ButcherTableau> methods() {
        return ButcherTableaus.ALL.stream().filter(method -> method.interpolationStages() > method.stages());
    }

    private static long evaluations(ButcherTableau method, TimeSpan span, SolveOptions<double[]> options) {
        return solve(method, span, options).statistics().functionEvaluations();
    }

    private static OdeSolution<double[]> solve(ButcherTableau method, TimeSpan span, SolveOptions<double[]> options) {
        return new FixedStepSolver(method)
                .steps(STEPS)
                .solve(PROBLEM.function(), PROBLEM.initialState(), span, options);
    }

    /** The derivative at the end, where it is an extra stage, is the next step's first for nothing. */
    private static int cost(ButcherTableau method) {
        int extra = method.interpolationStages() - method.stages();
        return method.isFirstSameAsLast() ? extra : extra - 1;
    }

    @ParameterizedTest
    @MethodSource("methods")
    void areEvaluatedOnlyWhereAStateInsideAStepIsWanted(ButcherTableau method) {
        SolveOptions<double[]> options = SolveOptions.defaults();
        long atEnd = evaluations(method, PROBLEM.span(), options);

        assertThat(atEnd)
                .isEqualTo(method.isFirstSameAsLast() ? 1 + STEPS * (method.stages() - 1L) : STEPS * method.stages());
        assertThat(evaluations(method, PROBLEM.span().observedAt(INSIDE), options) - atEnd)
                .isEqualTo(cost(method));
        assertThat(evaluations(method, PROBLEM.span().observedAt(INSIDE, INSIDE + 1e-3, INSIDE + 2e-3), options)
                        - atEnd)
                .isEqualTo(cost(method));
        assertThat(evaluations(method, PROBLEM.span(), options.withListener(Step::finalState)) - atEnd)
                .isZero();
        // The last step has no next.
        long ofLast = method.isFirstSameAsLast() ? 0 : 1;
        assertThat(evaluations(method, PROBLEM.span(), options.withDenseOutput()) - atEnd)
                .isEqualTo(STEPS * cost(method) + ofLast);
    }

    @ParameterizedTest
    @MethodSource("methods")
    void doNotChangeTheSteps(ButcherTableau method) {
        double[] plain = solve(method, PROBLEM.span(), SolveOptions.defaults()).finalState();
        OdeSolution<double[]> dense =
                solve(method, PROBLEM.span(), SolveOptions.<double[]>defaults().withDenseOutput());

        assertThat(dense.finalState()).isEqualTo(plain);
        assertThat(dense.at(INSIDE)).containsExactly(PROBLEM.exact().apply(INSIDE), within(2e-3));
    }

    @ParameterizedTest
    @MethodSource("methods")
    void countAgainstTheBudget(ButcherTableau method) {
        TimeSpan span = PROBLEM.span().observedAt(INSIDE);
        long before = method.isFirstSameAsLast() ? 1 + 4 * (method.stages() - 1L) : 4 * method.stages();
        SolveOptions<double[]> options =
                SolveOptions.<double[]>defaults().withMaxEvaluations(before).returningFailure();
        OdeSolution<double[]> solution = solve(method, span, options);

        assertThat(solution.outcome()).isEqualTo(Outcome.EVALUATION_BUDGET);
        assertThat(solution.statistics().functionEvaluations()).isEqualTo(before);
        assertThat(solution.statistics().acceptedSteps()).isEqualTo(3);
        assertThat(solution.finalTime()).isCloseTo(PROBLEM.end() / STEPS * 3, within(1e-12));
        assertThat(solution.states()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("methods")
    void belongToTheEvaluationsOfAStep(ButcherTableau method) {
        for (boolean dense : List.of(false, true)) {
            SolveOptions<double[]> options = SolveOptions.<double[]>defaults()
                    .withListener(step -> assertThat(((RungeKuttaStep<double[]>) step).evaluations())
                            .hasSize(dense ? method.interpolationStages() : method.stages())
                            .doesNotHaveDuplicates());
            solve(method, PROBLEM.span(), dense ? options.withDenseOutput() : options);
        }
    }
}
