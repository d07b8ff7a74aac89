package org.odenet.adjoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.odenet.core.kernel.ArrayPool;
import org.odenet.core.kernel.KernelProviders;
import org.odenet.core.kernel.Window2d;
import org.odenet.core.nn.ForwardPass;
import org.odenet.core.nn.GroupNorm;
import org.odenet.core.nn.Layer;
import org.odenet.core.nn.LayerContext;
import org.odenet.core.nn.OdeBlock;
import org.odenet.core.nn.Parameters;
import org.odenet.core.nn.Sequential;
import org.odenet.core.nn.TimeConv2d;
import org.odenet.core.ode.DifferentiableSolution;
import org.odenet.core.ode.GradientMethod;
import org.odenet.core.ode.OdeSolver;
import org.odenet.core.ode.SolverStatistics;
import org.odenet.core.ode.TimeSpan;
import org.odenet.solvers.AdaptiveSolver;
import org.odenet.solvers.FixedStepSolver;
import org.odenet.solvers.Solvers;
import org.odenet.solvers.tableau.ButcherTableaus;

/** What a budget of memory changes, and that it does not change the gradient. */
class CheckpointedGradientTest {

    private static final TestFunction FUNCTION = new TestFunction.TanhNetwork();
    private static final TimeSpan SPAN = TimeSpan.of(0, 1).observedAt(0.4);
    private static final List<double[]> WEIGHTS = Differentiated.weights(SPAN, 3);
    private static final long BYTES = 1000;
    private static final int ACTIVE_STAGES = 6;

    /** Its first step is too large, and is rejected. */
    private static final AdaptiveSolver REJECTING =
            Solvers.dormandPrince54().tolerances(1e-9, 1e-9).firstStep(1);

    private static GradientMethod budget(long bytes) {
        return Gradients.checkpointed().withMemoryBudget(bytes);
    }

