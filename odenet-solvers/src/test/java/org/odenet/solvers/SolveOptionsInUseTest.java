package org.odenet.solvers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.odenet.core.ode.OdeException;
import org.odenet.core.ode.OdeFunction;
import org.odenet.core.ode.OdeSolution;
import org.odenet.core.ode.Outcome;
import org.odenet.core.ode.Progress;
import org.odenet.core.ode.SolveOptions;
import org.odenet.core.ode.TimeSpan;
import org.odenet.solvers.step.RungeKutta;

/** Discontinuities, tolerances of components, every step, cancellation, progress and stiffness. */
class SolveOptionsInUseTest {

    private static final OdeFunction<double[]> DECAY = (t, y, dydt) -> dydt[0] = -y[0];
    private static final SolveOptions<double[]> DEFAULTS = SolveOptions.defaults();

    static Stream<SteppingSolver> solvers() {
        return Solvers.names().stream().map(Solvers::byName).flatMap(solver -> {
            SteppingSolver fixed = new FixedStepSolver(solver.method()).steps(7);
            return solver instanceof AdaptiveSolver adaptive
                    ? Stream.of(fixed, adaptive.tolerances(1e-6, 1e-6))
                    : Stream.of(fixed);
        });
    }

    private static double[] one() {
        return new double[] {1};
    }

    /** The slope jumps at 0.3 and at 0.7: known of them, every method is exact. */
    @ParameterizedTest
    @MethodSource("solvers")
    void stepsEndAtDiscontinuities(SteppingSolver solver) {
        if (solver.method() instanceof RungeKutta method && !method.tableau().staysInStep()) {
            return;
        }
        OdeFunction<double[]> jumps = (t, y, dydt) -> dydt[0] = t < 0.3 ? 1 : t == 0.3 ? Double.NaN : t < 0.7 ? -5 : 2;
        TimeSpan span = TimeSpan.of(0, 1).withDiscontinuities(0.3, 0.7).observedAt(0.3, 0.5);

        OdeSolution<double[]> solution = solver.solve(jumps, new double[1], span);

        assertThat(solution.states().get(0)[0]).isCloseTo(0.3, within(1e-12));
        assertThat(solution.states().get(1)[0]).isCloseTo(0.3 - 1, within(1e-12));
        assertThat(solution.finalState()[0]).isCloseTo(0.3 - 2 + 0.6, within(1e-12));
        assertThat(solution.statistics().rejectedSteps()).isZero();
    }

    /** One unit of the resolution of time from the start, from each other, and from the end. */
    @ParameterizedTest
    @MethodSource("solvers")
    void discontinuitiesWithoutRoomForAStep(SteppingSolver solver) {
        if (solver.method() instanceof RungeKutta method && !method.tableau().staysInStep()) {
            return;
        }
        double first = Math.nextUp(0.3);
        double second = Math.nextUp(0.5);
        double last = Math.nextDown(1.0);
        Set<Double> undefined = Set.of(first, 0.5, second);
        OdeFunction<double[]> jumps =
                (t, y, dydt) -> dydt[0] = undefined.contains(t) ? Double.NaN : t < first ? 100 : t < second ? -5 : 2;
        double[] discontinuities = {first, 0.5, second, last};
        double[] reversed = {last, second, 0.5, first};

        OdeSolution<double[]> forward =
                solver.solve(jumps, new double[1], TimeSpan.of(0.3, 1).withDiscontinuities(discontinuities));
        OdeSolution<double[]> backward =
                solver.solve(jumps, new double[1], TimeSpan.of(1, 0.3).withDiscontinuities(reversed));

        assertThat(forward.times()).containsExactly(1);
        assertThat(forward.finalState()[0]).isCloseTo(-1 + 1, within(1e-12));
        assertThat(backward.times()).containsExactly(0.3);
        assertThat(backward.statistics().acceptedSteps()).isPositive();
    }

    @Test
    void discontinuitiesBackwardInTime() {
        OdeFunction<double[]> jump = (t, y, dydt) -> dydt[0] = t < 0.5 ? 1 : t == 0.5 ? Double.NaN : 3;
        OdeSolution<double[]> solution = Solvers.dormandPrince54()
                .solve(jump, new double[1], TimeSpan.of(1, 0).withDiscontinuities(0.5));

        assertThat(solution.finalState()[0]).isCloseTo(-2, within(1e-12));
    }

