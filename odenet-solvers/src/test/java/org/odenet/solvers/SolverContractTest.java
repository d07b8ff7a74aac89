package org.odenet.solvers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;
import org.odenet.core.ode.OdeFunction;
import org.odenet.core.ode.OdeSolution;
import org.odenet.core.ode.Outcome;
import org.odenet.core.ode.SolveOptions;
import org.odenet.core.ode.SolverStatistics;
import org.odenet.core.ode.Step;
import org.odenet.core.ode.TimeSpan;
import org.odenet.solvers.step.RungeKutta;

/** What every solver promises. A new method joins by its name, in fixed steps and, if it estimates its error, adaptively. */
class SolverContractTest {

    private static final Problem PROBLEM = Problem.OSCILLATOR;
    private static final double[] INSIDE = {0.001, 0.3, 0.31, 1, 2.5, 4, 7.99999};

    static Stream<SteppingSolver> solvers() {
        List<SteppingSolver> solvers = new ArrayList<>();
        for (String name : Solvers.names()) {
            SteppingSolver solver = Solvers.byName(name);
            solvers.add(new FixedStepSolver(solver.method()).steps(50));
            solvers.add(new FixedStepSolver(solver.method()).stepSize(0.3));
            // The test for stiffness costs evaluations of its own in long solves.
            if (solver instanceof AdaptiveSolver stopping) {
                AdaptiveSolver adaptive = stopping.ignoringStiffness();
                solvers.add(adaptive.tolerances(1e-6, 1e-6));
                solvers.add(adaptive.tolerances(1e-4, 1e-4).steppingPastEnd());
                solvers.add(adaptive.firstStep(1e-3).stepLimits(0, 0.2));
            }
        }
        return solvers.stream();
    }

    private static OdeSolution<double[]> solve(SteppingSolver solver, Problem problem) {
        return solver.solve(problem.function(), problem.initialState(), problem.span());
    }

    @Test
    void everyNameGivesItsMethod() {
        assertThat(Solvers.names())
                .contains(
                        "adams",
                        "dopri5",
                        "euler",
                        "explicit-adams",
                        "implicit-adams",
                        "midpoint",
                        "rk4",
                        "rk4-classic")
                .isSorted();
        assertThat(Solvers.names())
                .allSatisfy(name -> assertThat(Solvers.byName(name).name()).isEqualTo(name));
    }

    @ParameterizedTest
    @MethodSource("solvers")
    void landsExactlyOnTheEnd(SteppingSolver solver) {
        for (Problem problem : List.of(PROBLEM, PROBLEM.backward())) {
            OdeSolution<double[]> solution = solve(solver, problem);

            assertThat(solution.outcome()).isEqualTo(Outcome.SUCCESS);
            assertThat(solution.finalTime()).isEqualTo(problem.end());
            assertThat(solution.times()).containsExactly(problem.end());
            assertThat(solution.states()).singleElement().isSameAs(solution.finalState());
            assertThat(Math.signum(solution.lastStep())).isEqualTo(Math.signum(problem.end() - problem.start()));
        }
    }

    @ParameterizedTest
    @MethodSource("solvers")
    void evaluatesInsideTheIntervalOnlyUnlessAskedTo(SteppingSolver solver) {
        for (TimeSpan span : List.of(TimeSpan.of(0.1, 0.7), TimeSpan.of(0.7, 0.1), TimeSpan.of(1e-9, 3e-9))) {
            RecordingFunction<double[]> function = new RecordingFunction<>(PROBLEM.function());

            solver.solve(function, PROBLEM.initialState(), span);

            boolean pastEnd = solver instanceof AdaptiveSolver adaptive
                    && adaptive.control().stepsPastEnd();
            boolean inside = !pastEnd && staysInStep(solver);
            assertThat(function.times().stream().allMatch(span::contains)).isEqualTo(inside);
        }
    }

    private static boolean staysInStep(SteppingSolver solver) {
        return !(solver.method() instanceof RungeKutta rungeKutta)
                || rungeKutta.tableau().staysInStep();
    }

    private static boolean isExplicit(SteppingSolver solver) {
        return !(solver.method() instanceof RungeKutta rungeKutta)
                || rungeKutta.tableau().isExplicit();
    }

