package org.odenet.solvers.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.odenet.core.ode.BatchFunction;
import org.odenet.core.ode.Event;
import org.odenet.core.ode.EventOccurrence;
import org.odenet.core.ode.OdeFunction;
import org.odenet.core.ode.OdeSolution;
import org.odenet.core.ode.Outcome;
import org.odenet.core.ode.Samples;
import org.odenet.core.ode.SolveOptions;
import org.odenet.core.ode.TimeSpan;
import org.odenet.solvers.AdaptiveSolver;
import org.odenet.solvers.Solvers;
import org.odenet.solvers.tableau.ButcherTableau;
import org.odenet.solvers.tableau.ButcherTableaus;

/** Each sample has its own events, as if it were solved alone. */
class SampleEventsTest {

    private static final double GRAVITY = 9.81;
    private static final int SAMPLES = 9;

    /** Height and speed, with some friction so that the steps are not exact. */
    private static final OdeFunction<double[]> BALL = (t, y, dydt) -> {
        dydt[0] = y[1];
        dydt[1] = -GRAVITY - 0.1 * y[1] * Math.abs(y[1]);
    };

    private static final Event<double[]> BOUNCE = Event.<double[]>resetting((t, y) -> y[0], (t, before, after) -> {
                after[0] = 0;
                after[1] = -0.8 * before[1];
            })
            .falling();
    private static final Event<double[]> APEX =
            Event.<double[]>recording((t, y) -> y[1]).falling();
    /** Where a ball has come to jump no higher than so many metres. */
    private static final Event<double[]> TIRED = Event.stopping((t, y) -> y[0] + y[1] * y[1] / (2 * GRAVITY) - 1.9);

    private static final SolveOptions<double[]> DEFAULTS = SolveOptions.defaults();

    static Stream<AdaptiveSolver> solvers() {
        Stream<AdaptiveSolver> all = ButcherTableaus.ALL.stream()
                .filter(ButcherTableau::hasErrorEstimate)
                .map(tableau ->
                        new AdaptiveSolver(tableau).tolerances(1e-5, 1e-5).ignoringStiffness());
        AdaptiveSolver dopri5 = Solvers.dormandPrince54().tolerances(1e-7, 1e-7);
        AdaptiveSolver dopri8 = new AdaptiveSolver(ButcherTableaus.DORMAND_PRINCE_853).tolerances(1e-7, 1e-7);
        return Stream.concat(all, Stream.of(dopri5, dopri5.steppingPastEnd(), dopri8.steppingPastEnd()));
    }

    private static double[] heights(int samples) {
        double[] y = new double[2 * samples];
        for (int i = 0; i < samples; i++) {
            y[2 * i] = 1 + 1.3 * i;
        }
        return y;
    }

    private static double[] row(double[] batch, int sample) {
        return Arrays.copyOfRange(batch, 2 * sample, 2 * sample + 2);
    }

    private static TimeSpan span(int sample) {
        TimeSpan span = TimeSpan.of(0, 2 + 0.3 * sample).observedAt(0.4, 0.41, 1.5);
        return sample % 3 == 0 ? span.withDiscontinuities(1.1) : span;
    }

    @ParameterizedTest
    @MethodSource("solvers")
    void eachSampleHasItsEventsAsIfItWereAlone(AdaptiveSolver solver) {
        List<TimeSpan> spans =
                IntStream.range(0, SAMPLES).mapToObj(SampleEventsTest::span).toList();
        SolveOptions<double[]> options =
                DEFAULTS.withEvent(BOUNCE).withEvent(APEX).withEvent(TIRED);
        assertAlone(solver, spans, options);
        assertAlone(solver, spans, options.withDenseOutput());
    }

    private static void assertAlone(AdaptiveSolver solver, List<TimeSpan> spans, SolveOptions<double[]> options) {
        BatchSolution<double[]> together = solver.perSample()
                .solve(BatchFunction.ofEach(2, BALL), heights(SAMPLES), SAMPLES, spans, options, null);
        for (int i = 0; i < SAMPLES; i++) {
            OdeSolution<double[]> alone = solver.solve(BALL, row(heights(SAMPLES), i), spans.get(i), options);
            assertThat(together.outcome(i)).isEqualTo(alone.outcome());
            assertThat(together.statistics(i)).as("sample %d", i).isEqualTo(alone.statistics());
            assertThat(together.finalTime(i)).isEqualTo(alone.finalTime());
            assertThat(together.times(i)).isEqualTo(alone.times());
            assertThat(row(together.finalStates(), i)).isEqualTo(alone.finalState());
            for (int k = 0; k < alone.states().size(); k++) {
                assertThat(row(together.states().get(k), i))
                        .isEqualTo(alone.states().get(k));
            }
            assertThat(together.events(i)).hasSameSizeAs(alone.events());
            for (int k = 0; k < alone.events().size(); k++) {
                assertThat(together.events(i).get(k).event())
                        .isEqualTo(alone.events().get(k).event());
                assertThat(together.events(i).get(k).time())
                        .isEqualTo(alone.events().get(k).time());
                assertThat(together.events(i).get(k).state())
                        .isEqualTo(alone.events().get(k).state());
            }
            if (options.dense()) {
                for (int n = 0; n <= 50; n++) {
                    double t = Math.min(alone.finalTime(), alone.finalTime() * n / 50);
                    assertThat(together.at(i, t)).isEqualTo(alone.at(t));
                }
            }
        }
    }

