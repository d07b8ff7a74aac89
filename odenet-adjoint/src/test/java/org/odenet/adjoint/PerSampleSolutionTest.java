package org.odenet.adjoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.odenet.core.kernel.ArrayPool;
import org.odenet.core.kernel.KernelProviders;
import org.odenet.core.kernel.Window2d;
import org.odenet.core.nn.GroupNorm;
import org.odenet.core.nn.Layer;
import org.odenet.core.nn.LayerContext;
import org.odenet.core.nn.LayerFunction;
import org.odenet.core.nn.Parameters;
import org.odenet.core.nn.Sequential;
import org.odenet.core.nn.Tanh;
import org.odenet.core.nn.TimeConv2d;
import org.odenet.core.ode.DifferentiableSolution;
import org.odenet.core.ode.OdeException;
import org.odenet.core.ode.OdeSolution;
import org.odenet.core.ode.Outcome;
import org.odenet.core.ode.SolveOptions;
import org.odenet.core.ode.TimeSpan;
import org.odenet.core.tensor.Tensors;
import org.odenet.solvers.AdaptiveSolver;
import org.odenet.solvers.Solvers;

/** Tensors with steps of their own for each sample, as a network has them. */
class PerSampleSolutionTest {

    private static final int SAMPLES = 6;

    private final Layer layer = Sequential.of(
            new GroupNorm(4, 2, 1e-5),
            new TimeConv2d(4, 4, new Window2d(3, 1, 1)),
            new Tanh(),
            new TimeConv2d(4, 4, new Window2d(3, 1, 1)));

    /** Samples of very different size, and so with steps of very different size. */
    private static INDArray states(DataType type) {
        INDArray states = KernelProviders.select().create(type, SAMPLES, 4, 5, 5);
        Nd4j.getRandom().setSeed(5);
        for (int i = 0; i < SAMPLES; i++) {
            Tensors.samples(states, i, i + 1)
                    .assign(Nd4j.randn(type, 1, 4, 5, 5).mul(0.1 + 2 * i * i));
        }
        return states;
    }

    private static void assertClose(INDArray actual, INDArray expected, double tolerance) {
        double scale = Math.max(1, expected.amaxNumber().doubleValue());
        assertThat(actual.sub(expected).amaxNumber().doubleValue() / scale).isCloseTo(0, within(tolerance));
    }

    @ParameterizedTest
    @EnumSource(
            value = DataType.class,
            names = {"FLOAT", "DOUBLE"})
    void solutionAndGradientAreThoseOfEachSampleAlone(DataType type) {
        AdaptiveSolver solver = Solvers.dormandPrince54().tolerances(1e-3, 1e-3);
        TimeSpan span = TimeSpan.of(0, 1).observedAt(0.3);
        double tolerance = type == DataType.FLOAT ? 2e-5 : 1e-12;
        try (Parameters parameters = Parameters.initialize(layer, type, 7);
                Parameters together = parameters.zerosLike();
                Parameters alone = parameters.zerosLike();
                ArrayPool pool = new ArrayPool(KernelProviders.select());
                LayerContext context = LayerContext.recording(parameters, pool)) {
            parameters.flat().muli(3);
            LayerFunction function = new LayerFunction(layer, context);
            INDArray x = states(type);
            List<INDArray> cotangents = List.of(states(type).muli(0.3), states(type));
            try (DifferentiableSolution<INDArray> solution =
                    Gradients.checkpointed().solve(solver.perSample(), function, x, span)) {
                INDArray back = solution.backward(cotangents, together.flat());
                long evaluations = 0;
                long most = 0;
                for (int i = 0; i < SAMPLES; i++) {
                    INDArray one = sample(x, i);
                    try (DifferentiableSolution<INDArray> own =
                            Gradients.direct().solve(solver, function, one, span)) {
                        INDArray backOfOne = own.backward(
                                List.of(sample(cotangents.get(0), i), sample(cotangents.get(1), i)), alone.flat());
                        for (int k = 0; k < 2; k++) {
                            assertClose(
                                    sample(solution.solution().states().get(k), i),
                                    own.solution().states().get(k),
                                    tolerance);
                        }
                        assertClose(sample(back, i), backOfOne, tolerance);
                        evaluations += own.solution().statistics().acceptedSteps();
                        most = Math.max(most, own.solution().statistics().functionEvaluations());
                    }
                }
                assertClose(together.flat(), alone.flat(), tolerance);
                assertThat(solution.solution().statistics().acceptedSteps()).isEqualTo(evaluations);
                assertThat(solution.solution().statistics().functionEvaluations())
                        .isEqualTo(most);
                assertThat(solution.solution().outcome()).isEqualTo(Outcome.SUCCESS);
                assertThat(solution.backwardStatistics().vectorJacobianProducts())
                        .isPositive();
            }
        }
    }

