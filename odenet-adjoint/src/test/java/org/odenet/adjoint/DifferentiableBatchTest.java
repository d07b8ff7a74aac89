package org.odenet.adjoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.odenet.core.ode.DifferentiableBatchFunction;
import org.odenet.core.ode.DifferentiableSolution;
import org.odenet.core.ode.Linearization;
import org.odenet.core.ode.Samples;
import org.odenet.core.ode.TimeSpan;
import org.odenet.core.state.BatchSpace;
import org.odenet.solvers.AdaptiveSolver;
import org.odenet.solvers.Solvers;
import org.odenet.solvers.sample.BatchSolution;
import org.odenet.solvers.tableau.ButcherTableau;
import org.odenet.solvers.tableau.ButcherTableaus;

class DifferentiableBatchTest {

    private static final int SAMPLES = 7;

    record Case(TestFunction function, AdaptiveSolver solver) {}

    static Stream<Case> cases() {
        AdaptiveSolver solver = Solvers.dormandPrince54().tolerances(1e-4, 1e-4);
        Stream<Case> methods = ButcherTableaus.ALL.stream()
                .filter(ButcherTableau::hasErrorEstimate)
                .map(tableau ->
                        new Case(new TestFunction.TanhNetwork(), new AdaptiveSolver(tableau).tolerances(1e-4, 1e-4)));
        List<TestFunction> functions = List.of(
                new TestFunction.LotkaVolterra(), new TestFunction.TanhNetwork(), new TestFunction.Pointwise(20));
        return Stream.concat(
                methods,
                functions.stream().flatMap(f -> Stream.of(new Case(f, solver), new Case(f, solver.steppingPastEnd()))));
    }

    private static double[] initialStates(TestFunction function) {
        double[] one = function.initialState();
        double[] all = new double[SAMPLES * one.length];
        Arrays.setAll(all, i -> one[i % one.length] * (1 + 0.1 * (i / one.length)));
        return all;
    }

    /** With as many observed times for each sample. */
    private static List<TimeSpan> spans() {
        return IntStream.range(0, SAMPLES)
                .mapToObj(i -> {
                    double end = i == 3 ? -1 : 0.5 + 0.7 * i;
                    return TimeSpan.of(0, end).observedAt(0.01 * end, 0.4 * end, 0.41 * end);
                })
                .toList();
    }

    private static double[] row(double[] batch, int sample) {
        int dimension = batch.length / SAMPLES;
        return Arrays.copyOfRange(batch, sample * dimension, (sample + 1) * dimension);
    }

    private static double[] random(int length, int seed) {
        return new Random(seed).doubles(length, -1, 1).toArray();
    }