    private static final BatchFunction<double[]> FREE_FALL = (at, y, dydt) -> {
        for (int row = 0; row < at.count(); row++) {
            dydt[2 * row] = y[2 * row + 1];
            dydt[2 * row + 1] = -GRAVITY;
        }
    };

    @Test
    void ballsBounceWhereTheyShould() {
        BatchSolution<double[]> solution = Solvers.dormandPrince54()
                .tolerances(1e-9, 1e-9)
                .perSample()
                .solve(
                        FREE_FALL,
                        heights(SAMPLES),
                        SAMPLES,
                        List.of(TimeSpan.of(0, 3)),
                        DEFAULTS.withEvent(BOUNCE),
                        null);

        assertThat(solution.isComplete()).isTrue();
        for (int i = 0; i < SAMPLES; i++) {
            double time = Math.sqrt(2 * heights(SAMPLES)[2 * i] / GRAVITY);
            double flight = 2 * time;
            for (EventOccurrence<double[]> bounce : solution.events(i)) {
                assertThat(bounce.time()).isCloseTo(time, within(1e-8));
                assertThat(bounce.state()[0]).isCloseTo(0, within(1e-8));
                flight *= 0.8;
                time += flight;
            }
            assertThat(time).isGreaterThan(3);
            assertThat(solution.events(i)).isNotEmpty();
        }
    }

    @Test
    void aStoppingEventEndsItsSampleAlone() {
        int[] done = new int[SAMPLES];
        BatchFunction<double[]> function = (at, y, dydt) -> {
            for (int row = 0; row < at.count(); row++) {
                done[at.index(row)]++;
            }
            FREE_FALL.evaluate(at, y, dydt);
        };
        BatchSolution<double[]> solution = Solvers.dormandPrince54()
                .tolerances(1e-9, 1e-9)
                .perSample()
                .solve(
                        function,
                        heights(SAMPLES),
                        SAMPLES,
                        List.of(TimeSpan.of(0, 1).observedAt(0.25)),
                        DEFAULTS.withEvent(Event.stopping((t, y) -> y[0])),
                        null);

        for (int i = 0; i < SAMPLES; i++) {
            double landing = Math.sqrt(2 * heights(SAMPLES)[2 * i] / GRAVITY);
            assertThat(solution.outcome(i)).isEqualTo(landing < 1 ? Outcome.EVENT : Outcome.SUCCESS);
            assertThat(solution.finalTime(i)).isCloseTo(Math.min(landing, 1), within(1e-9));
            assertThat(row(solution.finalStates(), i)[1]).isCloseTo(-GRAVITY * solution.finalTime(i), within(1e-7));
            assertThat(solution.times(i)).containsExactly(landing < 1 ? new double[] {0.25} : new double[] {0.25, 1});
            assertThat(done[i]).isEqualTo((int) solution.statistics(i).functionEvaluations());
        }
        assertThat(solution.isComplete()).isFalse();
        assertThatThrownBy(solution::failure).hasMessage("no sample failed");
        assertThatThrownBy(() -> solution.asOne(null))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageMatching(
                        "an event ended sample 0 at t=0\\.45.*, so the batch is no single state; look at the"
                                + " samples one by one");
    }

    @Test
    void companionsDoNotMatter() {
        PerSampleSolver solver = Solvers.dormandPrince54().perSample();
        SolveOptions<double[]> options = DEFAULTS.withEvent(BOUNCE).withEvent(TIRED);
        BatchFunction<double[]> function = BatchFunction.ofEach(2, BALL);
        List<TimeSpan> span = List.of(TimeSpan.of(0, 4));
        BatchSolution<double[]> all = solver.solve(function, heights(SAMPLES), SAMPLES, span, options, null);
        int[] some = {7, 2};
        double[] y0 = {heights(SAMPLES)[14], 0, heights(SAMPLES)[4], 0};
        BatchSolution<double[]> few = solver.solve(function, y0, 2, span, options, null);

        for (int i = 0; i < some.length; i++) {
            assertThat(row(few.finalStates(), i)).isEqualTo(row(all.finalStates(), some[i]));
            assertThat(few.events(i).stream().mapToDouble(EventOccurrence::time))
                    .isNotEmpty()
                    .containsExactlyElementsOf(all.events(some[i]).stream()
                            .map(EventOccurrence::time)
                            .toList());
        }
    }