    @ParameterizedTest
    @MethodSource("solvers")
    void isAsGoodBackwardInTimeAsForward(SteppingSolver solver) {
        double forward = largestError(solver, Problem.TIME_DEPENDENT);
        double backward = largestError(solver, Problem.TIME_DEPENDENT.backward());

        // Methods of high order take few steps, whose luck differs.
        assertThat(backward).isBetween(forward / 200, forward * 200);
    }

    private static double largestError(SteppingSolver solver, Problem problem) {
        OdeSolution<double[]> solution = solve(solver, problem);
        return IntStream.rangeClosed(0, 50)
                .mapToDouble(i -> problem.start() + (problem.end() - problem.start()) * i / 50)
                .map(t -> problem.error(t, solution.at(t)))
                .max()
                .orElseThrow();
    }

    @ParameterizedTest
    @MethodSource("solvers")
    void countsEveryEvaluation(SteppingSolver solver) {
        RecordingFunction<double[]> function = new RecordingFunction<>(PROBLEM.function());
        SolverStatistics statistics =
                solver.solve(function, PROBLEM.initialState(), PROBLEM.span()).statistics();

        assertThat(statistics.functionEvaluations()).isEqualTo(function.evaluations());
        if (isExplicit(solver)) {
            assertThat(function.evaluations()).isEqualTo(ExpectedEvaluations.of(solver, statistics));
        } else {
            assertThat(function.evaluations()).isGreaterThan((int) statistics.acceptedSteps());
        }
        assertThat(statistics.vectorJacobianProducts()).isZero();
    }

    @Test
    void fixedStepsAreAsManyAsAskedFor() {
        for (int steps : new int[] {1, 3, 7, 1000, 4321}) {
            SolverStatistics statistics = Solvers.euler()
                    .steps(steps)
                    .solve((t, y, dydt) -> dydt[0] = t, new double[1], TimeSpan.of(8, 0))
                    .statistics();

            assertThat(statistics.acceptedSteps()).isEqualTo(steps);
            assertThat(statistics.functionEvaluations()).isEqualTo(steps);
            assertThat(statistics.largestStep()).isCloseTo(8.0 / steps, within(1e-10));
        }
    }

    @Test
    void stepsOfOneSizeEndWithAShorterOne() {
        List<Double> sizes = new ArrayList<>();
        Solvers.rk4()
                .stepSize(0.3)
                .solve(
                        PROBLEM.function(),
                        PROBLEM.initialState(),
                        TimeSpan.of(0, 1),
                        SolveOptions.<double[]>defaults().withListener(step -> sizes.add(step.size())));

        assertThat(sizes).hasSize(4);
        assertThat(sizes.subList(0, 3)).containsOnly(0.3);
        assertThat(sizes.get(3)).isCloseTo(0.1, within(1e-15));
    }

    @ParameterizedTest
    @MethodSource("solvers")
    void observesAtAnyTimesWhatDenseOutputGives(SteppingSolver solver) {
        TimeSpan span = PROBLEM.span().observedAt(INSIDE);
        OdeSolution<double[]> observed = solver.solve(PROBLEM.function(), PROBLEM.initialState(), span);
        OdeSolution<double[]> plain = solve(solver, PROBLEM);

        assertThat(observed.times()).isEqualTo(span.observations());
        assertThat(observed.finalState()).isEqualTo(plain.finalState());
        assertThat(observed.statistics()).isEqualTo(plain.statistics());
        for (int i = 0; i < INSIDE.length; i++) {
            assertThat(observed.states().get(i)).containsExactly(plain.at(INSIDE[i]), within(1e-13));
        }
        assertThat(plain.at(PROBLEM.start())).isEqualTo(PROBLEM.initialState());
        assertThat(plain.at(PROBLEM.end())).containsExactly(plain.finalState(), within(1e-13));
    }

    @ParameterizedTest
    @MethodSource("solvers")
    void observesBackwardInTime(SteppingSolver solver) {
        Problem problem = PROBLEM.backward();
        double[] times = {7.9, 4, 0.3};
        OdeSolution<double[]> solution = solver.solve(
                problem.function(), problem.initialState(), problem.span().observedAt(times));

        for (int i = 0; i < times.length; i++) {
            assertThat(solution.states().get(i)).containsExactly(solution.at(times[i]), within(1e-13));
        }
    }

