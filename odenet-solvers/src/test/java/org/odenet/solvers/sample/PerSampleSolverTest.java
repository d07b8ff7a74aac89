package org.odenet.solvers.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.odenet.core.ode.BatchFunction;
import org.odenet.core.ode.OdeFunction;
import org.odenet.core.ode.OdeFunctionException;
import org.odenet.core.ode.OdeSolution;
import org.odenet.core.ode.Outcome;
import org.odenet.core.ode.Samples;
import org.odenet.core.ode.SolveOptions;
import org.odenet.core.ode.TimeSpan;
import org.odenet.core.state.BatchSpace;
import org.odenet.core.state.Tolerances;
import org.odenet.solvers.AdaptiveSolver;
import org.odenet.solvers.Solvers;
import org.odenet.solvers.control.ControllerGains;
import org.odenet.solvers.tableau.ButcherTableau;
import org.odenet.solvers.tableau.ButcherTableaus;

class PerSampleSolverTest {

    /** Heun's method with Euler's embedded: the last stage is not the next step's first. */
    private static final ButcherTableau HEUN = ButcherTableau.builder("heun-21", 2)
            .a(new double[] {}, new double[] {1})
            .c(0, 1)
            .b(0.5, 0.5)
            .embedded(1, 0)
            .interpolation(2, new double[] {1, -0.5}, new double[] {0, 0.5})
            .build();

    private static final int SAMPLES = 37;

    static Stream<AdaptiveSolver> solvers() {
        AdaptiveSolver dopri5 = new AdaptiveSolver(ButcherTableaus.DORMAND_PRINCE_54)
                .tolerances(1e-6, 1e-7)
                .ignoringStiffness();
        AdaptiveSolver heun = new AdaptiveSolver(HEUN).tolerances(1e-4, 1e-5).ignoringStiffness();
        Stream<AdaptiveSolver> all = ButcherTableaus.ALL.stream()
                .filter(ButcherTableau::hasErrorEstimate)
                .map(tableau ->
                        new AdaptiveSolver(tableau).tolerances(1e-4, 1e-5).ignoringStiffness());
        return Stream.concat(
                all,
                Stream.of(
                        dopri5,
                        heun,
                        dopri5.steppingPastEnd(),
                        heun.steppingPastEnd(),
                        dopri5.firstStep(0.3),
                        dopri5.controller(ControllerGains.PI),
                        dopri5.controller(ControllerGains.PID)));
    }

    private static double mu(int sample) {
        return 0.1 + 0.3 * sample;
    }

    private static void vanDerPol(double mu, double[] y, double[] dydt, int at) {
        dydt[at] = y[at + 1];
        dydt[at + 1] = mu * (1 - y[at] * y[at]) * y[at + 1] - y[at];
    }

    private static BatchFunction<double[]> batchOf(IntUnaryOperator sampleOf) {
        return (at, y, dydt) -> {
            for (int row = 0; row < at.count(); row++) {
                vanDerPol(mu(sampleOf.applyAsInt(at.index(row))), y, dydt, 2 * row);
            }
        };
    }

    private static final BatchFunction<double[]> ALL = batchOf(index -> index);

    private static double[] initialStates(int samples) {
        double[] y = new double[2 * samples];
        for (int i = 0; i < samples; i++) {
            y[2 * i] = 2 - 0.01 * i;
        }
        return y;
    }

    private static double[] row(double[] batch, int sample) {
        return Arrays.copyOfRange(batch, 2 * sample, 2 * sample + 2);
    }

    private static List<TimeSpan> spans() {
        return IntStream.range(0, SAMPLES)
                .mapToObj(i -> {
                    double start = 0.1 * (i % 3);
                    double end = start + (i % 5 == 0 ? -0.5 : 1 + 0.4 * i);
                    return i % 2 == 0
                            ? TimeSpan.of(start, end)
                                    .withDiscontinuities(
                                            i % 6 == 0 ? new double[] {start + 0.3 * (end - start)} : new double[0])
                            : TimeSpan.of(start, end).observedAt(start + 0.01 * (end - start), (start + end) / 2);
                })
                .toList();
    }

