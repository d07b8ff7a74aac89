package org.odenet.core.samediff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.odenet.core.kernel.ArrayPool;
import org.odenet.core.kernel.Nd4jKernels;
import org.odenet.core.nn.LayerContext;
import org.odenet.core.nn.LayerFunction;
import org.odenet.core.nn.Linear;
import org.odenet.core.nn.Parameters;
import org.odenet.core.nn.Sequential;
import org.odenet.core.nn.Tanh;
import org.odenet.core.ode.DifferentiableOdeFunction;
import org.odenet.core.ode.Linearization;

class SameDiffFunctionTest {

    private static final DataType TYPE = DataType.DOUBLE;

    /** {@code tanh(y W0ᵀ + b0) W2ᵀ + b2}, with names that give the parameters the order of the sequence of layers. */
    private static SameDiff perceptron(Parameters parameters) {
        SameDiff graph = SameDiff.create();
        SDVariable y = graph.placeHolder("y", TYPE, -1, 3);
        SDVariable hidden = graph.math.tanh(affine(graph, y, "0", parameters));
        graph.identity("dydt", affine(graph, hidden, "2", parameters));
        return graph;
    }

    private static SDVariable affine(SameDiff graph, SDVariable x, String name, Parameters parameters) {
        SDVariable weight =
                graph.var(name + "a", parameters.get(name + ".weight").dup());
        SDVariable bias = graph.var(name + "b", parameters.get(name + ".bias").dup());
        return x.mmul(weight.permute(1, 0)).add(bias);
    }

    private record Result(INDArray derivative, INDArray stateCotangent, INDArray gradient) {

        static Result of(DifferentiableOdeFunction<INDArray> f, double t, INDArray y, INDArray cotangent, long count) {
            Result result = new Result(y.ulike(), y.ulike(), Nd4j.ones(TYPE, count));
            try (Linearization<INDArray> linearization = f.linearize(t, y, result.derivative)) {
                linearization.vjp(cotangent, result.stateCotangent, result.gradient);
                linearization.vjp(cotangent, result.stateCotangent, result.gradient);
            }
            return result;
        }
    }

    private static void assertClose(INDArray actual, INDArray expected) {
        assertThat(actual.shape()).isEqualTo(expected.shape());
        assertThat(actual.equalsWithEps(expected, 1e-10))
                .as("%s is %s", actual, expected)
                .isTrue();
    }

    @Test
    void agreesWithLayersOfTheSameFunction() {
        Sequential layers = Sequential.of(new Linear(3, 4), new Tanh(), new Linear(4, 3));
        INDArray y = Nd4j.rand(TYPE, 5, 3);
        INDArray cotangent = Nd4j.rand(TYPE, 5, 3);
        try (Parameters parameters = Parameters.initialize(layers, TYPE, 3);
                ArrayPool pool = new ArrayPool(new Nd4jKernels());
                LayerContext context = LayerContext.recording(parameters, pool)) {
            SameDiffFunction function = SameDiffFunction.of(perceptron(parameters), "y", "dydt");
            assertThat(function.parameterNames()).containsExactly("0a", "0b", "2a", "2b");
            assertThat(function.parameterCount()).isEqualTo(parameters.count());
            assertClose(function.parameters(), parameters.flat());

            Result expected = Result.of(new LayerFunction(layers, context), 0.5, y, cotangent, parameters.count());
            Result actual = Result.of(function, 0.5, y, cotangent, parameters.count());
            assertClose(actual.derivative(), expected.derivative());
            assertClose(actual.stateCotangent(), expected.stateCotangent());
            assertClose(actual.gradient(), expected.gradient());
        }
    }

    /** {@code sin(t) w² y}, elementwise, and a variable that nothing depends on. */
    private static SameDiffFunction timed() {
        SameDiff graph = SameDiff.create();
        SDVariable y = graph.placeHolder("y", TYPE, -1, 2);
        SDVariable t = graph.placeHolder("t", TYPE);
        SDVariable w = graph.var("w", Nd4j.createFromArray(2.0, 3.0));
        graph.var("idle", Nd4j.createFromArray(1.0));
        graph.math.sin(t).mul(w.mul(w)).mul("dydt", y);
        return SameDiffFunction.of(graph, "y", "t", "dydt");
    }

    @Test
    void servesTimeAndAgreesWithTheClosedForm() {
        SameDiffFunction function = timed();
        INDArray y = Nd4j.createFromArray(new double[][] {{1, -2}, {0.5, 4}});
        INDArray cotangent = Nd4j.createFromArray(new double[][] {{1, 2}, {3, -1}});
        double sine = Math.sin(0.7);

        Result result = Result.of(function, 0.7, y, cotangent, 3);

        INDArray squares = Nd4j.createFromArray(4.0, 9.0);
        assertClose(result.derivative(), y.mulRowVector(squares).mul(sine));
        assertClose(result.stateCotangent(), cotangent.mulRowVector(squares).mul(sine));
        // Two products were added to ones: 2 w sin(t) sum of y times cotangent.
        assertClose(result.gradient(), Nd4j.createFromArray(1, 1 + 2 * 2 * 2 * sine * 2.5, 1 + 2 * 2 * 3 * sine * -8));
    }

