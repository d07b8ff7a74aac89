package org.odenet.solvers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.odenet.core.ode.OdeException;
import org.odenet.core.ode.OdeFunction;
import org.odenet.core.ode.OdeFunctionException;
import org.odenet.core.ode.OdeSolution;
import org.odenet.core.ode.OdeSolver;
import org.odenet.core.ode.Outcome;
import org.odenet.core.ode.SolveOptions;
import org.odenet.core.ode.TimeSpan;
import org.odenet.core.state.VectorSpace;

/** How solves end that cannot reach their end. */
class SolverFailureTest {

    private static final AdaptiveSolver DOPRI5 = Solvers.dormandPrince54();
    private static final OdeFunction<double[]> DECAY = (t, y, dydt) -> dydt[0] = -y[0];
    /** y = 1 / (1 - t): a pole at t = 1. */
    private static final OdeFunction<double[]> POLE = (t, y, dydt) -> dydt[0] = y[0] * y[0];

    private static final TimeSpan SPAN = TimeSpan.of(0, 2).observedAt(0.25, 0.5, 1.5);
    private static final SolveOptions<double[]> RETURNING =
            SolveOptions.<double[]>defaults().withDenseOutput().returningFailure();

    private static OdeFunction<double[]> from(double time, double value) {
        return (t, y, dydt) -> dydt[0] = t >= time ? value : -y[0];
    }

    private static double[] one() {
        return new double[] {1};
    }

    static Stream<OdeSolver> all() {
        return Solvers.names().stream().flatMap(name -> {
            SteppingSolver solver = Solvers.byName(name);
            OdeSolver fixed = new FixedStepSolver(solver.method()).steps(20);
            return solver instanceof AdaptiveSolver ? Stream.of(solver, fixed) : Stream.of(fixed);
        });
    }

    private static void assertPartial(OdeSolution<double[]> solution, Outcome outcome) {
        assertThat(solution.outcome()).isEqualTo(outcome);
        assertThat(solution.finalTime()).isBetween(0.0, Math.nextDown(2.0));
        assertThat(solution.finalState()).hasSize(1);
        assertThat(solution.times())
                .isEqualTo(Stream.of(0.25, 0.5, 1.5)
                        .mapToDouble(Double::doubleValue)
                        .filter(t -> t <= solution.finalTime())
                        .toArray());
        assertThat(solution.states()).hasSameSizeAs(solution.times());
        if (solution.statistics().acceptedSteps() > 0) {
            assertThat(solution.at(solution.finalTime()))
                    .containsExactly(solution.finalState(), within(1e-12 * (1 + Math.abs(solution.finalState()[0]))));
        }
    }

    @Test
    void stepLimit() {
        OdeException e = catchThrowableOfType(
                OdeException.class,
                () -> DOPRI5.tolerances(1e-10, 1e-10).maxSteps(5).solve(DECAY, one(), SPAN));

        assertThat(e)
                .hasMessageMatching("the limit of 5 steps was reached at t=0\\.\\d+ of \\[0\\.0, 2\\.0] after"
                        + " 5 accepted and 0 rejected steps, 32 evaluations, with dopri5; loosen the tolerances, raise"
                        + " maxSteps, or use a method for stiff problems");
        assertThat(e.partialSolution().outcome()).isEqualTo(Outcome.STEP_LIMIT);
        assertThat(e.partialSolution().statistics().acceptedSteps()).isEqualTo(5);
        assertThat(e.partialSolution().finalTime()).isBetween(0.01, 1.0);
        assertPartial(
                DOPRI5.tolerances(1e-10, 1e-10).maxSteps(5).solve(DECAY, one(), SPAN, RETURNING), Outcome.STEP_LIMIT);
    }