    private static List<Tolerances> tolerances(AdaptiveSolver solver) {
        Tolerances own = solver.control().tolerances();
        return IntStream.range(0, SAMPLES)
                .mapToObj(i -> new Tolerances(own.relative() * (1 + i % 4), own.absolute() * (1 + i % 3)))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("solvers")
    void eachSampleIsSolvedAsIfItWereAlone(AdaptiveSolver solver) {
        List<TimeSpan> spans = spans();
        List<Tolerances> tolerances = tolerances(solver);
        BatchSolution<double[]> together = solver.perSample()
                .tolerances(tolerances)
                .solve(
                        ALL,
                        initialStates(SAMPLES),
                        SAMPLES,
                        spans,
                        SolveOptions.<double[]>defaults().withDenseOutput(),
                        null);

        for (int i = 0; i < SAMPLES; i++) {
            double mu = mu(i);
            OdeFunction<double[]> function = (t, y, dydt) -> vanDerPol(mu, y, dydt, 0);
            OdeSolution<double[]> alone = solver.tolerances(
                            tolerances.get(i).relative(), tolerances.get(i).absolute())
                    .solve(function, row(initialStates(SAMPLES), i), spans.get(i));
            assertThat(together.outcome(i)).isEqualTo(Outcome.SUCCESS);
            assertThat(together.statistics(i)).as("sample %d", i).isEqualTo(alone.statistics());
            assertThat(together.finalTime(i)).isEqualTo(alone.finalTime());
            assertThat(together.times(i)).isEqualTo(alone.times());
            assertThat(together.nextStep(i)).isEqualTo(alone.nextStep());
            assertThat(row(together.finalStates(), i)).isEqualTo(alone.finalState());
            for (int k = 0; k < alone.states().size(); k++) {
                assertThat(row(together.states().get(k), i))
                        .isEqualTo(alone.states().get(k));
            }
            double middle = (spans.get(i).start() + 2 * spans.get(i).end()) / 3;
            assertThat(together.at(i, middle)).isEqualTo(alone.at(middle));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 8, 9, 63, 64, 65, 300, 1025})
    void batchesOfEverySize(int samples) {
        AdaptiveSolver solver = Solvers.dormandPrince54().ignoringStiffness();
        TimeSpan span = TimeSpan.of(0, 3).observedAt(1);
        BatchFunction<double[]> all = batchOf(index -> index % 90);
        BatchSolution<double[]> together = solver.perSample().solve(all, initialStates(samples), samples, span);
        for (int i = 0; i < samples; i++) {
            double mu = mu(i % 90);
            OdeFunction<double[]> function = (t, y, dydt) -> vanDerPol(mu, y, dydt, 0);
            OdeSolution<double[]> alone = solver.solve(function, row(initialStates(samples), i), span);
            assertThat(row(together.states().get(0), i))
                    .isEqualTo(alone.states().get(0));
            assertThat(row(together.finalStates(), i)).isEqualTo(alone.finalState());
            assertThat(together.statistics(i)).isEqualTo(alone.statistics());
        }
    }

    /** The last sample moves into the row of one that ends before its step, in whatever it was about to do. */
    @Test
    void aSampleThatMayNotStepDoesNotDisturbTheOthers() {
        BatchFunction<double[]> square = (at, y, dydt) -> {
            for (int row = 0; row < at.count(); row++) {
                dydt[row] = at.index(row) % 3 == 0 ? y[row] * y[row] : Math.cos(at.time(row));
            }
        };
        int samples = 40;
        double[] y0 = new double[samples];
        Arrays.setAll(y0, i -> 1 + 0.1 * i);
        AdaptiveSolver solver = Solvers.dormandPrince54().tolerances(1e-8, 1e-8).stepLimits(0, 0.01);
        double[] observed = IntStream.range(1, 400).mapToDouble(i -> 0.005 * i).toArray();
        TimeSpan span = TimeSpan.of(0, 2).observedAt(observed);
        BatchSolution<double[]> together = solver.perSample().solve(square, y0, samples, span);
        for (int i = 0; i < samples; i++) {
            int sample = i;
            OdeSolution<double[]> alone = solver.solve(
                    (t, y, dydt) -> square.evaluate(new Samples(1, new int[] {sample}, new double[] {t}), y, dydt),
                    new double[] {y0[i]},
                    span,
                    SolveOptions.<double[]>defaults().returningFailure());
            assertThat(together.outcome(i)).isEqualTo(alone.outcome());
            assertThat(together.outcome(i)).isEqualTo(i % 3 == 0 ? Outcome.STEP_UNDERFLOW : Outcome.SUCCESS);
            assertThat(together.statistics(i)).isEqualTo(alone.statistics());
            assertThat(together.finalTime(i)).isEqualTo(alone.finalTime());
            assertThat(together.finalStates()[i]).isEqualTo(alone.finalState()[0]);
            for (int k = 0; k < alone.states().size(); k++) {
                assertThat(together.states().get(k)[i]).isEqualTo(alone.states().get(k)[0]);
            }
        }
    }

    @Test
    void largeSamplesAreSolvedAsIfTheyWereAlone() {
        int dimension = 531;
        double[] y0 = new double[3 * dimension];
        Arrays.setAll(y0, i -> Math.sin(i));
        BatchFunction<double[]> function = (at, y, dydt) -> {
            for (int row = 0; row < at.count(); row++) {
                for (int k = 0; k < dimension; k++) {
                    int i = row * dimension + k;
                    dydt[i] = -(1 + at.index(row)) * y[i] * y[i] * Math.cos(at.time(row) * k);
                }
            }
        };
        AdaptiveSolver solver = new AdaptiveSolver(ButcherTableaus.DORMAND_PRINCE_54).tolerances(1e-7, 1e-7);
        BatchSolution<double[]> together = solver.perSample().solve(function, y0, 3, TimeSpan.of(0, 0.5));
        for (int i = 0; i < 3; i++) {
            int sample = i;
            OdeSolution<double[]> alone = solver.solve(
                    (t, y, dydt) -> function.evaluate(new Samples(1, new int[] {sample}, new double[] {t}), y, dydt),
                    Arrays.copyOfRange(y0, i * dimension, (i + 1) * dimension),
                    TimeSpan.of(0, 0.5));
            assertThat(Arrays.copyOfRange(together.finalStates(), i * dimension, (i + 1) * dimension))
                    .isEqualTo(alone.finalState());
            assertThat(together.statistics(i)).isEqualTo(alone.statistics());
        }
    }

    @Test
    void theFunctionSeesNoSampleThatIsDone() {
        List<TimeSpan> spans =
                Stream.of(1.0, 4.0, 2.0, 0.5).map(end -> TimeSpan.of(0, end)).toList();
        long[] seen = new long[4];
        BatchFunction<double[]> function = (at, y, dydt) -> {
            for (int row = 0; row < at.count(); row++) {
                seen[at.index(row)]++;
                assertThat(at.time(row))
                        .isLessThanOrEqualTo(spans.get(at.index(row)).end());
            }
            ALL.evaluate(at, y, dydt);
        };
        BatchSolution<double[]> solution = solve(function, 4, spans, SolveOptions.defaults());

        for (int i = 0; i < 4; i++) {
            assertThat(seen[i]).isEqualTo(solution.statistics(i).functionEvaluations());
            assertThat(solution.evaluationsAt(i)).containsExactly(seen[i]);
        }
        assertThat(solution.sampleEvaluations()).isEqualTo(Arrays.stream(seen).sum());
        assertThat(solution.batchEvaluations())
                .isEqualTo(Arrays.stream(seen).max().orElseThrow());
    }

    private static BatchSolution<double[]> solve(
            BatchFunction<double[]> function, int samples, List<TimeSpan> spans, SolveOptions<double[]> options) {
        return new AdaptiveSolver(ButcherTableaus.DORMAND_PRINCE_54)
                .perSample()
                .solve(function, initialStates(samples), samples, spans, options, null);
    }

    @Test
    void aSampleThatFailsEndsAlone() {
        // y' = y² from 1, 2, 0 and NaN: the second goes to infinity at t = 1/2.
        BatchFunction<double[]> square = (at, y, dydt) -> {
            for (int row = 0; row < at.count(); row++) {
                boolean spoilt = at.index(row) == 4 && at.time(row) > 0.3;
                dydt[row] = spoilt ? Double.NaN : y[row] * y[row];
            }
        };
        double[] y0 = {0.5, 2, 0, Double.NaN, 1};
        BatchSolution<double[]> solution = new AdaptiveSolver(ButcherTableaus.DORMAND_PRINCE_54)
                .tolerances(1e-8, 1e-8)
                .perSample()
                .solve(square, y0, 5, TimeSpan.of(0, 1).observedAt(0.25));

        assertThat(IntStream.range(0, 5).mapToObj(solution::outcome))
                .containsExactly(
                        Outcome.SUCCESS,
                        Outcome.STEP_UNDERFLOW,
                        Outcome.SUCCESS,
                        Outcome.NON_FINITE_STATE,
                        Outcome.NON_FINITE_DERIVATIVE);
        assertThat(solution.isComplete()).isFalse();
        assertThat(solution.finalTimes()[0]).isEqualTo(1);
        assertThat(solution.finalTimes()[1]).isCloseTo(0.5, within(1e-6));
        assertThat(solution.finalTimes()[3]).isZero();
        assertThat(solution.finalTimes()[4]).isBetween(0.29, 0.3);
        assertThat(solution.finalStates()[0]).isCloseTo(1, within(1e-6));
        assertThat(solution.finalStates()[1]).isGreaterThan(1e5);
        assertThat(solution.states().get(0)[1]).isCloseTo(4, within(1e-6));
        assertThat(solution.finalStates()[3]).isNaN();
        assertThat(solution.states().get(0)[3]).isNaN();
        assertThat(solution.times(1)).containsExactly(0.25);
        assertThat(solution.times(3)).isEmpty();
        assertThat(solution.statistics(3).functionEvaluations()).isZero();
    }

    @Test
    void budgetsAndLimitsConcernEachSample() {
        List<TimeSpan> spans =
                Stream.of(0.1, 50.0).map(end -> TimeSpan.of(0, end)).toList();
        BatchSolution<double[]> budget =
                solve(ALL, 2, spans, SolveOptions.<double[]>defaults().withMaxEvaluations(100));
        assertThat(budget.outcome(0)).isEqualTo(Outcome.SUCCESS);
        assertThat(budget.outcome(1)).isEqualTo(Outcome.EVALUATION_BUDGET);
        assertThat(budget.statistics(1).functionEvaluations()).isBetween(95L, 100L);
        assertThat(budget.finalTime(1)).isBetween(1.0, 49.0);

        assertThat(solve(ALL, 2, spans, SolveOptions.<double[]>defaults().withMaxEvaluations(7))
                        .outcome(0))
                .isEqualTo(Outcome.EVALUATION_BUDGET);
        assertThat(solve(ALL, 2, spans, SolveOptions.<double[]>defaults().withDeadlineIn(Duration.ZERO))
                        .outcome(1))
                .isEqualTo(Outcome.DEADLINE);

        BatchSolution<double[]> steps = new AdaptiveSolver(ButcherTableaus.DORMAND_PRINCE_54)
                .maxSteps(5)
                .perSample()
                .solve(ALL, initialStates(2), 2, spans, SolveOptions.defaults(), null);
        assertThat(steps.outcome(0)).isEqualTo(Outcome.SUCCESS);
        assertThat(steps.outcome(1)).isEqualTo(Outcome.STEP_LIMIT);
        assertThat(steps.statistics(1).acceptedSteps() + steps.statistics(1).rejectedSteps())
                .isEqualTo(5);
    }

    @Test
    void manyObservedTimesWithinOneStep() {
        double[] times = IntStream.range(1, 50).mapToDouble(i -> i / 50.0).toArray();
        BatchFunction<double[]> growth = (at, y, dydt) -> System.arraycopy(y, 0, dydt, 0, at.count());
        BatchSolution<double[]> solution = new AdaptiveSolver(ButcherTableaus.DORMAND_PRINCE_54)
                .tolerances(1e-6, 1e-6)
                .perSample()
                .solve(growth, new double[] {1, 2, 1e-3}, 3, TimeSpan.of(0, 1).observedAt(times));

        assertThat(solution.states()).hasSize(50);
        for (int k = 0; k < 49; k++) {
            assertThat(solution.states().get(k)[0]).isCloseTo(Math.exp(times[k]), within(1e-4));
            assertThat(solution.states().get(k)[1]).isCloseTo(2 * Math.exp(times[k]), within(1e-4));
        }
        assertThat(solution.finalStates()[0]).isCloseTo(Math.E, within(1e-5));
        assertThat(solution.evaluationsAt(2)).hasSize(50).isSorted();
    }

    @Test
    void convergesWithItsOrder() {
        BatchFunction<double[]> function = (at, y, dydt) -> {
            for (int row = 0; row < at.count(); row++) {
                dydt[row] = y[row] * y[row] * Math.cos(at.time(row));
            }
        };
        List<Tolerances> tolerances = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            tolerances.add(new Tolerances(Math.pow(10, -4 - i), Math.pow(10, -4 - i)));
        }
        double[] y0 = new double[6];
        Arrays.fill(y0, 1 / (2 - Math.sin(0.5)));
        BatchSolution<double[]> solution = new AdaptiveSolver(ButcherTableaus.DORMAND_PRINCE_54)
                .perSample()
                .tolerances(tolerances)
                .solve(function, y0, 6, TimeSpan.of(0.5, 9));
        for (int i = 0; i < 6; i++) {
            double error = Math.abs(solution.finalStates()[i] - 1 / (2 - Math.sin(9)));
            assertThat(error).isLessThan(30 * tolerances.get(i).relative());
        }
        // Five digits more cost 10^(5/5) times as many steps.
        double more = (double) solution.statistics(5).acceptedSteps()
                / solution.statistics(0).acceptedSteps();
        assertThat(more).isBetween(5.0, 15.0);
    }