    private static INDArray sample(INDArray batch, int i) {
        return Tensors.samples(batch, i, i + 1);
    }

    @Test
    void denseOutputOfAllSamplesTogether() {
        try (Parameters parameters = Parameters.initialize(layer, DataType.DOUBLE, 7);
                ArrayPool pool = new ArrayPool(KernelProviders.select());
                LayerContext context = LayerContext.inference(parameters, pool)) {
            LayerFunction function = new LayerFunction(layer, context);
            AdaptiveSolver solver = Solvers.dormandPrince54().tolerances(1e-6, 1e-6);
            INDArray x = states(DataType.DOUBLE);
            try (OdeSolution<INDArray> together = solver.perSample().solve(function, x, TimeSpan.of(0, 1))) {
                for (int i = 0; i < SAMPLES; i++) {
                    try (OdeSolution<INDArray> alone = solver.solve(function, sample(x, i), TimeSpan.of(0, 1))) {
                        assertClose(sample(together.at(0.37), i), alone.at(0.37), 1e-12);
                    }
                }
            }
        }
    }

    @Test
    void aFailureOfOneIsTold() {
        try (Parameters parameters = Parameters.initialize(layer, DataType.DOUBLE, 7);
                ArrayPool pool = new ArrayPool(KernelProviders.select());
                LayerContext context = LayerContext.inference(parameters, pool)) {
            LayerFunction function = new LayerFunction(layer, context);
            INDArray x = states(DataType.DOUBLE);
            x.putScalar(new int[] {2, 0, 0, 0}, Double.NaN);
            assertThatThrownBy(() -> Gradients.direct()
                            .solve(Solvers.dormandPrince54().perSample(), function, x, TimeSpan.of(0, 1)))
                    .isInstanceOf(OdeException.class)
                    .hasMessageContaining("1 of 6 samples ended early; sample 2: the state is not finite at t=0.0");
            try (OdeSolution<INDArray> partial = Solvers.dormandPrince54()
                    .perSample()
                    .solve(
                            function,
                            x,
                            TimeSpan.of(0, 1).observedAt(0.5),
                            SolveOptions.<INDArray>defaults().returningFailure())) {
                assertThat(partial.outcome()).isEqualTo(Outcome.NON_FINITE_STATE);
                assertThat(partial.times()).isEmpty();
                assertThat(Arrays.stream(
                                sample(partial.finalState(), 3).dup('c').data().asDouble()))
                        .allMatch(Double::isFinite);
            }
            assertThatThrownBy(() -> Gradients.adjoint()
                            .solve(Solvers.dormandPrince54().perSample(), function, x, TimeSpan.of(0, 1)))
                    .isInstanceOf(UnsupportedOperationException.class)
                    .hasMessageContaining("direct or checkpointed");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void functionsThatKnowNoSamplesAreRefused(int dimension) {
        assertThatThrownBy(() -> Solvers.dormandPrince54()
                        .perSample()
                        .solve((t, y, dydt) -> {}, new double[dimension], TimeSpan.of(0, 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("BatchFunction");
    }
}
