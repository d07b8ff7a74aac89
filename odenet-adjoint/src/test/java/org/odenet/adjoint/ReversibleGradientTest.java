package org.odenet.adjoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.odenet.core.ode.DifferentiableSolution;
import org.odenet.core.ode.OdeSolver;
import org.odenet.core.ode.SolveOptions;
import org.odenet.core.ode.SolverStatistics;
import org.odenet.core.ode.TimeSpan;
import org.odenet.solvers.FixedStepSolver;
import org.odenet.solvers.Solvers;
import org.odenet.solvers.reversible.ReversibleHeun;

class ReversibleGradientTest {

    private static final List<TestFunction> FUNCTIONS =
            List.of(new TestFunction.LotkaVolterra(), new TestFunction.TanhNetwork());

    static Stream<OdeSolver> solvers() {
        return Stream.of(
                fixed(1),
                fixed(7),
                new FixedStepSolver(new ReversibleHeun()).stepSize(0.011),
                Solvers.reversibleHeun(),
                Solvers.reversibleHeun().firstStep(1),
                Solvers.reversibleHeun().tolerances(1e-5, 1e-5).steppingPastEnd());
    }

    private static FixedStepSolver fixed(int steps) {
        return new FixedStepSolver(new ReversibleHeun()).steps(steps);
    }

    /** Also with states observed inside steps, several in one, and where the method begins anew. */
    private static List<TimeSpan> spans() {
        return List.of(
                TimeSpan.of(0, 1.3),
                TimeSpan.of(1, -0.3).observedAt(0.999, 0.5, 0, -0.1),
                TimeSpan.of(0.2, 1.5).observedAt(0.2001, 0.21, 0.7, 1.1, 1.49),
                TimeSpan.of(0.2, 1.5).withDiscontinuities(0.5, 0.9).observedAt(0.3, 0.9));
    }

