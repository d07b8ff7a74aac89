package org.odenet.solvers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.odenet.core.ode.Event;
import org.odenet.core.ode.OdeFunction;
import org.odenet.core.ode.OdeFunctionException;
import org.odenet.core.ode.OdeSolution;
import org.odenet.core.ode.OdeSolver;
import org.odenet.core.ode.Outcome;
import org.odenet.core.ode.SolveOptions;
import org.odenet.core.ode.Step;
import org.odenet.core.ode.StepListener;
import org.odenet.core.ode.TimeSpan;
import org.odenet.solvers.step.RungeKutta;
import org.odenet.solvers.step.StagedStep;
import org.odenet.solvers.tableau.ButcherTableaus;

/** Steps that are taken piece by piece are those of the whole. */
class DividedSolveTest {

    private static final int ROWS = 5;
    private static final double ROUNDING = 1e-9;
    private static final TimeSpan SPAN = TimeSpan.of(0, 3).observedAt(0.4, 1.1, 1.2, 2.9);
    private static final AdaptiveSolver DOPRI5 = Solvers.dormandPrince54();
    /** Its first step is too large, and is rejected. */
    private static final AdaptiveSolver REJECTING =
            DOPRI5.tolerances(1e-8, 1e-8).firstStep(2);

    /** A driven pendulum in each row. */
    private static final OdeFunction<INDArray> PENDULUMS = (t, y, dydt) -> {
        for (int row = 0; row < y.size(0); row++) {
            dydt.putScalar(row, 0, y.getDouble(row, 1));
            dydt.putScalar(row, 1, Math.cos(t) - Math.sin(y.getDouble(row, 0)));
        }
    };

    static Stream<OdeSolver> explicit() {
        return Solvers.names().stream()
                .map(Solvers::byName)
                .filter(solver -> solver.method() instanceof RungeKutta method
                        && method.tableau().isExplicit())
                .flatMap(solver -> {
                    OdeSolver fixed = new FixedStepSolver(solver.method()).steps(6);
                    return solver instanceof AdaptiveSolver adaptive
                            ? Stream.of(adaptive.tolerances(1e-3, 1e-4).firstStep(2), fixed)
                            : Stream.of(fixed);
                });
    }

    private static INDArray initial() {
        return Nd4j.createFromArray(new double[][] {{-1, 2}, {0.5, 0.1}, {3, -2}, {1, 1}, {0, 0.3}});
    }

    private static OdeFunction<INDArray> divided(OdeFunction<INDArray> function) {
        return new DividedRows(function, true, 2, 1, 2);
    }

    /** A step as far as it should not depend on the division. */
    private record Tried(double start, double end, double error, List<Long> evaluations) {

        static Tried of(Step<INDArray> step) {
            long[] evaluations = ((StagedStep<INDArray>) step).evaluations();
            return new Tried(
                    step.start(),
                    step.end(),
                    step.error(),
                    LongStream.of(evaluations).boxed().toList());
        }

        void assertAlike(Tried other) {
            assertThat(start).isCloseTo(other.start, within(ROUNDING));
            assertThat(end).isCloseTo(other.end, within(ROUNDING));
            assertThat(error).isCloseTo(other.error, withinPercentage(1e-5));
            assertThat(evaluations).isEqualTo(other.evaluations);
        }
    }

    /** Notes all attempts. */
    private static final class Attempts implements StepListener<INDArray> {

        final List<Tried> accepted = new ArrayList<>();
        final List<Tried> rejected = new ArrayList<>();

        @Override
        public void accepted(Step<INDArray> step) {
            accepted.add(Tried.of(step));
        }

        @Override
        public void rejected(Step<INDArray> step) {
            rejected.add(Tried.of(step));
        }
    }

    private static void assertAlike(List<Tried> actual, List<Tried> expected) {
        assertThat(actual).hasSameSizeAs(expected);
        for (int i = 0; i < actual.size(); i++) {
            actual.get(i).assertAlike(expected.get(i));
        }
    }

    private static void assertClose(INDArray actual, INDArray expected) {
        assertThat(actual.sub(expected).amaxNumber().doubleValue()).isLessThan(ROUNDING);
    }