    @ParameterizedTest
    @MethodSource("org.odenet.adjoint.DiscreteGradientTest#solvers")
    void anyBudgetGivesTheSameBits(OdeSolver solver) {
        TimeSpan span = TimeSpan.of(0.2, 1.5).observedAt(0.2001, 0.21, 0.7, 1.1, 1.49);
        Differentiated expected = Differentiated.by(Gradients.direct(), solver, FUNCTION, span);
        for (int linearizations : new int[] {0, 1, 5, 9, 14, 1_000_000}) {
            long bytes = linearizations * 3L * Double.BYTES;
            Differentiated actual = Differentiated.by(budget(bytes), solver, FUNCTION, span);

            assertThat(actual.byState()).isEqualTo(expected.byState());
            assertThat(actual.byParameters()).isEqualTo(expected.byParameters());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {100, 3000, 5000, 10_000})
    void anyBudgetGivesTheSameGradientOfLayers(long bytes) {
        Layer dynamics = Sequential.builder()
                .add("norm", new GroupNorm(2, 1, 1e-5).withRelu())
                .add("conv", new TimeConv2d(2, 2, new Window2d(3, 1, 1)))
                .build();
        try (INDArray input = Nd4j.rand(DataType.FLOAT, 2, 2, 3, 3);
                INDArray expected = byParameters(dynamics, Gradients.direct(), input);
                INDArray actual = byParameters(dynamics, budget(bytes), input)) {
            assertThat(actual).isEqualTo(expected);
            assertThat(actual.norm2Number().doubleValue()).isPositive();
        }
    }

    private static INDArray byParameters(Layer dynamics, GradientMethod method, INDArray input) {
        OdeBlock block =
                new OdeBlock(dynamics, Solvers.dormandPrince54().tolerances(1e-5, 1e-5), method, TimeSpan.of(0, 1));
        try (Parameters parameters = Parameters.initialize(block, DataType.FLOAT, 5);
                ArrayPool pool = new ArrayPool(KernelProviders.select());
                LayerContext context = LayerContext.recording(parameters, pool);
                ForwardPass pass = block.forward(input, context);
                Parameters gradient = parameters.zerosLike()) {
            context.release(pass.backward(pass.output(), gradient));
            return gradient.flat().dup();
        }
    }

    /** The first steps are rejected; where the budget holds just one step, they must have been freed before it. */
    @ParameterizedTest
    @CsvSource({
        "0, 0", "6, 0", "7, 1", "12, 1", "13, 2", "31, 5",
    })
    void recomputesTheStepsBeyondTheBudget(int linearizations, int kept) {
        CountingFunction<double[]> counting = new CountingFunction<>(FUNCTION).holding(BYTES);
        try (DifferentiableSolution<double[]> solution =
                budget(linearizations * BYTES).solve(REJECTING, counting, FUNCTION.initialState(), SPAN)) {
            SolverStatistics forward = solution.solution().statistics();
            assertThat(forward.rejectedSteps()).isPositive();
            assertThat(forward.acceptedSteps()).isGreaterThan(6);
            assertThat(forward.functionEvaluations()).isEqualTo(counting.evaluations);
            // Neighbours share a stage.
            assertThat(counting.open).isEqualTo(kept == 0 ? 0 : 1 + 6 * kept);
            assertThat(counting.mostOpenBetweenEvaluations).isLessThanOrEqualTo(linearizations);
            counting.reset();

            solution.backward(WEIGHTS, null);

            long recomputed = forward.acceptedSteps() - kept;
            // The step in which a state is observed needs its last stage as well.
            assertThat(solution.backwardStatistics().functionEvaluations())
                    .isEqualTo(counting.evaluations)
                    .isBetween(ACTIVE_STAGES * recomputed, ACTIVE_STAGES * recomputed + 1);
            assertThat(counting.open).isZero();
        }
    }

    @ParameterizedTest
    @CsvSource({"7, 7", "12, 7", "13, 13", "18, 13", "100, 31"})
    void recordsNothingThatCannotBeKept(int linearizations, int recorded) {
        OdeSolver fiveSteps = new FixedStepSolver(ButcherTableaus.DORMAND_PRINCE_54).steps(5);
        CountingFunction<double[]> counting = new CountingFunction<>(FUNCTION).holding(BYTES);
        try (DifferentiableSolution<double[]> solution =
                budget(linearizations * BYTES).solve(fiveSteps, counting, FUNCTION.initialState(), SPAN)) {
            assertThat(solution.solution().statistics().functionEvaluations()).isEqualTo(31);
            assertThat(counting.linearizations).isEqualTo(counting.open).isEqualTo(recorded);
        }
    }

    @Test
    void recomputesNothingWhereAllFits() {
        CountingFunction<double[]> counting = new CountingFunction<>(FUNCTION).holding(BYTES);
        try (DifferentiableSolution<double[]> solution =
                Gradients.checkpointed().solve(REJECTING, counting, FUNCTION.initialState(), SPAN)) {
            solution.backward(WEIGHTS, null);

            assertThat(solution.backwardStatistics().functionEvaluations()).isZero();
        }
    }

    @Test
    void aFunctionThatDoesNotTellCountsOneStateEach() {
        CountingFunction<double[]> counting = new CountingFunction<>(FUNCTION);
        try (DifferentiableSolution<double[]> solution =
                budget(20L * 3 * Double.BYTES).solve(REJECTING, counting, FUNCTION.initialState(), SPAN)) {
            assertThat(solution.solution().statistics().acceptedSteps()).isGreaterThan(4);
            assertThat(counting.open).isEqualTo(1 + 6 * 3);
        }
    }

    @Test
    void aLinearizationLargerThanTheBudgetIsFreedAtOnce() {
        long huge = Long.MAX_VALUE / 2;
        CountingFunction<double[]> counting = new CountingFunction<>(FUNCTION).holding(huge);
        try (DifferentiableSolution<double[]> solution =
                budget(huge - 1).solve(REJECTING, counting, FUNCTION.initialState(), SPAN)) {
            assertThat(counting.mostOpen).isEqualTo(1);
            assertThat(counting.open).isZero();
            assertThat(solution.backward(WEIGHTS, null)).hasSize(3);
        }
    }

    @Test
    void theDefaultIsAPartOfTheMachinesMemory() {
        long megabyte = 1 << 20;
        assertThat(Gradients.checkpointed().memoryBudget()).isBetween(16 * megabyte, megabyte * megabyte);
        assertThat(Gradients.checkpointed().withMemoryBudget(7).memoryBudget()).isEqualTo(7);
        assertThat(Gradients.checkpointed().withMemoryBudget(7)).hasToString("checkpointed");
    }

    @Test
    void refusesANegativeBudget() {
        assertThatThrownBy(() -> Gradients.checkpointed().withMemoryBudget(-1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the memory budget is -1 bytes; give 0 to keep the states only, or a positive number");
    }
}
