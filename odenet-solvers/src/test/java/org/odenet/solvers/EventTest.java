package org.odenet.solvers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.odenet.core.ode.Event;
import org.odenet.core.ode.EventOccurrence;
import org.odenet.core.ode.OdeFunction;
import org.odenet.core.ode.OdeSolution;
import org.odenet.core.ode.Outcome;
import org.odenet.core.ode.SolveOptions;
import org.odenet.core.ode.TimeSpan;

/** Events are found where they are, and do what they shall. */
class EventTest {

    private static final double GRAVITY = 9.81;
    /** Height and speed of a falling ball. */
    private static final OdeFunction<double[]> BALL = (t, y, dydt) -> {
        dydt[0] = y[1];
        dydt[1] = -GRAVITY;
    };

    private static final OdeFunction<double[]> CIRCLE = (t, y, dydt) -> {
        dydt[0] = -y[1];
        dydt[1] = y[0];
    };
    private static final double[] ONE_ZERO = {1, 0};
    private static final SolveOptions<double[]> DEFAULTS = SolveOptions.defaults();

    static Stream<SteppingSolver> solvers() {
        return Solvers.names().stream().map(Solvers::byName).flatMap(solver -> {
            SteppingSolver fixed = new FixedStepSolver(solver.method()).steps(2000);
            return solver instanceof AdaptiveSolver adaptive
                    ? Stream.of(fixed, adaptive.tolerances(1e-9, 1e-9))
                    : Stream.of(fixed);
        });
    }

    @ParameterizedTest
    @MethodSource("solvers")
    void endsTheSolveWhereTheBallLands(SteppingSolver solver) {
        double landing = Math.sqrt(2 * 10 / GRAVITY);
        Event<double[]> ground = Event.stopping((t, y) -> y[0]);

        OdeSolution<double[]> solution = solver.solve(
                BALL,
                new double[] {10, 0},
                TimeSpan.of(0, 3),
                DEFAULTS.withDenseOutput().withEvent(ground));

        double tolerance = solver.method().order() == 1 ? 2e-3 : 1e-5;
        assertThat(solution.outcome()).isEqualTo(Outcome.EVENT);
        assertThat(solution.finalTime()).isCloseTo(landing, within(tolerance));
        assertThat(solution.finalState()[0]).isBetween(-1e-8, 0.0);
        assertThat(solution.finalState()[1]).isCloseTo(-GRAVITY * landing, within(20 * tolerance));
        assertThat(solution.times()).isEmpty();
        assertThat(solution.at(solution.finalTime())).containsExactly(solution.finalState(), within(1e-12));
        assertThat(solution.events()).singleElement().satisfies(event -> {
            assertThat(event.event()).isZero();
            assertThat(event.time()).isEqualTo(solution.finalTime());
            assertThat(event.state()).containsExactly(solution.finalState(), within(1e-12));
        });
    }

    @Test
    void locatesToTheTolerance() {
        AdaptiveSolver solver = Solvers.dormandPrince54().tolerances(1e-10, 1e-10);
        for (double tolerance : new double[] {1e-3, 1e-6, 1e-12}) {
            Event<double[]> ground = Event.<double[]>stopping((t, y) -> y[0]).withTolerance(tolerance);
            OdeSolution<double[]> solution =
                    solver.solve(BALL, new double[] {10, 0}, TimeSpan.of(0, 3), DEFAULTS.withEvent(ground));

            assertThat(solution.finalTime()).isCloseTo(Math.sqrt(2 * 10 / GRAVITY), within(tolerance + 1e-13));
        }
    }

    @Test
    void aBallBouncesUntilItsTimeIsOver() {
        Event<double[]> bounce = Event.<double[]>resetting((t, y) -> y[0], (t, before, after) -> {
                    after[0] = 0;
                    after[1] = -0.8 * before[1];
                })
                .falling();
        OdeSolution<double[]> solution = Solvers.dormandPrince54()
                .tolerances(1e-9, 1e-9)
                .solve(
                        BALL,
                        new double[] {10, 0},
                        TimeSpan.of(0, 8),
                        DEFAULTS.withDenseOutput().withEvent(bounce));

        assertThat(solution.outcome()).isEqualTo(Outcome.SUCCESS);
        double fall = Math.sqrt(2 * 10 / GRAVITY);
        double[] bounces = new double[solution.events().size()];
        double time = fall;
        double flight = 2 * fall;
        for (int i = 0; i < bounces.length; i++) {
            bounces[i] = time;
            flight *= 0.8;
            time += flight;
        }
        assertThat(bounces).hasSizeGreaterThan(3);
        assertThat(time).isGreaterThan(8);
        assertThat(solution.events().stream().mapToDouble(EventOccurrence::time).toArray())
                .containsExactly(bounces, within(1e-8));
        assertThat(IntStream.range(0, 800).mapToDouble(i -> solution.at(i / 100.0)[0]))
                .allMatch(height -> height > -1e-8);
    }