    private static void assertAlike(OdeSolution<INDArray> actual, OdeSolution<INDArray> expected) {
        assertThat(actual.outcome()).isEqualTo(expected.outcome());
        assertThat(actual.finalTime()).isCloseTo(expected.finalTime(), within(ROUNDING));
        assertThat(actual.statistics().functionEvaluations())
                .isEqualTo(expected.statistics().functionEvaluations());
        assertThat(actual.statistics().acceptedSteps())
                .isEqualTo(expected.statistics().acceptedSteps());
        assertThat(actual.statistics().rejectedSteps())
                .isEqualTo(expected.statistics().rejectedSteps());
        assertClose(actual.finalState(), expected.finalState());
        assertThat(actual.states()).hasSameSizeAs(expected.states());
        for (int i = 0; i < actual.states().size(); i++) {
            assertClose(actual.states().get(i), expected.states().get(i));
        }
    }

    /** By a function as it is and divided, with the same options. */
    private static OdeSolution<INDArray> solvedAlike(
            OdeSolver solver, OdeFunction<INDArray> function, TimeSpan span, SolveOptions<INDArray> options) {
        Attempts whole = new Attempts();
        Attempts pieces = new Attempts();
        OdeSolution<INDArray> expected = solver.solve(function, initial(), span, options.withListener(whole));
        OdeSolution<INDArray> actual = solver.solve(divided(function), initial(), span, options.withListener(pieces));
        assertAlike(actual, expected);
        assertAlike(pieces.accepted, whole.accepted);
        assertAlike(pieces.rejected, whole.rejected);
        return actual;
    }

    @ParameterizedTest
    @MethodSource("explicit")
    void allMethodsTakeTheSameSteps(OdeSolver solver) {
        solvedAlike(solver, PENDULUMS, SPAN, SolveOptions.defaults());
    }

    /** The stages that only the states inside take are evaluated after the step, when its pieces are done. */
    @ParameterizedTest
    @MethodSource("explicit")
    void denseOutputIsTheSame(OdeSolver solver) {
        SolveOptions<INDArray> dense = SolveOptions.<INDArray>defaults().withDenseOutput();
        TimeSpan span = TimeSpan.of(3, 0);
        OdeSolution<INDArray> expected = solver.solve(PENDULUMS, initial(), span, dense);
        OdeSolution<INDArray> actual = solver.solve(divided(PENDULUMS), initial(), span, dense);

        assertAlike(actual, expected);
        for (double t : new double[] {0.01, 1.3, 2.2, 2.95}) {
            assertClose(actual.at(t), expected.at(t));
        }
    }

    @Test
    void rejectedStepsAreTheSame() {
        OdeSolution<INDArray> solution = solvedAlike(REJECTING, PENDULUMS, SPAN, SolveOptions.defaults());

        assertThat(solution.statistics().rejectedSteps()).isPositive();
    }

    @Test
    void aPieceGoesThroughAllStagesBeforeTheNext() {
        List<String> order = new ArrayList<>();
        OdeFunction<INDArray> noting = (t, y, dydt) -> {
            order.add(y.size(0) + " rows at " + t);
            PENDULUMS.evaluate(t, y, dydt);
        };

        new FixedStepSolver(ButcherTableaus.MIDPOINT)
                .solve(new DividedRows(noting, false, 2, 3), initial(), TimeSpan.of(0, 1));

        assertThat(order).containsExactly("2 rows at 0.0", "2 rows at 0.5", "3 rows at 0.0", "3 rows at 0.5");
    }