    @ParameterizedTest
    @MethodSource("solvers")
    void stateObservedAtTheEndOfAStepIsThatStepsState(SteppingSolver solver) {
        List<Double> ends = new ArrayList<>();
        List<double[]> states = new ArrayList<>();
        solver.solve(
                PROBLEM.function(),
                PROBLEM.initialState(),
                PROBLEM.span(),
                SolveOptions.<double[]>defaults().withListener(step -> {
                    ends.add(step.end());
                    states.add(step.finalState().clone());
                }));
        int middle = ends.size() / 2;

        OdeSolution<double[]> solution = solver.solve(
                PROBLEM.function(), PROBLEM.initialState(), PROBLEM.span().observedAt(ends.get(middle)));

        assertThat(solution.states().get(0)).isEqualTo(states.get(middle));
    }

    @ParameterizedTest
    @MethodSource("solvers")
    void stepsJoinUpAndAddUpToTheStatistics(SteppingSolver solver) {
        List<Double> sizes = new ArrayList<>();
        double[] end = {PROBLEM.start()};
        double[][] state = {PROBLEM.initialState()};
        boolean adaptive = solver instanceof AdaptiveSolver;
        OdeSolution<double[]> solution = solver.solve(
                PROBLEM.function(),
                PROBLEM.initialState(),
                PROBLEM.span(),
                SolveOptions.<double[]>defaults().withListener(step -> {
                    assertThat(step.start()).isEqualTo(end[0]);
                    assertThat(step.initialState()).isEqualTo(state[0]);
                    assertThat(step.size()).isCloseTo(step.end() - step.start(), within(1e-14));
                    assertThat(step.error()).isBetween(0.0, adaptive ? 1.0 : 0.0);
                    assertInterpolantOutlives(step);
                    sizes.add(step.size());
                    end[0] = step.end();
                    state[0] = step.finalState().clone();
                }));

        assertThat(end[0]).isGreaterThanOrEqualTo(PROBLEM.end());
        assertThat(solution.statistics().acceptedSteps()).isEqualTo(sizes.size());
        assertThat(solution.statistics().smallestStep()).isEqualTo(Collections.min(sizes));
        assertThat(solution.statistics().largestStep()).isEqualTo(Collections.max(sizes));
        assertThat(solution.lastStep()).isEqualTo(sizes.get(sizes.size() - 1));
    }

    private static void assertInterpolantOutlives(Step<double[]> step) {
        double[] state = new double[2];
        step.interpolant().evaluate(step.end(), state);
        assertThat(state).containsExactly(step.finalState(), within(1e-13));
    }