    @ParameterizedTest
    @MethodSource("solvers")
    void observesEveryStep(SteppingSolver solver) {
        List<Double> ends = new ArrayList<>();
        OdeSolution<double[]> solution = solver.solve(
                DECAY,
                one(),
                TimeSpan.of(0, 1).observedAt(0.33),
                DEFAULTS.withEveryStep().withListener(step -> ends.add(step.end())));

        double[] expected = DoubleStream.concat(
                        DoubleStream.of(0.33), ends.stream().mapToDouble(Double::doubleValue))
                .sorted()
                .distinct()
                .toArray();
        assertThat(solution.times()).isEqualTo(expected);
        assertThat(solution.states()).hasSize(expected.length);
        assertThat(solution.finalTime()).isEqualTo(1);
    }

    @Test
    void aLooseComponentDoesNotHoldUpTheOthers() {
        OdeFunction<double[]> function = (t, y, dydt) -> {
            dydt[0] = -y[0];
            dydt[1] = 30 * Math.cos(30 * t);
        };
        AdaptiveSolver solver = Solvers.dormandPrince54().tolerances(1e-8, 1e-8);
        double[] initial = {1, 0};
        double[] tight = {1e-8, 1e-8};
        double[] loose = {1e-8, 1e3};
        TimeSpan span = TimeSpan.of(0, 2);

        OdeSolution<double[]> usual = solver.solve(function, initial, span);
        OdeSolution<double[]> same = solver.solve(function, initial, span, DEFAULTS.withTolerances(tight, tight));
        OdeSolution<double[]> quick = solver.solve(function, initial, span, DEFAULTS.withTolerances(loose, loose));

        assertThat(same.finalState()).containsExactly(usual.finalState(), within(1e-14));
        assertThat(same.statistics().functionEvaluations())
                .isEqualTo(usual.statistics().functionEvaluations());
        assertThat(quick.statistics().functionEvaluations())
                .isLessThan(usual.statistics().functionEvaluations() / 2);
        assertThat(quick.finalState()[0]).isCloseTo(Math.exp(-2), within(1e-7));
    }

    @Test
    void tensorsHaveTolerancesOfComponents() {
        OdeFunction<INDArray> function = OdeFunction.ofTensors((t, y) -> y.neg());
        AdaptiveSolver solver = Solvers.dormandPrince54().tolerances(1e-7, 1e-7);
        TimeSpan span = TimeSpan.of(0, 2);
        try (INDArray initial = Nd4j.createFromArray(1.0, 2.0);
                INDArray tight = Nd4j.createFromArray(1e-7, 1e-7);
                OdeSolution<INDArray> usual = solver.solve(function, initial, span);
                OdeSolution<INDArray> same = solver.solve(
                        function,
                        initial,
                        span,
                        SolveOptions.<INDArray>defaults().withTolerances(tight, tight))) {
            assertThat(same.statistics()).isEqualTo(usual.statistics());
            assertThat(same.finalState()).isEqualTo(usual.finalState());
        }
    }

    @Test
    void senselessTolerancesOfComponents() {
        for (double bad : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThatThrownBy(() -> Solvers.dormandPrince54()
                            .solve(DECAY, one(), TimeSpan.of(0, 1), DEFAULTS.withTolerances(new double[] {bad}, one())))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("a component's relative tolerance is not a positive finite number; give each component"
                            + " one that is");
        }
        assertThatThrownBy(() -> Solvers.dormandPrince54()
                        .solve(DECAY, one(), TimeSpan.of(0, 1), DEFAULTS.withTolerances(new double[2], one())))
                .hasMessage("the relative tolerances has 2 components, the state of this solve has 1");
    }

    /** They tell how exact components have to be, not how stiff the problem is. */
    @Test
    void tolerancesOfComponentsDoNotHideStiffness() {
        OdeFunction<double[]> stiff = (t, y, dydt) -> {
            dydt[0] = -1e4 * (y[0] - 2 - Math.cos(t));
            dydt[1] = -y[1];
        };
        double[] initial = {3, 1};
        TimeSpan span = TimeSpan.of(0, 10);
        SolveOptions<double[]> options =
                DEFAULTS.withTolerances(new double[] {1e-4, 1e-4}, new double[] {1e-14, 1e-14});

        assertThat(Solvers.dormandPrince54()
                        .solve(stiff, initial, span, options.returningFailure())
                        .outcome())
                .isEqualTo(Outcome.STIFF);
        assertThat(Solvers.switching()
                        .solve(stiff, initial, span, options)
                        .statistics()
                        .acceptedSteps())
                .isLessThan(1000);
    }

    @Test
    void fixedStepsHaveNoTolerances() {
        OdeFunction<double[]> function = (t, y, dydt) -> dydt[0] = -y[0] * y[0];
        FixedStepSolver solver = Solvers.implicitMidpoint().steps(4);
        TimeSpan span = TimeSpan.of(0, 1);

        OdeSolution<double[]> loose =
                solver.solve(function, one(), span, DEFAULTS.withTolerances(new double[] {10}, new double[] {10}));

        assertThat(loose.finalState())
                .isEqualTo(solver.solve(function, one(), span).finalState());
    }