    @Test
    void parametersAreSetForValuesAndGradients() {
        SameDiffFunction function = timed();
        INDArray y = Nd4j.createFromArray(new double[][] {{1, -2}});
        Result.of(function, 0.7, y, y, 3);

        function.setParameters(Nd4j.createFromArray(9.0, 5.0, 1.0));

        Result result = Result.of(function, 0.7, y, y, 3);
        INDArray squares = Nd4j.createFromArray(25.0, 1.0);
        assertClose(function.parameters(), Nd4j.createFromArray(9.0, 5.0, 1.0));
        assertClose(result.derivative(), y.mulRowVector(squares).mul(Math.sin(0.7)));
        assertClose(result.stateCotangent(), y.mulRowVector(squares).mul(Math.sin(0.7)));
    }

    @Test
    void agreesWithDifferences() {
        SameDiffFunction function = timed();
        INDArray y = Nd4j.rand(TYPE, 4, 2);
        INDArray cotangent = Nd4j.rand(TYPE, 4, 2);
        Result result = Result.of(function, 0.7, y, cotangent, 3);
        INDArray values = function.parameters();
        double step = 1e-6;
        for (int i = 0; i < 3; i++) {
            double[] products = new double[2];
            for (int side = 0; side < 2; side++) {
                INDArray moved = values.dup();
                moved.putScalar(i, values.getDouble(i) + (side == 0 ? step : -step));
                function.setParameters(moved);
                INDArray derivative = y.ulike();
                function.evaluate(0.7, y, derivative);
                products[side] = derivative.mul(cotangent).sumNumber().doubleValue();
            }
            double difference = (products[0] - products[1]) / (2 * step);
            assertThat((result.gradient().getDouble(i) - 1) / 2).isCloseTo(difference, within(1e-7));
        }
    }

    @Test
    void statesInOtherMemoryOrdersAreServed() {
        SameDiffFunction function = timed();
        INDArray y = Nd4j.createFromArray(new double[][] {{1, -2}, {0.5, 4}});
        INDArray derivative = Nd4j.create(TYPE, new long[] {2, 2}, 'f');
        function.evaluate(0.7, y.dup('f'), derivative);
        assertClose(derivative, Result.of(function, 0.7, y, y, 3).derivative());
    }

    @Test
    void withoutParametersThereIsNoVector() {
        SameDiff graph = SameDiff.create();
        graph.placeHolder("y", TYPE, 2).neg("dydt");
        SameDiffFunction function = SameDiffFunction.of(graph, "y", "dydt");
        INDArray y = Nd4j.createFromArray(1.0, 2.0);
        INDArray derivative = Nd4j.create(TYPE, 2);
        INDArray stateCotangent = Nd4j.create(TYPE, 2);
        try (Linearization<INDArray> linearization = function.linearize(0, y, derivative)) {
            linearization.vjp(y, stateCotangent, null);
        }
        assertThat(function.parameters()).isNull();
        assertThat(function.parameterNames()).isEqualTo(List.of());
        assertClose(stateCotangent, y.neg());
    }

    @Test
    void resultsThatAreTheInputsThemselvesAreServed() {
        SameDiff graph = SameDiff.create();
        graph.identity("dydt", graph.placeHolder("y", TYPE, 2));
        SameDiffFunction function = SameDiffFunction.of(graph, "y", "dydt");
        INDArray y = Nd4j.createFromArray(1.0, 2.0);
        INDArray derivative = y.ulike();
        INDArray stateCotangent = y.ulike();
        for (int i = 0; i < 3; i++) {
            try (Linearization<INDArray> linearization = function.linearize(0, y, derivative)) {
                linearization.vjp(y, stateCotangent, null);
            }
        }
        assertClose(derivative, Nd4j.createFromArray(1.0, 2.0));
        assertClose(stateCotangent, Nd4j.createFromArray(1.0, 2.0));
    }

    @Test
    void unfitGraphsAreRefused() {
        SameDiff graph = SameDiff.create();
        SDVariable y = graph.placeHolder("y", TYPE, -1, 2);
        graph.var("w", Nd4j.createFromArray(2.0, 3.0));
        y.sum("dydt", 1);
        assertThatThrownBy(() -> SameDiffFunction.of(graph, "x", "dydt"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no variable 'x' for the state")
                .hasMessageContaining("dydt");
        assertThatThrownBy(() -> SameDiffFunction.of(graph, "w", "dydt"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'w' for the state")
                .hasMessageContaining("must be a placeholder");
        SameDiffFunction function = SameDiffFunction.of(graph, "y", "dydt");
        INDArray state = Nd4j.zeros(TYPE, 3, 2);
        assertThatThrownBy(() -> function.evaluate(0, state, state.dup()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'dydt' has the shape [3] for a state of shape [3, 2]");
        assertThatThrownBy(() -> function.evaluate(0, state.castTo(DataType.FLOAT), state))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the state is FLOAT, the graph's placeholder 'y' is DOUBLE");
        assertThatThrownBy(() -> function.setParameters(state))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("6 elements for the 2 parameters [w]");
        assertThatThrownBy(() -> SameDiffFunction.of(graph, "y", "dydt"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("serves another function");
    }
}