    @ParameterizedTest
    @MethodSource("solvers")
    void equalsTheDirectGradientUpToRounding(OdeSolver solver) {
        for (TestFunction function : FUNCTIONS) {
            for (TimeSpan span : spans()) {
                Differentiated direct = Differentiated.by(Gradients.direct(), solver, function, span);
                Differentiated reversible = Differentiated.by(Gradients.reversible(), solver, function, span);

                assertThat(reversible.relativeError(direct))
                        .as("%s, %s", function, span)
                        .isLessThan(1e-9);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("solvers")
    void equalsCentralDifferences(OdeSolver solver) {
        for (TestFunction function : FUNCTIONS) {
            TimeSpan span = spans().get(2);
            Differentiated expected = Differentiated.byDifferences(solver, function, span);

            assertThat(Differentiated.by(Gradients.reversible(), solver, function, span)
                            .relativeError(expected))
                    .isLessThan(1e-6);
        }
    }

    @Test
    void observesAtTheEndsOfSteps() {
        TestFunction function = FUNCTIONS.get(1);
        List<Double> ends = new ArrayList<>();
        fixed(20)
                .solve(
                        function,
                        function.initialState(),
                        TimeSpan.of(0, 2),
                        SolveOptions.<double[]>defaults().withListener(step -> ends.add(step.end())));
        TimeSpan span = TimeSpan.of(0, 2).observedAt(ends.get(3), ends.get(4), ends.get(11));

        Differentiated direct = Differentiated.by(Gradients.direct(), fixed(20), function, span);
        Differentiated reversible = Differentiated.by(Gradients.reversible(), fixed(20), function, span);

        assertThat(reversible.relativeError(direct)).isLessThan(1e-12);
    }

    /** Forward one evaluation a step and one at the start; the same back, each with a product. */
    @Test
    void countsItsWork() {
        TestFunction function = FUNCTIONS.get(1);
        CountingFunction<double[]> counting = new CountingFunction<>(function);
        try (DifferentiableSolution<double[]> solution =
                Gradients.reversible().solve(fixed(50), counting, function.initialState(), TimeSpan.of(0, 1))) {
            assertThat(counting.evaluations).isEqualTo(51);
            counting.reset();

            solution.backward(List.of(new double[] {1, 2, 3}), null);

            SolverStatistics backward = solution.backwardStatistics();
            assertThat(backward.functionEvaluations())
                    .isEqualTo(51)
                    .isEqualTo(counting.evaluations)
                    .isEqualTo(counting.products)
                    .isEqualTo(backward.vectorJacobianProducts());
            assertThat(counting.open).isZero();
            assertThat(counting.mostOpen).isEqualTo(2);
        }
    }

    @Test
    void memoryDoesNotGrowWithTheSteps() {
        assertThat(mostAlive(1000)).isEqualTo(mostAlive(10));
    }

    private static int mostAlive(int steps) {
        TestFunction function = FUNCTIONS.get(0);
        CountingSpace<double[]> space = new CountingSpace<>(function.initialState());
        int[] most = {0};
        CountingFunction<double[]> counting = new CountingFunction<>(function)
                .in(space)
                .before(() -> {
                    most[0] = Math.max(most[0], space.alive());
                });
        try (DifferentiableSolution<double[]> solution =
                Gradients.reversible().solve(fixed(steps), counting, function.initialState(), TimeSpan.of(0, 1))) {
            space.release(solution.backward(List.of(new double[] {1, 2}), null));
            assertThat(space.alive()).isPositive();
        }
        assertThat(space.alive()).isZero();
        assertThat(counting.mostOpen).isEqualTo(2);
        return most[0];
    }

    @Test
    void leavesNothingOpenWhereAFunctionFails() {
        TestFunction function = FUNCTIONS.get(0);
        TimeSpan span = TimeSpan.of(0, 1).withDiscontinuities(0.55);
        for (int failing = 1; failing < 13; failing++) {
            CountingSpace<double[]> space = new CountingSpace<>(function.initialState());
            CountingFunction<double[]> counting = new CountingFunction<>(function).in(space);
            try (DifferentiableSolution<double[]> solution =
                    Gradients.reversible().solve(fixed(10), counting, function.initialState(), span)) {
                counting.reset();
                counting.failingAtEvaluation(failing);

                assertThatThrownBy(() -> solution.backward(List.of(new double[] {1, 2}), null))
                        .hasStackTraceContaining("told to fail at this evaluation");
            }
            assertThat(counting.open).isZero();
            assertThat(space.alive()).isZero();

            counting.reset();
            assertThatThrownBy(() -> Gradients.reversible().solve(fixed(10), counting, function.initialState(), span))
                    .hasStackTraceContaining("told to fail at this evaluation");
            assertThat(space.alive()).isZero();
        }
    }

    @Test
    void refusesOtherSolvers() {
        TestFunction function = FUNCTIONS.get(0);
        for (OdeSolver solver : List.of(Solvers.dormandPrince54(), Solvers.adams())) {
            assertThatThrownBy(() ->
                            Gradients.reversible().solve(solver, function, function.initialState(), TimeSpan.of(0, 1)))
                    .isInstanceOf(UnsupportedOperationException.class)
                    .hasMessage("the gradient method 'reversible' takes steps back, which those of the solver '"
                            + solver.name()
                            + "' do not allow; use it with 'reversible-heun', or use the gradient method"
                            + " 'checkpointed' with this solver");
        }
        OdeSolver perSample = Solvers.dormandPrince54().perSample();
        assertThatThrownBy(() ->
                        Gradients.reversible().solve(perSample, function, function.initialState(), TimeSpan.of(0, 1)))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessage("the gradient method 'reversible' takes the steps of a batch as one state back; use direct"
                        + " or checkpointed gradients where samples take steps of their own");
    }

    @Test
    void tensorsGiveWhatArraysGive() {
        TestFunction function = new TestFunction.Pointwise(24);
        TimeSpan span = TimeSpan.of(0, 1.3);
        Differentiated expected = Differentiated.by(Gradients.reversible(), fixed(9), function, span);
        double[] weight = Differentiated.weights(span, 24).get(0);
        try (INDArray initial = Nd4j.create(DataType.DOUBLE, 2, 2, 2, 3).permute(0, 3, 1, 2);
                INDArray cotangent = Nd4j.create(DataType.DOUBLE, 2, 3, 2, 2);
                INDArray gradient = Nd4j.zeros(DataType.DOUBLE, 2)) {
            TensorFunction.assign(initial, function.initialState());
            TensorFunction.assign(cotangent, weight);
            try (DifferentiableSolution<INDArray> solution =
                            Gradients.reversible().solve(fixed(9), new TensorFunction(function), initial, span);
                    INDArray byState = solution.backward(List.of(cotangent), gradient)) {
                Differentiated actual =
                        new Differentiated(TensorFunction.values(byState), TensorFunction.values(gradient));

                assertThat(actual.relativeError(expected)).isLessThan(1e-12);
            }
        }
    }
}