    @Test
    void recordsEveryCrossingInItsDirection() {
        AdaptiveSolver solver = Solvers.dormandPrince54().tolerances(1e-9, 1e-9);
        Event.Condition<double[]> crossing = (t, y) -> y[0];
        for (TimeSpan span : List.of(TimeSpan.of(0, 10), TimeSpan.of(0, -10))) {
            double sign = Math.signum(span.end());
            OdeSolution<double[]> solution = solver.solve(
                    CIRCLE,
                    ONE_ZERO,
                    span,
                    DEFAULTS.withEvent(Event.recording(crossing))
                            .withEvent(Event.recording(crossing).rising())
                            .withEvent(Event.recording(crossing).falling()));

            assertThat(times(solution, 0))
                    .containsExactly(
                            new double[] {sign * 0.5 * Math.PI, sign * 1.5 * Math.PI, sign * 2.5 * Math.PI},
                            within(1e-7));
            assertThat(times(solution, 1)).containsExactly(new double[] {sign * 1.5 * Math.PI}, within(1e-7));
            assertThat(times(solution, 2))
                    .containsExactly(new double[] {sign * 0.5 * Math.PI, sign * 2.5 * Math.PI}, within(1e-7));
            assertThat(solution.finalState())
                    .isEqualTo(solver.solve(CIRCLE, ONE_ZERO, span).finalState());
        }
    }

    private static double[] times(OdeSolution<?> solution, int event) {
        return solution.events().stream()
                .filter(occurrence -> occurrence.event() == event)
                .mapToDouble(EventOccurrence::time)
                .toArray();
    }

    @Test
    void severalEventsHappenAtOnce() {
        Event<double[]> first = Event.resetting((t, y) -> t - 1, (t, before, after) -> after[0] = before[0] + 1);
        Event<double[]> second = Event.resetting((t, y) -> 2 * t - 2, (t, before, after) -> after[0] = before[0] * 10);
        Event<double[]> note = Event.recording((t, y) -> 3 * t - 3);
        OdeSolution<double[]> solution = Solvers.rk4()
                .steps(3)
                .solve(
                        (t, y, dydt) -> dydt[0] = 0,
                        new double[] {2},
                        TimeSpan.of(0, 2),
                        DEFAULTS.withEvent(first).withEvent(second).withEvent(note));

        assertThat(solution.events()).hasSize(3);
        assertThat(solution.finalState()[0]).isCloseTo(30, within(1e-12));
    }

    @Test
    void nothingHappensBeyondTheEnd() {
        OdeSolution<double[]> solution = Solvers.dormandPrince54()
                .steppingPastEnd()
                .solve(CIRCLE, ONE_ZERO, TimeSpan.of(0, 1.5), DEFAULTS.withEvent(Event.stopping((t, y) -> y[0])));

        assertThat(solution.outcome()).isEqualTo(Outcome.SUCCESS);
        assertThat(solution.events()).isEmpty();
    }

    @Test
    void observedTimesBeforeTheEventAreKept() {
        OdeSolution<double[]> solution = Solvers.dormandPrince54()
                .tolerances(1e-8, 1e-8)
                .solve(
                        BALL,
                        new double[] {10, 0},
                        TimeSpan.of(0, 3).observedAt(0.5, 1, 2),
                        DEFAULTS.withEvent(Event.stopping((t, y) -> y[0])));

        assertThat(solution.times()).containsExactly(0.5, 1);
        assertThat(solution.states().get(1)[0]).isCloseTo(10 - GRAVITY / 2, within(1e-7));
    }

    @Test
    void aConditionThatIsNaNIsNamed() {
        assertThatThrownBy(() -> Solvers.rk4()
                        .solve(
                                BALL,
                                new double[] {10, 0},
                                TimeSpan.of(0, 3),
                                DEFAULTS.withEvent(Event.stopping((t, y) -> Double.NaN))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the condition of event 0 is NaN at t=0.0; it must be a number wherever the solution is");
        assertThatThrownBy(() -> Event.stopping((t, y) -> t).withTolerance(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the tolerance of an event is 0.0; it must be positive and finite");
    }

    @Test
    void givesBackEveryState() {
        CountingSpace<double[]> space = new CountingSpace<>(ONE_ZERO);
        Event<double[]> flip = Event.resetting((t, y) -> y[0], (t, before, after) -> {
            after[0] = -before[0];
            after[1] = -before[1];
        });
        SolveOptions<double[]> options =
                DEFAULTS.withSpace(space).withDenseOutput().withEvent(flip);
        try (OdeSolution<double[]> solution =
                Solvers.dormandPrince54().solve(CIRCLE, ONE_ZERO, TimeSpan.of(0, 9), options)) {
            assertThat(solution.events()).isNotEmpty();
        }
        assertThat(space.alive()).isZero();
    }

    @Test
    void tensorsHaveEventsToo() {
        try (INDArray initial = Nd4j.createFromArray(1.0, 2.0);
                OdeSolution<INDArray> solution = Solvers.dormandPrince54()
                        .tolerances(1e-9, 1e-9)
                        .solve(
                                OdeFunction.ofTensors((t, y) -> y.neg()),
                                initial,
                                TimeSpan.of(0, 5),
                                SolveOptions.<INDArray>defaults()
                                        .withEvent(Event.stopping((t, y) -> y.getDouble(1) - 1)))) {
            assertThat(solution.finalTime()).isCloseTo(Math.log(2), within(1e-7));
        }
    }
}