    @Test
    void oneSolverServesManyThreads() throws Exception {
        PerSampleSolver solver = new AdaptiveSolver(ButcherTableaus.DORMAND_PRINCE_54).perSample();
        Callable<double[]> task = () ->
                solver.solve(ALL, initialStates(20), 20, TimeSpan.of(0, 10)).finalStates();
        double[] expected = task.call();
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            for (Future<double[]> result : threads.invokeAll(java.util.Collections.nCopies(8, task))) {
                assertThat(result.get()).isEqualTo(expected);
            }
        } finally {
            threads.shutdown();
        }
    }

    @Test
    void companionsDoNotMatter() {
        PerSampleSolver solver = new AdaptiveSolver(ButcherTableaus.DORMAND_PRINCE_54).perSample();
        double[] all =
                solver.solve(ALL, initialStates(20), 20, TimeSpan.of(0, 10)).finalStates();
        int[] some = {19, 3, 7};
        double[] y0 = new double[6];
        for (int i = 0; i < 3; i++) {
            System.arraycopy(initialStates(20), 2 * some[i], y0, 2 * i, 2);
        }
        double[] few = solver.solve(batchOf(index -> some[index]), y0, 3, TimeSpan.of(0, 10))
                .finalStates();
        for (int i = 0; i < 3; i++) {
            assertThat(row(few, i)).isEqualTo(row(all, some[i]));
        }
    }

    @Test
    void discontinuitiesNextToTheStartAndTheEnd() {
        BatchFunction<double[]> jump = (at, y, dydt) -> {
            for (int row = 0; row < at.count(); row++) {
                dydt[row] = at.time(row) <= 0.3 ? 1 : at.time(row) == Math.nextUp(0.3) ? Double.NaN : 3;
            }
        };
        List<TimeSpan> spans = List.of(
                TimeSpan.of(0.3, 1).withDiscontinuities(Math.nextUp(0.3)),
                TimeSpan.of(2, 1).withDiscontinuities(Math.nextUp(1.0)));
        BatchSolution<double[]> solution = new AdaptiveSolver(ButcherTableaus.DORMAND_PRINCE_54)
                .perSample()
                .solve(jump, new double[2], 2, spans, SolveOptions.defaults(), null);

        assertThat(solution.isComplete()).isTrue();
        assertThat(solution.times(0)).containsExactly(1);
        assertThat(solution.times(1)).containsExactly(1);
        assertThat(solution.finalStates()).containsExactly(new double[] {2.1, -3}, within(1e-12));
    }

    @Test
    void denseOutputAtADiscontinuity() {
        BatchFunction<double[]> jump = (at, y, dydt) -> {
            for (int row = 0; row < at.count(); row++) {
                dydt[row] = at.time(row) < 0.5 ? 1 : at.time(row) == 0.5 ? Double.NaN : 3;
            }
        };
        List<TimeSpan> spans = List.of(
                TimeSpan.of(0, 1).withDiscontinuities(0.5), TimeSpan.of(1, 0).withDiscontinuities(0.5));
        BatchSolution<double[]> solution = new AdaptiveSolver(ButcherTableaus.DORMAND_PRINCE_54)
                .perSample()
                .solve(
                        jump,
                        new double[2],
                        2,
                        spans,
                        SolveOptions.<double[]>defaults().withDenseOutput(),
                        null);

        assertThat(solution.at(0, 0.5)[0]).isCloseTo(0.5, within(1e-12));
        assertThat(solution.at(1, 0.5)[0]).isCloseTo(-1.5, within(1e-12));
        assertThatThrownBy(() -> solution.at(0, -0.1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("sample 0 was solved from t=0.0 to t=1.0; t=-0.1 lies outside");
        assertThatThrownBy(() -> solution.at(1, -0.1)).hasMessageContaining("t=-0.1 lies outside");
    }

    @Test
    void saysWhatIsWrong() {
        PerSampleSolver solver = new AdaptiveSolver(ButcherTableaus.DORMAND_PRINCE_54).perSample();
        TimeSpan span = TimeSpan.of(0, 1);
        assertThatThrownBy(() -> solver.solve(ALL, new double[5], 2, span))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("2 samples has 5 components");
        BatchFunction<double[]> ofTwo = new BatchFunction<>() {
            @Override
            public BatchSpace<double[]> batchSpace(double[] prototype, int samples) {
                return BatchSpace.of(prototype, 2);
            }

            @Override
            public void evaluate(Samples at, double[] y, double[] dydt) {
                ALL.evaluate(at, y, dydt);
            }
        };
        assertThatThrownBy(() -> solver.solve(ofTwo, new double[4], 1, span))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the batch has 2 samples, but 1 are to be solved for; give the number that it has");
        assertThatThrownBy(
                        () -> solver.solve(ALL, new double[6], 3, List.of(span, span), SolveOptions.defaults(), null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("2 intervals for 3 samples; give one for all, or one for each");
        assertThatThrownBy(() -> solver.tolerances(List.of())).hasMessageContaining("no tolerances");
        assertThatThrownBy(() -> ((AdaptiveSolver) Solvers.byName("kvaerno5")).perSample())
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("not by 'kvaerno5'");
        assertThatThrownBy(() -> new PerSampleSolver(ButcherTableaus.RK4, solver.control()))
                .hasMessageContaining("'rk4' has no error estimate");
        assertThatThrownBy(() -> solver.solve(
                        ALL,
                        new double[2],
                        1,
                        List.of(span),
                        SolveOptions.<double[]>defaults().withListener(s -> {}),
                        null))
                .hasMessageContaining("BatchStepListener");
        assertThatThrownBy(() -> solver.solve(
                        (at, y, dydt) -> {
                            throw new IllegalStateException("no luck");
                        },
                        new double[2],
                        1,
                        span))
                .isInstanceOf(OdeFunctionException.class)
                .hasMessageContaining("t=0.0, evaluation 1: no luck");
        BatchSolution<double[]> solution = solver.solve(ALL, new double[2], 1, span);
        assertThatThrownBy(() -> solution.at(0, 0.5)).hasMessageContaining("withDenseOutput");
    }
}