    private static void assertClose(double[] actual, double[] expected, double tolerance) {
        for (int i = 0; i < expected.length; i++) {
            assertThat(actual[i]).isCloseTo(expected[i], within(tolerance * Math.max(1, Math.abs(expected[i]))));
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void theGradientIsThatOfEachSampleAlone(Case given) {
        TestFunction function = given.function();
        double[] y0 = initialStates(function);
        int dimension = function.initialState().length;
        List<double[]> cotangents = new ArrayList<>();
        for (int k = 0; k < 4; k++) {
            cotangents.add(k == 1 ? null : random(y0.length, k));
        }
        double[] gradient = new double[function.theta.length];
        double[] expectedGradient = new double[function.theta.length];
        try (DifferentiableBatch<double[]> batch = DifferentiableBatch.solve(
                given.solver().perSample(),
                DifferentiableBatchFunction.ofEach(dimension, function),
                y0,
                SAMPLES,
                spans())) {
            double[] back = batch.backward(cotangents, gradient);
            for (int i = 0; i < SAMPLES; i++) {
                int sample = i;
                try (DifferentiableSolution<double[]> alone =
                        Gradients.direct().solve(given.solver(), function, row(y0, i), spans().get(i))) {
                    List<double[]> own = new ArrayList<>();
                    cotangents.forEach(c -> own.add(c == null ? null : row(c, sample)));
                    assertThat(row(batch.solution().finalStates(), i))
                            .isEqualTo(alone.solution().finalState());
                    assertClose(row(back, i), alone.backward(own, expectedGradient), 1e-12);
                }
            }
            assertClose(gradient, expectedGradient, 1e-12);
            assertThat(batch.backwardStatistics().vectorJacobianProducts()).isPositive();
            // Again, as the steps are kept.
            assertClose(batch.backward(cotangents, null), back, 0);
        }
    }

    @Test
    void theGradientIsThatOfFiniteDifferences() {
        TestFunction.TanhNetwork network = new TestFunction.TanhNetwork();
        double[] y0 = initialStates(network);
        double[] cotangent = random(y0.length, 3);
        double[] gradient = new double[network.theta.length];
        double[] back;
        try (DifferentiableBatch<double[]> batch = solve(network, y0)) {
            back = batch.backward(List.of(cotangent), gradient);
        }
        double step = 1e-5;
        for (int p = 0; p < network.theta.length; p++) {
            double[] up = network.theta.clone();
            double[] down = network.theta.clone();
            up[p] += step;
            down[p] -= step;
            double slope =
                    (loss(network.with(up), y0, cotangent) - loss(network.with(down), y0, cotangent)) / (2 * step);
            assertThat(gradient[p]).isCloseTo(slope, within(1e-6 * Math.max(1, Math.abs(slope))));
        }
        for (int i = 0; i < y0.length; i++) {
            double[] up = y0.clone();
            double[] down = y0.clone();
            up[i] += step;
            down[i] -= step;
            double slope = (loss(network, up, cotangent) - loss(network, down, cotangent)) / (2 * step);
            assertThat(back[i]).isCloseTo(slope, within(1e-6 * Math.max(1, Math.abs(slope))));
        }
    }

    private static DifferentiableBatch<double[]> solve(TestFunction function, double[] y0) {
        List<TimeSpan> spans = IntStream.range(0, SAMPLES)
                .mapToObj(i -> TimeSpan.of(0, 0.3 + 0.2 * i))
                .toList();
        return DifferentiableBatch.solve(
                Solvers.dormandPrince54().tolerances(1e-11, 1e-11).perSample(),
                DifferentiableBatchFunction.ofEach(function.initialState().length, function),
                y0,
                SAMPLES,
                spans);
    }

    private static double loss(TestFunction function, double[] y0, double[] cotangent) {
        try (DifferentiableBatch<double[]> batch = solve(function, y0)) {
            double[] end = batch.solution().finalStates();
            return IntStream.range(0, end.length)
                    .mapToDouble(i -> end[i] * cotangent[i])
                    .sum();
        }
    }

    /** A sample that ended early, or has fewer observed times, has its final state at the others. */
    @Test
    void cotangentsOfTimesNotReachedBelongToTheFinalState() {
        TestFunction function = new TestFunction.LotkaVolterra();
        double[] y0 = initialStates(function);
        List<TimeSpan> spans = new ArrayList<>(spans());
        spans.set(2, TimeSpan.of(0, 1));
        AdaptiveSolver solver = Solvers.dormandPrince54().tolerances(1e-6, 1e-6).maxSteps(12);
        try (DifferentiableBatch<double[]> batch = DifferentiableBatch.solve(
                solver.perSample(), DifferentiableBatchFunction.ofEach(2, function), y0, SAMPLES, spans)) {
            BatchSolution<double[]> solution = batch.solution();
            assertThat(solution.isComplete()).isFalse();
            List<double[]> cotangents =
                    IntStream.range(0, 4).mapToObj(k -> random(y0.length, k)).toList();
            double[] back = batch.backward(cotangents, null);
            for (int i = 0; i < SAMPLES; i++) {
                TimeSpan reached = TimeSpan.of(0, solution.finalTime(i)).observedAt(solution.times(i));
                int observed = reached.observations().length;
                List<double[]> own = new ArrayList<>();
                for (int k = 0; k < observed; k++) {
                    own.add(row(cotangents.get(k), i));
                }
                for (int k = observed; k < 4; k++) {
                    for (int c = 0; c < 2; c++) {
                        own.get(observed - 1)[c] += row(cotangents.get(k), i)[c];
                    }
                }
                try (DifferentiableSolution<double[]> alone =
                        Gradients.direct().solve(solver.maxSteps(1000), function, row(y0, i), reached)) {
                    assertClose(row(back, i), alone.backward(own, null), 1e-3);
                }
            }
        }
    }

    @Test
    void saysWhatIsWrong() {
        TestFunction function = new TestFunction.LotkaVolterra();
        try (DifferentiableBatch<double[]> batch = DifferentiableBatch.solve(
                Solvers.dormandPrince54().perSample(),
                DifferentiableBatchFunction.ofEach(2, function),
                initialStates(function),
                SAMPLES,
                List.of(TimeSpan.of(0, 1)))) {
            assertThatThrownBy(() -> batch.backward(List.of(), null))
                    .hasMessageContaining("0 cotangents for 1 observed");
            assertThatThrownBy(() -> batch.backward(List.of(new double[3]), null))
                    .hasMessageContaining("a cotangent has 3 components");
        }
        DifferentiableBatchFunction<double[]> each = DifferentiableBatchFunction.ofEach(2, function);
        DifferentiableBatchFunction<double[]> ofAll = new DifferentiableBatchFunction<>() {
            @Override
            public BatchSpace<double[]> batchSpace(double[] prototype, int samples) {
                return BatchSpace.of(prototype, SAMPLES);
            }

            @Override
            public void evaluate(Samples at, double[] states, double[] derivatives) {
                each.evaluate(at, states, derivatives);
            }

            @Override
            public Linearization<double[]> linearize(Samples at, double[] states, double[] derivatives) {
                return each.linearize(at, states, derivatives);
            }
        };
        assertThatThrownBy(() -> DifferentiableBatch.solve(
                        Solvers.dormandPrince54().perSample(),
                        ofAll,
                        initialStates(function),
                        SAMPLES - 1,
                        List.of(TimeSpan.of(0, 1))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the batch has 7 samples, but 6 are to be solved for; give the number that it has");
    }
}