    @Test
    void theBudgetHoldsWhereAnEventTakesExtraStages() {
        PerSampleSolver solver = new AdaptiveSolver(ButcherTableaus.DORMAND_PRINCE_853)
                .tolerances(1e-7, 1e-7)
                .firstStep(0.1)
                .perSample();
        SolveOptions<double[]> options = DEFAULTS.withEvent(BOUNCE);
        BatchFunction<double[]> function = BatchFunction.ofEach(2, BALL);
        List<TimeSpan> span = List.of(TimeSpan.of(0, 4));
        for (int budget = 20; budget < 120; budget++) {
            BatchSolution<double[]> solution =
                    solver.solve(function, new double[] {1, 0}, 1, span, options.withMaxEvaluations(budget), null);
            assertThat(solution.outcome(0)).isEqualTo(Outcome.EVALUATION_BUDGET);
            assertThat(solution.statistics(0).functionEvaluations()).isLessThanOrEqualTo(budget);
        }
    }

    @Test
    void tensorsHaveTheirEventsToo() {
        BatchFunction<INDArray> decay = (at, y, dydt) -> dydt.assign(y.neg());
        Event<INDArray> stop = Event.stopping((t, y) -> y.getDouble(0, 1) - 1);
        Event<INDArray> kick = Event.resetting((t, y) -> t - 0.1, (t, before, after) -> after.assign(before.mul(2)));
        try (INDArray initial = Nd4j.createFromArray(new double[][] {{5, 2}, {6, 3}, {7, 4}});
                BatchSolution<INDArray> solution = Solvers.dormandPrince54()
                        .tolerances(1e-9, 1e-9)
                        .perSample()
                        .solve(
                                decay,
                                initial,
                                3,
                                List.of(TimeSpan.of(0, 2)),
                                SolveOptions.<INDArray>defaults()
                                        .withEvent(stop)
                                        .withEvent(kick),
                                null)) {
            assertThat(initial.dataType()).isEqualTo(DataType.DOUBLE);
            for (int i = 0; i < 3; i++) {
                double end = Math.log(2 * (2 + i));
                assertThat(solution.finalTime(i)).isCloseTo(Math.min(2, end), within(1e-8));
                assertThat(solution.outcome(i)).isEqualTo(end < 2 ? Outcome.EVENT : Outcome.SUCCESS);
                INDArray last = solution.finalStates().get(NDArrayIndex.point(i));
                assertThat(last.getDouble(0)).isCloseTo(2 * (5 + i) * Math.exp(-Math.min(2, end)), within(1e-7));
                EventOccurrence<INDArray> first = solution.events(i).get(0);
                assertThat(first.event()).isEqualTo(1);
                assertThat(first.time()).isCloseTo(0.1, within(1e-9));
                assertThat(first.state().shape()).containsExactly(1, 2);
                assertThat(first.state().getDouble(0, 0)).isCloseTo((5 + i) * Math.exp(-0.1), within(1e-8));
            }
            assertThat(solution.events(0)).hasSize(2);
            assertThat(solution.events(2)).hasSize(1);
        }
    }

    @Test
    void saysWhatIsWrong() {
        PerSampleSolver solver = Solvers.dormandPrince54().perSample();
        Event<double[]> bad = Event.stopping((t, y) -> y[0] > 3 ? Double.NaN : 1);
        assertThatThrownBy(() -> solver.solve(
                        FREE_FALL, heights(3), 3, List.of(TimeSpan.of(0, 1)), DEFAULTS.withEvent(bad), null))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the condition of event 0 of sample 2 is NaN at t=0.0; it must be a number wherever the"
                        + " solution is");
        SolveOptions<INDArray> options =
                SolveOptions.<INDArray>defaults().withEvent(Event.stopping((t, y) -> y.getDouble(0)));
        try (INDArray y0 = Nd4j.createFromArray(new double[][] {{1}, {2}})) {
            assertThatThrownBy(() -> solver.solve(new Decay(), y0, TimeSpan.of(0, 1), options))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("not to the batch as one state, and have no gradient")
                    .hasMessageContaining("differentiate one sample at a time");
        }
    }

    private static final class Decay implements OdeFunction<INDArray>, BatchFunction<INDArray> {

        @Override
        public void evaluate(double t, INDArray y, INDArray dydt) {
            dydt.assign(y.neg());
        }

        @Override
        public void evaluate(Samples at, INDArray states, INDArray derivatives) {
            derivatives.assign(states.neg());
        }
    }
}