    @Test
    void aPoleEndsInAStepBelowTheResolutionOfTime() {
        OdeSolution<double[]> solution = DOPRI5.solve(POLE, one(), SPAN, RETURNING);

        assertPartial(solution, Outcome.STEP_UNDERFLOW);
        assertThat(solution.finalTime()).isCloseTo(1, within(0.01));
        assertThat(solution.states().get(0)[0]).isCloseTo(1 / (1 - 0.25), within(0.01));
        assertThat(Math.abs(solution.lastStep())).isLessThan(1e-15);
        assertThatThrownBy(() -> DOPRI5.solve(POLE, one(), SPAN))
                .isInstanceOf(OdeException.class)
                .hasMessageMatching("step \\S+E-1\\d fell below the minimum \\S+E-1\\d at t=\\S+ of \\[0\\.0, 2\\.0]"
                        + " after \\d+ accepted and \\d+ rejected steps, \\d+ evaluations, with dopri5; loosen the"
                        + " tolerances, or look for a singularity or a discontinuity there");
    }

    @Test
    void aPoleEndsAtTheMinimumStep() {
        assertThatThrownBy(() -> DOPRI5.stepLimits(1e-4, 1).solve(POLE, one(), SPAN))
                .isInstanceOf(OdeException.class)
                .hasMessageContaining("fell below the minimum 1.0E-4 at t=0.9");
    }

    @Test
    void fixedStepsBelowTheResolutionOfTime() {
        assertThatThrownBy(() -> Solvers.rk4().steps(10).solve(DECAY, one(), TimeSpan.of(1e16, 1e16 + 10)))
                .isInstanceOf(OdeException.class)
                .hasMessageContaining("step 1.0 fell below the minimum 8.0 at t=1.0E16")
                .hasMessageEndingWith("; take larger steps");
    }

