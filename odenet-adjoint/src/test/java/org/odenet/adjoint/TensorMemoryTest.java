package org.odenet.adjoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.odenet.core.ode.DifferentiableOdeFunction;
import org.odenet.core.ode.DifferentiableSolution;
import org.odenet.core.ode.GradientMethod;
import org.odenet.core.ode.Linearization;
import org.odenet.core.ode.OdeException;
import org.odenet.core.ode.OdeFunctionException;
import org.odenet.core.ode.TimeSpan;
import org.odenet.solvers.AdaptiveSolver;
import org.odenet.solvers.Solvers;

/** Native memory is given back at once, not when the garbage collector comes by. */
class TensorMemoryTest {

    private static final int LENGTH = 100_000;
    private static final TimeSpan SPAN = TimeSpan.of(0, 1).observedAt(0.3);
    private static final AdaptiveSolver SOLVER = Solvers.dormandPrince54();

    private final INDArray initial = Nd4j.ones(DataType.DOUBLE, LENGTH);
    private long before;

    static Stream<GradientMethod> methods() {
        return Stream.of(
                Gradients.direct(),
                Gradients.checkpointed().withMemoryBudget(0),
                Gradients.checkpointed().withMemoryBudget(10L * Double.BYTES * LENGTH),
                Gradients.adjoint());
    }

    private static long allocated() {
        return Nd4j.getEnvironment().getDeviceCouner(0);
    }

    @BeforeEach
    void measure() {
        before = allocated();
        try (INDArray one = initial.dup()) {
            // Not the whole tensor: the collector may free something small of an earlier test at the same time.
            assertThat(allocated() - before).as("the measure works").isGreaterThan(4L * LENGTH);
            assertThat(one.length()).isEqualTo(LENGTH);
        }
    }

    @AfterEach
    void nothingIsLeft() {
        assertThat(allocated() - before).isLessThan(8L * LENGTH);
        initial.close();
    }

    /** {@code f = -y}, in place; every linearization holds a tensor. */
    private static DifferentiableOdeFunction<INDArray> decay() {
        return new DifferentiableOdeFunction<>() {
            @Override
            public void evaluate(double t, INDArray y, INDArray dydt) {
                dydt.assign(y).negi();
            }

            @Override
            public Linearization<INDArray> linearize(double t, INDArray y, INDArray dydt) {
                evaluate(t, y, dydt);
                INDArray activations = y.dup();
                return new Linearization<>() {
                    @Override
                    public void vjp(INDArray cotangent, INDArray stateCotangent, INDArray parameterGradient) {
                        stateCotangent.assign(cotangent).negi();
                    }

                    @Override
                    public void close() {
                        activations.close();
                    }
                };
            }
        };
    }

    @ParameterizedTest
    @MethodSource("methods")
    void afterAGradient(GradientMethod method) {
        try (INDArray gradient = Nd4j.zeros(DataType.DOUBLE, 1);
                INDArray cotangent = initial.dup();
                DifferentiableSolution<INDArray> solution = method.solve(SOLVER, decay(), initial, SPAN);
                INDArray back = solution.backward(List.of(cotangent, cotangent), gradient)) {
            assertThat(back.getDouble(5)).isBetween(1.0, 1.2);
        }
    }

    @ParameterizedTest
    @MethodSource("methods")
    void afterAFunctionThatThrewOnTheWay(GradientMethod method) {
        CountingFunction<INDArray> failing = new CountingFunction<>(decay()).failingAtEvaluation(12);

        assertThatThrownBy(() -> method.solve(SOLVER.tolerances(1e-6, 1e-6), failing, initial, SPAN))
                .isInstanceOf(OdeFunctionException.class);
    }

    @ParameterizedTest
    @MethodSource("methods")
    void afterASolveThatEndedEarly(GradientMethod method) {
        AdaptiveSolver limited = SOLVER.tolerances(1e-6, 1e-6).maxSteps(3);

        OdeException e = catchThrowableOfType(OdeException.class, () -> method.solve(limited, decay(), initial, SPAN));

        e.partialSolution().close();
    }

    @ParameterizedTest
    @MethodSource("methods")
    void afterABackwardPassThatThrew(GradientMethod method) {
        CountingFunction<INDArray> failing = new CountingFunction<>(decay()).failingAtProduct(4);
        try (INDArray cotangent = initial.dup();
                DifferentiableSolution<INDArray> solution = method.solve(SOLVER, failing, initial, SPAN)) {
            assertThatThrownBy(() -> solution.backward(List.of(cotangent, cotangent), null))
                    .hasStackTraceContaining("told to fail at this product");
        }
    }
}