    @Test
    void canBeCancelled() {
        int[] steps = {0};
        SolveOptions<double[]> options =
                DEFAULTS.withListener(step -> steps[0]++).withCancellation(() -> steps[0] == 3);

        OdeSolution<double[]> solution =
                Solvers.rk4().steps(10).solve(DECAY, one(), TimeSpan.of(0, 1), options.returningFailure());

        assertThat(solution.outcome()).isEqualTo(Outcome.CANCELLED);
        assertThat(solution.finalTime()).isCloseTo(0.3, within(1e-12));
        steps[0] = 3;
        assertThatThrownBy(() -> Solvers.rk4().solve(DECAY, one(), TimeSpan.of(0, 1), options))
                .isInstanceOf(OdeException.class)
                .hasMessage("the solve was cancelled at t=0.0 of [0.0, 1.0] after 0 accepted and 0 rejected steps, 0"
                        + " evaluations, with rk4; start it again, or ask for the partial solution with"
                        + " SolveOptions.returningFailure()");
    }

    @Test
    void reportsProgress() {
        List<Progress> reports = new ArrayList<>();
        TimeSpan span = TimeSpan.of(1, 0);
        Solvers.rk4()
                .steps(4)
                .solve(DECAY, one(), span, DEFAULTS.withListener(Progress.meter(span, Duration.ZERO, reports::add)));

        assertThat(reports).extracting(Progress::fraction).containsExactly(0.25, 0.5, 0.75, 1.0);
        assertThat(reports).extracting(Progress::acceptedSteps).containsExactly(1L, 2L, 3L, 4L);
        assertThat(reports.get(3).t()).isZero();
        assertThat(reports.get(3).remaining()).isZero();
        reports.clear();
        Solvers.rk4()
                .steps(4)
                .solve(
                        DECAY,
                        one(),
                        span,
                        DEFAULTS.withListener(Progress.meter(span, Duration.ofDays(1), reports::add)));
        assertThat(reports).extracting(Progress::fraction).containsExactly(1.0);
    }

    @Test
    void anExplicitMethodStopsWhereTheProblemIsStiff() {
        OdeFunction<double[]> stiff = (t, y, dydt) -> {
            dydt[0] = -1e4 * (y[0] - Math.cos(t));
            dydt[1] = -y[1];
        };
        double[] initial = {1, 1};
        TimeSpan span = TimeSpan.of(0, 10);
        AdaptiveSolver solver = Solvers.dormandPrince54().tolerances(1e-4, 1e-4);

        assertThatThrownBy(() -> solver.solve(stiff, initial, span))
                .isInstanceOf(OdeException.class)
                .hasMessageStartingWith(
                        "the problem seems to be stiff: stability holds the steps far below what the error allows at t=")
                .hasMessageEndingWith("; use an implicit method such as kvaerno5 or radau5, or go on with"
                        + " AdaptiveSolver.ignoringStiffness()");
        assertThat(solver.solve(stiff, initial, span, DEFAULTS.returningFailure())
                        .statistics()
                        .acceptedSteps())
                .isBetween(1000L, 1100L);
        assertThat(solver.ignoringStiffness().solve(stiff, initial, span).outcome())
                .isEqualTo(Outcome.SUCCESS);
    }

    @Test
    void aSolveThatReachesItsEndIsASuccess() {
        OdeFunction<double[]> stiff = (t, y, dydt) -> dydt[0] = -1e4 * (y[0] - Math.cos(t));
        AdaptiveSolver solver = Solvers.dormandPrince54().tolerances(1e-4, 1e-4);
        OdeSolution<double[]> stopped = solver.solve(stiff, one(), TimeSpan.of(0, 10), DEFAULTS.returningFailure());
        assertThat(stopped.outcome()).isEqualTo(Outcome.STIFF);

        OdeSolution<double[]> whole = solver.solve(stiff, one(), TimeSpan.of(0, stopped.finalTime()));

        assertThat(whole.statistics().acceptedSteps())
                .isEqualTo(stopped.statistics().acceptedSteps());
        assertThat(whole.outcome()).isEqualTo(Outcome.SUCCESS);
    }

    @Test
    void aLongSolveThatIsNotStiffGoesOn() {
        OdeFunction<double[]> circle = (t, y, dydt) -> {
            dydt[0] = -y[1];
            dydt[1] = y[0];
        };
        OdeSolution<double[]> solution = Solvers.dormandPrince54()
                .tolerances(1e-9, 1e-9)
                .solve(circle, new double[] {1, 0}, TimeSpan.of(0, 400), DEFAULTS);

        assertThat(solution.statistics().acceptedSteps()).isGreaterThan(3000);
    }
}
