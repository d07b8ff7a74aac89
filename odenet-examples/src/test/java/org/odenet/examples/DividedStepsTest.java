package org.odenet.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.odenet.adjoint.Gradients;
import org.odenet.core.kernel.ArrayPool;
import org.odenet.core.nn.LayerContext;
import org.odenet.core.nn.LayerFunction;
import org.odenet.core.nn.Parameters;
import org.odenet.core.ode.DifferentiableOdeFunction;
import org.odenet.core.ode.DifferentiableSolution;
import org.odenet.core.ode.GradientMethod;
import org.odenet.core.ode.Linearization;
import org.odenet.core.ode.OdeFunction;
import org.odenet.core.ode.OdeSolution;
import org.odenet.core.ode.TimeSpan;
import org.odenet.core.state.VectorSpace;
import org.odenet.models.ImageClassifier;
import org.odenet.models.OdeNetConfig;
import org.odenet.models.OdeNets;
import org.odenet.solvers.AdaptiveSolver;
import org.odenet.solvers.Solvers;

/** With the fastest kernels, steps that threads take piece by piece are those that are taken as a whole. */
class DividedStepsTest {

    // Each thread gets more than one piece; neither samples nor parts are alike.
    private static final long[] SHAPE = {67, 32, 15, 14};
    private static final AdaptiveSolver SOLVER =
            Solvers.dormandPrince54().tolerances(1e-4, 1e-4).firstStep(1);
    private static final TimeSpan SPAN = TimeSpan.of(0, 1).observedAt(0.4);

    private final ImageClassifier net =
            OdeNets.odeOnly(OdeNetConfig.mnist().withFilters((int) SHAPE[1]).withSeed(3));
    private final ArrayPool pool = net.newPool();
    private final LayerContext context = LayerContext.inference(net.parameters(), pool);
    private final LayerFunction function =
            new LayerFunction(net.odeBlock().orElseThrow().dynamics(), context);
    private final INDArray initial = random();

    private INDArray random() {
        double[] values = new SplittableRandom(1)
                .doubles(Arrays.stream(SHAPE).reduce(1, Math::multiplyExact), -1, 1)
                .toArray();
        return pool.kernels()
                .create(DataType.FLOAT, SHAPE)
                .assign(Nd4j.create(values, SHAPE, 'c').castTo(DataType.FLOAT));
    }

    @AfterEach
    void close() {
        context.close();
        pool.close();
        initial.close();
        net.close();
    }

    /** The function without its division. */
    private record Undivided(LayerFunction function) implements DifferentiableOdeFunction<INDArray> {

        @Override
        public VectorSpace<INDArray> space(INDArray prototype) {
            return function.space(prototype);
        }

        @Override
        public void evaluate(double t, INDArray y, INDArray dydt) {
            function.evaluate(t, y, dydt);
        }

        @Override
        public Linearization<INDArray> linearize(double t, INDArray y, INDArray dydt) {
            return function.linearize(t, y, dydt);
        }
    }

    private record Solved(float[] inside, float[] end, long evaluations, long rejected) {

        static Solved by(OdeFunction<INDArray> function, INDArray initial) {
            try (OdeSolution<INDArray> solution = SOLVER.solve(function, initial, SPAN)) {
                return of(solution);
            }
        }

        static Solved of(OdeSolution<INDArray> solution) {
            return new Solved(
                    values(solution.states().get(0)),
                    values(solution.finalState()),
                    solution.statistics().functionEvaluations(),
                    solution.statistics().rejectedSteps());
        }
    }

    private static float[] values(INDArray tensor) {
        try (INDArray ordered = tensor.dup('c')) {
            return ordered.data().asFloat();
        }
    }

    /** The errors are sums in another order, and the steps' sizes follow from them. */
    private static void assertClose(float[] actual, float[] expected) {
        double scale = 0;
        double difference = 0;
        for (int i = 0; i < expected.length; i++) {
            scale = Math.max(scale, Math.abs(expected[i]));
            difference = Math.max(difference, Math.abs(actual[i] - expected[i]));
        }
        assertThat(actual).hasSameSizeAs(expected);
        assertThat(difference).isLessThan(1e-4 * scale);
    }

    @Test
    void solvesAreTheSame() {
        Solved expected = Solved.by(new Undivided(function), initial);
        Solved actual = Solved.by(function, initial);

        assertThat(actual.rejected()).isPositive().isEqualTo(expected.rejected());
        assertThat(actual.evaluations()).isEqualTo(expected.evaluations());
        assertClose(actual.inside(), expected.inside());
        assertClose(actual.end(), expected.end());
    }

    /** Whatever the order of the threads. */
    @Test
    void theSameSolveGivesTheSameBits() {
        Solved expected = Solved.by(function, initial);
        for (int i = 0; i < 3; i++) {
            Solved actual = Solved.by(function, initial);

            assertThat(actual.inside()).isEqualTo(expected.inside());
            assertThat(actual.end()).isEqualTo(expected.end());
        }
    }

    private record Gradient(float[] byState, float[] byParameters) {}

    private Gradient gradient(GradientMethod method, DifferentiableOdeFunction<INDArray> of) {
        try (Parameters gradient = net.parameters().zerosLike();
                DifferentiableSolution<INDArray> solution = method.solve(SOLVER, of, initial, SPAN)) {
            INDArray flat = gradient.flatOf(net.odeBlock().orElseThrow().dynamics());
            INDArray byState =
                    solution.backward(List.of(solution.solution().states().get(0), initial), flat);
            Gradient result = new Gradient(values(byState), values(flat));
            context.release(byState);
            return result;
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 120_000_000, Long.MAX_VALUE})
    void gradientsAreTheSameWhateverTheBudget(long budget) {
        GradientMethod checkpointed = Gradients.checkpointed().withMemoryBudget(budget);
        Gradient undivided = gradient(Gradients.direct(), new Undivided(function));
        Gradient direct = gradient(Gradients.direct(), function);
        Gradient actual = gradient(checkpointed, function);

        assertClose(actual.byState(), undivided.byState());
        assertClose(actual.byParameters(), undivided.byParameters());
        assertThat(actual.byState()).isEqualTo(direct.byState());
        assertThat(actual.byParameters()).isEqualTo(direct.byParameters());
        // Until then it has the tensors that all evaluations share.
        context.close();
        assertThat(pool.lentBytes()).isZero();
    }
}