    @ParameterizedTest
    @MethodSource("all")
    void derivativeThatIsNeverFinite(OdeSolver solver) {
        for (double value : new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
            RecordingFunction<double[]> function = new RecordingFunction<>(from(0, value));
            OdeSolution<double[]> solution = solver.solve(function, one(), SPAN, RETURNING);

            assertPartial(solution, Outcome.NON_FINITE_DERIVATIVE);
            assertThat(solution.finalTime()).isZero();
            assertThat(solution.finalState()).containsExactly(1);
            assertThat(function.times()).allMatch(Double::isFinite);
            assertThatThrownBy(() -> solver.solve(from(0, value), one(), SPAN))
                    .isInstanceOf(OdeException.class)
                    .hasMessageContaining("the function returned an infinity or NaN at t=0.0 of [0.0, 2.0] after 0"
                            + " accepted and 0 rejected steps")
                    .hasMessageEndingWith("; check the function there, lower the learning rate, or take smaller steps");
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void derivativeThatIsFiniteUpToSomeTime(OdeSolver solver) {
        for (double value : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
            OdeSolution<double[]> solution = solver.solve(from(0.7, value), one(), SPAN, RETURNING);

            assertPartial(solution, Outcome.NON_FINITE_DERIVATIVE);
            assertThat(solution.finalTime()).isCloseTo(0.7, within(0.11));
            assertThat(solution.states()).hasSize(2);
            assertThat(solution.finalState()[0]).isCloseTo(Math.exp(-solution.finalTime()), within(0.05));
        }
    }

    @Test
    void derivativeThatIsNotFiniteWhereTheFirstStepIsTried() {
        OdeSolution<double[]> solution = DOPRI5.solve(from(1e-4, Double.NaN), one(), SPAN, RETURNING);

        assertPartial(solution, Outcome.NON_FINITE_DERIVATIVE);
        assertThat(solution.finalTime()).isCloseTo(1e-4, within(1e-6));
        assertThat(solution.statistics().functionEvaluations()).isLessThan(1000);
    }

    @ParameterizedTest
    @MethodSource("all")
    void stateThatOverflows(OdeSolver solver) {
        OdeSolution<double[]> solution =
                solver.solve((t, y, dydt) -> dydt[0] = Double.MAX_VALUE, one(), TimeSpan.of(0, 100), RETURNING);

        assertThat(solution.outcome())
                .isIn(Outcome.NON_FINITE_STATE, Outcome.NON_FINITE_DERIVATIVE, Outcome.STEP_UNDERFLOW);
        assertThat(solution.finalState()[0]).isFinite();
    }

    @ParameterizedTest
    @MethodSource("all")
    void initialStateThatIsNotFinite(OdeSolver solver) {
        for (double bad : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
            RecordingFunction<double[]> function = new RecordingFunction<>(DECAY);

            assertThatThrownBy(() -> solver.solve(function, new double[] {1, bad}, SPAN))
                    .isInstanceOf(OdeException.class)
                    .hasMessage("the state is not finite at t=0.0 of [0.0, 2.0] after 0 accepted and 0 rejected steps,"
                            + " 0 evaluations, with " + solver.name()
                            + "; check the initial state, or take smaller steps");
            assertThat(function.evaluations()).isZero();
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void evaluationBudget(OdeSolver solver) {
        for (int budget = 1; budget < 40; budget++) {
            RecordingFunction<double[]> function = new RecordingFunction<>(DECAY);
            OdeSolution<double[]> solution =
                    solver.solve(function, one(), TimeSpan.of(0, 50), RETURNING.withMaxEvaluations(budget));

            assertThat(function.evaluations()).isLessThanOrEqualTo(budget);
            assertThat(solution.statistics().functionEvaluations()).isEqualTo(function.evaluations());
            if (solution.outcome() != Outcome.SUCCESS) {
                assertThat(solution.outcome()).isEqualTo(Outcome.EVALUATION_BUDGET);
                int stages = ExpectedEvaluations.mostOfStep(((SteppingSolver) solver).method());
                assertThat(budget - function.evaluations()).isLessThanOrEqualTo(stages);
            }
        }
        assertThatThrownBy(() -> solver.solve(
                        DECAY,
                        one(),
                        TimeSpan.of(0, 1e9),
                        SolveOptions.<double[]>defaults().withMaxEvaluations(17)))
                .isInstanceOf(OdeException.class)
                .hasMessageStartingWith("the next step would exceed the budget of 17 evaluations at t=")
                .hasMessageEndingWith(
                        "; raise it, or ask for the partial solution with SolveOptions.returningFailure()");
        assertThatThrownBy(() -> RETURNING.withMaxEvaluations(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the budget of function evaluations is 0; it must be positive");
    }

    @Test
    void deadline() {
        OdeFunction<double[]> slow = (t, y, dydt) -> {
            sleep(5);
            dydt[0] = -y[0];
        };
        FixedStepSolver solver = Solvers.euler().steps(10_000);
        long begin = System.nanoTime();
        OdeSolution<double[]> solution =
                solver.solve(slow, one(), SPAN, RETURNING.withDeadlineIn(Duration.ofMillis(60)));
        Duration taken = Duration.ofNanos(System.nanoTime() - begin);

        assertPartial(solution, Outcome.DEADLINE);
        assertThat(solution.statistics().acceptedSteps()).isBetween(1L, 12L);
        assertThat(taken).isGreaterThan(Duration.ofMillis(60));
        assertThatThrownBy(() -> solver.solve(
                        slow, one(), SPAN, SolveOptions.<double[]>defaults().withDeadlineIn(Duration.ZERO)))
                .isInstanceOf(OdeException.class)
                .hasMessage("the deadline passed at t=0.0 of [0.0, 2.0] after 0 accepted and 0 rejected steps, 0"
                        + " evaluations, with euler; allow more time, or ask for the partial solution with"
                        + " SolveOptions.returningFailure()");
        assertThat(DOPRI5.solve(DECAY, one(), SPAN, RETURNING.withDeadlineIn(Duration.ofDays(1)))
                        .outcome())
                .isEqualTo(Outcome.SUCCESS);
    }

    private static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void functionThatThrows(OdeSolver solver) {
        IllegalStateException cause = new IllegalStateException("no such table");
        int[] calls = {0};
        OdeFunction<double[]> function = (t, y, dydt) -> {
            if (++calls[0] == 9) {
                throw cause;
            }
            dydt[0] = t;
        };

        assertThatThrownBy(() -> solver.solve(function, one(), TimeSpan.of(0.5, 100)))
                .isInstanceOf(OdeFunctionException.class)
                .hasCause(cause)
                .hasMessageMatching("the ODE function failed at t=\\d+\\.\\S+, evaluation 9: no such table");
        assertThat(calls[0]).isEqualTo(9);
    }

    @Test
    void functionThatThrowsWithoutAMessage() {
        assertThatThrownBy(() -> DOPRI5.solve(
                        (t, y, dydt) -> {
                            throw new UnsupportedOperationException();
                        },
                        one(),
                        SPAN))
                .isInstanceOf(OdeFunctionException.class)
                .hasMessage(
                        "the ODE function failed at t=0.0, evaluation 1:" + " java.lang.UnsupportedOperationException");
    }

    @Test
    void resultsOfTheWrongShape() {
        assertThatThrownBy(() -> DOPRI5.solve(OdeFunction.ofArrays((t, y) -> new double[3]), one(), SPAN))
                .isInstanceOf(OdeFunctionException.class)
                .hasMessage("the ODE function failed at t=0.0, evaluation 1: the function returned 3 components for a"
                        + " state of 1; the derivative must have as many");
        try (INDArray initial = Nd4j.ones(2, 3)) {
            assertThatThrownBy(() -> DOPRI5.solve(OdeFunction.ofTensors((t, y) -> Nd4j.ones(3, 2)), initial, SPAN))
                    .isInstanceOf(OdeFunctionException.class)
                    .hasMessageEndingWith("the function returned shape [3, 2] for a state of shape [2, 3]; the"
                            + " derivative must have the state's shape");
        }
    }

    @Test
    void statesOfUnknownTypes() {
        assertThatThrownBy(() -> DOPRI5.solve((t, y, dydt) -> {}, "state", SPAN))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no vector space is known for java.lang.String; use an INDArray or a double[], or pass a"
                        + " VectorSpace in the solve options");
        assertThatThrownBy(() -> DOPRI5.solve(DECAY, null, SPAN))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("no vector space is known for null");
        assertThatThrownBy(() -> DOPRI5.solve(DECAY, new double[0], SPAN))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the state has no components; an ODE needs at least one");
    }

    @Test
    void unknownSolver() {
        assertThatThrownBy(() -> Solvers.byName("dopri"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("unknown solver 'dopri'; did you mean 'dopri5'? There are: ")
                .hasMessageContainingAll("euler", "midpoint", "rk4");
        assertThat(Solvers.byName("DOPRI5").name()).isEqualTo("dopri5");
    }

    @Test
    void senselessFixedSteps() {
        assertThatThrownBy(() -> Solvers.euler().steps(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("fixed steps need a positive number of steps or a positive finite size; the number is 0,"
                        + " the size 0.0");
        assertThatThrownBy(() -> Solvers.euler().steps(-3)).hasMessageContaining("the number is -3");
        for (double bad : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThatThrownBy(() -> Solvers.euler().stepSize(bad))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageEndingWith("the size " + bad);
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void givesBackEveryStateHoweverItEnds(OdeSolver solver) {
        int[] calls = {0};
        List<OdeFunction<double[]>> functions =
                List.of(DECAY, from(0.7, Double.NaN), from(0, Double.NaN), (t, y, dydt) -> {
                    if (++calls[0] % 13 == 0) {
                        throw new IllegalStateException("thirteenth");
                    }
                    dydt[0] = 1;
                });
        for (OdeFunction<double[]> function : functions) {
            for (long budget : new long[] {1, 30, Long.MAX_VALUE}) {
                CountingSpace<double[]> space = new CountingSpace<>(one());
                SolveOptions<double[]> options =
                        RETURNING.withMaxEvaluations(budget).withSpace(space);
                try (OdeSolution<double[]> solution = solver.solve(function, one(), SPAN, options)) {
                    assertThat(space.alive()).isPositive();
                    assertThat(solution.finalState()).isNotNull();
                } catch (OdeFunctionException e) {
                    assertThat(e).hasRootCauseMessage("thirteenth");
                }
                assertThat(space.alive()).isZero();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void statesLiveInTheSpaceOfTheFunction(OdeSolver solver) {
        CountingSpace<double[]> space = new CountingSpace<>(one());
        OdeFunction<double[]> function = new OdeFunction<>() {
            @Override
            public void evaluate(double t, double[] y, double[] dydt) {
                DECAY.evaluate(t, y, dydt);
            }

            @Override
            public VectorSpace<double[]> space(double[] prototype) {
                return space;
            }
        };
        try (OdeSolution<double[]> solution = solver.solve(function, one(), SPAN);
                OdeSolution<double[]> usual = solver.solve(DECAY, one(), SPAN)) {
            assertThat(space.alive()).isPositive();
            assertThat(solution.finalState()).containsExactly(usual.finalState());
            assertThat(solution.at(0.3)).containsExactly(usual.at(0.3));
        }
        // What is left is what the caller asked for with at().
        assertThat(space.alive()).isEqualTo(1);
    }

    @Test
    void aTimeOutsideLeavesNothingBehind() {
        CountingSpace<double[]> space = new CountingSpace<>(one());
        SolveOptions<double[]> options = RETURNING.withSpace(space).withDenseOutput();
        try (OdeSolution<double[]> solution = DOPRI5.solve(DECAY, one(), SPAN, options)) {
            int before = space.alive();
            assertThatThrownBy(() -> solution.at(-7)).isInstanceOf(IllegalArgumentException.class);
            assertThat(space.alive()).isEqualTo(before);
        }
    }

    @Test
    void aListenerThatThrowsEndsTheSolve() {
        CountingSpace<double[]> space = new CountingSpace<>(one());

        assertThatThrownBy(() -> DOPRI5.solve(
                        DECAY, one(), SPAN, RETURNING.withSpace(space).withListener(step -> {
                            throw new IllegalStateException("enough");
                        })))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("enough");
        assertThat(space.alive()).isZero();
    }

    @Test
    void aThrownFailureHandsOverThePartialSolution() {
        CountingSpace<double[]> space = new CountingSpace<>(one());
        SolveOptions<double[]> options =
                SolveOptions.<double[]>defaults().withSpace(space).withDenseOutput();

        OdeException e = catchThrowableOfType(OdeException.class, () -> DOPRI5.solve(POLE, one(), SPAN, options));

        assertThat(e.partialSolution().times()).containsExactly(0.25, 0.5);
        e.partialSolution().close();
        assertThat(space.alive()).isZero();
    }

    @Test
    void denseOutputOutlivesTheInitialTensor() {
        INDArray initial = Nd4j.createFromArray(1.0, 2.0);
        try (OdeSolution<INDArray> solution = DOPRI5.solve(
                OdeFunction.ofTensors((t, y) -> y.neg()),
                initial,
                TimeSpan.of(0, 1),
                SolveOptions.<INDArray>defaults().withDenseOutput())) {
            initial.close();
            try (INDArray state = solution.at(0.5)) {
                assertThat(state.getDouble(1)).isCloseTo(2 * Math.exp(-0.5), within(1e-3));
            }
        }
    }

    @Test
    void denseOutputIsAskedOnlyWhereItIs() {
        OdeSolution<double[]> dense = DOPRI5.solve(DECAY, one(), SPAN);
        OdeSolution<double[]> plain = DOPRI5.solve(DECAY, one(), SPAN, SolveOptions.defaults());

        for (double t : new double[] {-0.01, 2.01, Double.NaN}) {
            assertThatThrownBy(() -> dense.at(t))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("t=" + t + " lies outside the solution from 0.0 to 2.0");
        }
        assertThatThrownBy(() -> plain.at(0.5))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("this solution kept no step's dense output; observe t=0.5 in the TimeSpan, or solve with"
                        + " SolveOptions.withDenseOutput()");
    }
}