    @ParameterizedTest
    @MethodSource("solvers")
    void oneInstanceGivesTheSameBitsFromManyThreads(SteppingSolver solver) throws Exception {
        double[] expected = solve(solver, PROBLEM).finalState();
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<double[]>> results = new ArrayList<>();
            for (int i = 0; i < 32; i++) {
                results.add(threads.submit(() -> solve(solver, PROBLEM).finalState()));
            }
            for (Future<double[]> result : results) {
                assertThat(result.get()).isEqualTo(expected);
            }
        } finally {
            threads.shutdown();
        }
    }

    @ParameterizedTest
    @MethodSource("solvers")
    void leavesTheInitialStateAlone(SteppingSolver solver) {
        double[] initial = PROBLEM.initialState();

        OdeSolution<double[]> solution = solver.solve(PROBLEM.function(), initial, PROBLEM.span());

        assertThat(initial).isEqualTo(PROBLEM.initialState());
        assertThat(solution.finalState()).isNotSameAs(initial);
    }

    /** Fewer steps: each operation on a tensor takes its time, however small the tensor. */
    static Stream<SteppingSolver> solversOfTensors() {
        return Solvers.names().stream().map(Solvers::byName).flatMap(solver -> {
            SteppingSolver fixed = new FixedStepSolver(solver.method()).steps(7);
            return solver instanceof AdaptiveSolver adaptive
                    ? Stream.of(
                            fixed,
                            adaptive.tolerances(1e-3, 1e-4),
                            adaptive.tolerances(1e-4, 1e-3).steppingPastEnd())
                    : Stream.of(fixed);
        });
    }

    @ParameterizedTest
    @MethodSource("solversOfTensors")
    void tensorsGiveWhatArraysGive(SteppingSolver solver) {
        if (!isExplicit(solver)
                && solver instanceof FixedStepSolver fixed
                && fixed.control().count() > 0) {
            return; // Slow, and nothing that the larger steps do not show.
        }
        long[] shape = {2, 3, 2, 2};
        double[] values = new double[24];
        for (int i = 0; i < values.length; i++) {
            values[i] = Math.sin(i + 1);
        }
        OdeFunction<double[]> ofArrays = (t, y, dydt) -> {
            for (int i = 0; i < y.length; i++) {
                dydt[i] = Math.tanh(y[i]) - t * y[i];
            }
        };
        OdeFunction<INDArray> ofTensors = OdeFunction.ofTensors((t, y) -> {
            try (INDArray decay = y.mul(t)) {
                return Transforms.tanh(y, true).subi(decay);
            }
        });
        TimeSpan span = TimeSpan.of(0, 1.5).observedAt(0.7);
        OdeSolution<double[]> expected = solver.solve(ofArrays, values, span);
        // Equations of tensors are solved without matrices, in other iterations than those of arrays.
        boolean explicit = isExplicit(solver);
        // Where an error estimate is all rounding, as in the first steps at high order, so is some of the next step's
        // size.
        double tolerance = explicit || solver instanceof FixedStepSolver ? 1e-10 : 1e-2;

        for (int[] memoryOrder : new int[][] {{0, 1, 2, 3}, {0, 2, 3, 1}}) {
            try (INDArray initial = tensor(values, shape, memoryOrder);
                    OdeSolution<INDArray> solution = solver.solve(ofTensors, initial, span);
                    INDArray dense = solution.at(0.3)) {
                if (explicit) {
                    assertThat(solution.statistics().functionEvaluations())
                            .isEqualTo(expected.statistics().functionEvaluations());
                }
                assertClose(solution.states().get(0), expected.states().get(0), tolerance);
                assertClose(solution.finalState(), expected.finalState(), tolerance);
                assertClose(dense, expected.at(0.3), tolerance);
                assertThat(solution.finalState().stride()).isEqualTo(initial.stride());
            }
        }
    }

    /** x' = cos t - x, and its quadrature q' = x². */
    private static class Quadrature implements OdeFunction<double[]> {

        @Override
        public void evaluate(double t, double[] y, double[] dydt) {
            dydt[0] = Math.cos(t) - y[0];
            dydt[1] = y[0] * y[0];
        }

        OdeSolution<double[]> solveBy(SteppingSolver solver) {
            return solver.solve(this, new double[] {0.5, 0}, PROBLEM.span().observedAt(INSIDE));
        }
    }

    /** The same, the quadrature left out where it may be. */
    private static final class LeftOutQuadrature extends Quadrature {

        private int leftOut;

        @Override
        public void evaluateWithoutQuadratures(double t, double[] y, double[] dydt) {
            evaluate(t, y, dydt);
            dydt[1] = 0;
            leftOut++;
        }
    }

    @ParameterizedTest
    @MethodSource("solvers")
    void quadraturesAreOnlyLeftOutWhereNothingDependsOnThem(SteppingSolver solver) {
        LeftOutQuadrature function = new LeftOutQuadrature();

        OdeSolution<double[]> actual = function.solveBy(solver);

        OdeSolution<double[]> expected = new Quadrature().solveBy(solver);
        assertThat(actual.statistics()).isEqualTo(expected.statistics());
        for (int i = 0; i < INSIDE.length; i++) {
            assertThat(actual.states().get(i)).isEqualTo(expected.states().get(i));
        }
        if (solver.method().name().equals("dopri5")) {
            SolverStatistics statistics = actual.statistics();
            assertThat(function.leftOut).isEqualTo(statistics.acceptedSteps() + statistics.rejectedSteps());
        }
    }

    /** A tensor whose axes lie in memory in a given order. */
    private static INDArray tensor(double[] values, long[] shape, int[] memoryOrder) {
        long[] physical = new long[4];
        int[] inverse = new int[4];
        for (int i = 0; i < 4; i++) {
            physical[i] = shape[memoryOrder[i]];
            inverse[memoryOrder[i]] = i;
        }
        INDArray tensor = Nd4j.create(DataType.DOUBLE, physical).permute(inverse);
        try (INDArray source = Nd4j.createFromArray(values)) {
            tensor.assign(source.reshape(shape));
        }
        return tensor;
    }

    private static void assertClose(INDArray tensor, double[] expected, double tolerance) {
        try (INDArray ordered = tensor.dup('c')) {
            assertThat(ordered.data().asDouble()).containsExactly(expected, within(tolerance));
        }
    }
}