    @Test
    void anyBudgetEndsAtTheSamePlace() {
        AdaptiveSolver manyStages = new AdaptiveSolver(ButcherTableaus.DORMAND_PRINCE_853).tolerances(1e-6, 1e-6);
        for (OdeSolver solver : List.of(REJECTING, manyStages)) {
            for (int budget = 1; budget < 40; budget++) {
                SolveOptions<INDArray> limited = SolveOptions.<INDArray>defaults()
                        .withMaxEvaluations(budget)
                        .returningFailure();
                OdeSolution<INDArray> expected = solver.solve(PENDULUMS, initial(), SPAN, limited);
                OdeSolution<INDArray> actual = solver.solve(divided(PENDULUMS), initial(), SPAN, limited);

                assertAlike(actual, expected);
                assertThat(actual.statistics().functionEvaluations()).isLessThanOrEqualTo(budget);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 8, 14, 20})
    void aFailureInAPieceTellsTimeAndNumber(int number) {
        OdeSolver solver = new FixedStepSolver(ButcherTableaus.DORMAND_PRINCE_54).steps(5);
        RecordingFunction<INDArray> whole = new RecordingFunction<>(PENDULUMS);
        solver.solve(whole, initial(), SPAN);
        AtomicInteger ofOneRow = new AtomicInteger();
        OdeFunction<INDArray> failing = (t, y, dydt) -> {
            if (y.size(0) == 1 && ofOneRow.incrementAndGet() == number) {
                throw new IllegalStateException("told to fail");
            }
            PENDULUMS.evaluate(t, y, dydt);
        };

        assertThatThrownBy(() -> solver.solve(divided(failing), initial(), SPAN))
                .isInstanceOf(OdeFunctionException.class)
                .hasMessageContaining(
                        "t=" + whole.times().get(number - 1) + ", evaluation " + number + ": told to fail");
    }

    @Test
    void aPieceThatIsNotFiniteEndsTheSolve() {
        OdeFunction<INDArray> function = (t, y, dydt) -> {
            PENDULUMS.evaluate(t, y, dydt);
            if (t > 1 && y.size(0) != 2) {
                dydt.putScalar(0, 0, Double.NaN);
            }
        };
        SolveOptions<INDArray> returning = SolveOptions.<INDArray>defaults().returningFailure();
        for (OdeSolver solver : List.of(DOPRI5, new FixedStepSolver(ButcherTableaus.RK4).steps(10))) {
            OdeSolution<INDArray> expected = solver.solve(function, initial(), SPAN, returning);
            OdeSolution<INDArray> actual = solver.solve(divided(function), initial(), SPAN, returning);

            assertThat(expected.outcome().isFailure()).isTrue();
            assertAlike(actual, expected);
        }
    }

    @Test
    void cancellationIsLookedAtBetweenSteps() {
        AtomicInteger evaluations = new AtomicInteger();
        OdeFunction<INDArray> counting = (t, y, dydt) -> {
            evaluations.incrementAndGet();
            PENDULUMS.evaluate(t, y, dydt);
        };
        SolveOptions<INDArray> cancelled = SolveOptions.<INDArray>defaults()
                .withCancellation(() -> evaluations.get() > 3 * 20)
                .returningFailure();

        OdeSolution<INDArray> solution = REJECTING.solve(divided(counting), initial(), SPAN, cancelled);

        assertThat(solution.outcome()).isEqualTo(Outcome.CANCELLED);
        assertThat(3 * solution.statistics().functionEvaluations())
                .isEqualTo((long) evaluations.get())
                .isBetween(61L, 61L + 3 * 6);
    }

    @Test
    void eventsResetTheState() {
        Event<INDArray> bounce = Event.resetting((t, y) -> y.getDouble(2, 0), (t, before, after) -> {
            after.assign(before);
            after.putScalar(2, 1, -before.getDouble(2, 1));
        });

        SolveOptions<INDArray> options = SolveOptions.<INDArray>defaults().withEvent(bounce);
        OdeSolution<INDArray> expected = DOPRI5.solve(PENDULUMS, initial(), SPAN, options);
        OdeSolution<INDArray> solution = DOPRI5.solve(divided(PENDULUMS), initial(), SPAN, options);

        assertAlike(solution, expected);
        assertThat(solution.events()).isNotEmpty();
    }

    @Test
    void adamsMethodsBeginWithTheSameSteps() {
        for (String name : List.of("explicit-adams", "implicit-adams")) {
            OdeSolver solver = new FixedStepSolver(Solvers.byName(name).method()).steps(30);
            OdeSolution<INDArray> expected = solver.solve(PENDULUMS, initial(), SPAN);

            assertAlike(solver.solve(divided(PENDULUMS), initial(), SPAN), expected);
        }
    }

    /** Such a space does not say how the norms of pieces make that of the whole. */
    @Test
    void spacesWithoutPiecesAreNotDivided() {
        List<Long> rows = new ArrayList<>();
        OdeFunction<INDArray> noting = (t, y, dydt) -> {
            rows.add(y.size(0));
            PENDULUMS.evaluate(t, y, dydt);
        };
        SolveOptions<INDArray> own = SolveOptions.<INDArray>defaults().withSpace(new CountingSpace<>(initial()));
        INDArray tolerances = initial().assign(1e-4);
        SolveOptions<INDArray> ofComponents = SolveOptions.<INDArray>defaults().withTolerances(tolerances, tolerances);

        DOPRI5.solve(new DividedRows(noting, false, 2, 3), initial(), SPAN, own);
        DOPRI5.solve(new DividedRows(noting, false, 2, 3), initial(), SPAN, ofComponents);

        assertThat(rows).hasSizeGreaterThan(20).containsOnly((long) ROWS);
    }
}
