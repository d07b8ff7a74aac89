package org.odenet.core.samediff;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.VariableType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.odenet.core.ode.DifferentiableOdeFunction;
import org.odenet.core.ode.Linearization;

/**
 * A SameDiff graph as an ODE function: a placeholder for the state, if wanted a scalar placeholder for the time, and a
 * variable of the state's shape that is the derivative.
 *
 * <pre>{@code
 * SameDiff graph = SameDiff.create();
 * SDVariable y = graph.placeHolder("y", DataType.DOUBLE, -1, 2);
 * SDVariable w = graph.var("w", Nd4j.rand(DataType.DOUBLE, 2, 2));
 * graph.math.tanh("dydt", y.mmul(w));
 * SameDiffFunction f = SameDiffFunction.of(graph, "y", "dydt");
 * }</pre>
 *
 * <p>The graph's floating variables are the parameters, in the order of their names. The graph gets a loss and
 * a gradient of its own and must not be changed afterwards. For one thread at a time.
 */
public final class SameDiffFunction implements DifferentiableOdeFunction<INDArray> {

    private static final String COTANGENT = "odenet_cotangent";
    private static final String LOSS = "odenet_loss";

    private final SameDiff graph;
    private final SameDiff gradientGraph;
    private final String state;
    private final String time;
    private final String derivative;
    private final List<SDVariable> parameters = new ArrayList<>();

    private SameDiffFunction(SameDiff graph, String state, String time, String derivative) {
        this.graph = graph;
        this.state = requirePlaceholder(graph, state, "state");
        this.time = time == null ? null : requirePlaceholder(graph, time, "time");
        this.derivative = require(graph, derivative, "derivative").name();
        for (SDVariable variable : graph.variables()) {
            if (variable.getVariableType() == VariableType.VARIABLE
                    && variable.dataType().isFPType()) {
                parameters.add(variable);
            }
        }
        // SameDiff does not keep the order in which they were made.
        parameters.sort(Comparator.comparing(SDVariable::name));
        this.gradientGraph = differentiate();
    }

    /**
     * A function that does not depend on time.
     *
     * @param graph the graph
     * @param state the name of the state's placeholder
     * @param derivative the name of the variable that is the derivative
     * @return the function
     * @throws IllegalArgumentException if the graph has not these variables, or serves a function already
     */
    public static SameDiffFunction of(SameDiff graph, String state, String derivative) {
        return new SameDiffFunction(graph, state, null, derivative);
    }

    /**
     * A function that depends on time.
     *
     * @param graph the graph
     * @param state the name of the state's placeholder
     * @param time the name of the time's placeholder, a scalar
     * @param derivative the name of the variable that is the derivative
     * @return the function
     * @throws IllegalArgumentException if the graph has not these variables, or serves a function already
     */
    public static SameDiffFunction of(SameDiff graph, String state, String time, String derivative) {
        return new SameDiffFunction(graph, state, time, derivative);
    }

    private static SDVariable require(SameDiff graph, String name, String what) {
        if (!graph.hasVariable(name)) {
            throw new IllegalArgumentException("the graph has no variable '" + name + "' for the " + what + "; it has "
                    + graph.variableMap().keySet());
        }
        return graph.getVariable(name);
    }

    private static String requirePlaceholder(SameDiff graph, String name, String what) {
        SDVariable variable = require(graph, name, what);
        if (variable.getVariableType() != VariableType.PLACEHOLDER) {
            throw new IllegalArgumentException("the variable '" + name + "' for the " + what + " is of the kind "
                    + variable.getVariableType() + "; it must be a placeholder");
        }
        return name;
    }

    /** Gives the graph the loss {@code sum(derivative * cotangent)}, whose gradient is the vector-Jacobian product. */
    private SameDiff differentiate() {
        if (graph.hasVariable(COTANGENT)) {
            throw new IllegalArgumentException(
                    "the graph has a variable '" + COTANGENT + "': it serves another function; make a graph for each");
        }
        SDVariable output = graph.getVariable(derivative);
        SDVariable cotangent = graph.placeHolder(COTANGENT, output.dataType());
        output.mul(cotangent).sum(LOSS);
        graph.setLossVariables(LOSS);
        graph.createGradFunction(state);
        SameDiff gradient = graph.getFunction("grad");
        gradient.setEnableCache(true);
        return gradient;
    }

    /**
     * The names of the parameters.
     *
     * @return the names in the order of the flat vector
     */
    public List<String> parameterNames() {
        return parameters.stream().map(SDVariable::name).toList();
    }

    /**
     * The number of parameters.
     *
     * @return the length of the flat vector
     */
    public long parameterCount() {
        return parameters.stream()
                .mapToLong(variable -> variable.getArr().length())
                .sum();
    }

    /**
     * The values of all parameters.
     *
     * @return {@code [number of parameters]}, new, to be closed by the caller; null if there are none
     */
    public INDArray parameters() {
        if (parameters.isEmpty()) {
            return null;
        }
        INDArray flat = Nd4j.createUninitialized(parameters.get(0).dataType(), parameterCount());
        forEachParameter(flat, (variable, view) -> view.assign(variable.getArr()));
        return flat;
    }

    /**
     * Sets all parameters.
     *
     * @param flat {@code [number of parameters]}, copied
     * @throws IllegalArgumentException if it has another length
     */
    public void setParameters(INDArray flat) {
        requireParameters(flat);
        forEachParameter(flat, (variable, view) -> variable.getArr().assign(view));
    }

    private void requireParameters(INDArray flat) {
        if (flat.length() != parameterCount()) {
            throw new IllegalArgumentException("a vector of " + flat.length() + " elements for the " + parameterCount()
                    + " parameters " + parameterNames());
        }
    }

    /** Shows each parameter and its part of a flat vector, in the parameter's shape. */
    private void forEachParameter(INDArray flat, BiConsumer<SDVariable, INDArray> action) {
        long from = 0;
        for (SDVariable variable : parameters) {
            INDArray value = variable.getArr();
            long to = from + value.length();
            action.accept(variable, flat.get(NDArrayIndex.interval(from, to)).reshape('c', value.shape()));
            from = to;
        }
    }

    @Override
    public void evaluate(double t, INDArray y, INDArray dydt) {
        try (Inputs inputs = new Inputs(t, y)) {
            INDArray result = graph.output(inputs.values, derivative).get(derivative);
            if (!Arrays.equals(result.shape(), y.shape())) {
                throw new IllegalArgumentException("the graph's variable '" + derivative + "' has the shape "
                        + Arrays.toString(result.shape()) + " for a state of shape " + Arrays.toString(y.shape())
                        + "; the derivative must have the state's shape");
            }
            dydt.assign(result);
            result.close();
        }
    }

    @Override
    public Linearization<INDArray> linearize(double t, INDArray y, INDArray dydt) {
        evaluate(t, y, dydt);
        return new GraphLinearization(t, y);
    }

    /** The placeholders' values. */
    private final class Inputs implements AutoCloseable {

        private final Map<String, INDArray> values = new HashMap<>();

        Inputs(double t, INDArray y) {
            SDVariable placeholder = graph.getVariable(state);
            if (placeholder.dataType() != y.dataType()) {
                throw new IllegalArgumentException("the state is " + y.dataType() + ", the graph's placeholder '"
                        + state + "' is " + placeholder.dataType() + "; bring one to the other's type");
            }
            values.put(state, y.dup('c'));
            if (time != null) {
                values.put(time, Nd4j.scalar(graph.getVariable(time).dataType(), t));
            }
        }

        @Override
        public void close() {
            values.values().forEach(INDArray::close);
        }
    }

    private final class GraphLinearization implements Linearization<INDArray> {

        private final Inputs inputs;

        GraphLinearization(double t, INDArray y) {
            this.inputs = new Inputs(t, y);
        }

        @Override
        public void vjp(INDArray cotangent, INDArray stateCotangent, INDArray parameterGradient) {
            Map<String, INDArray> gradients = gradients(cotangent, parameterGradient != null);
            INDArray ofState = gradients.get(state);
            if (ofState == null) {
                stateCotangent.assign(0);
            } else {
                stateCotangent.assign(ofState);
            }
            if (parameterGradient != null) {
                requireParameters(parameterGradient);
                forEachParameter(parameterGradient, (variable, view) -> {
                    INDArray gradient = gradients.get(variable.name());
                    if (gradient != null) {
                        view.addi(gradient);
                    }
                });
            }
            gradients.values().forEach(INDArray::close);
        }

        /** The gradients by the names of what they belong to; none where the derivative does not depend on it. */
        private Map<String, INDArray> gradients(INDArray cotangent, boolean ofParameters) {
            Map<String, String> names = new HashMap<>();
            addGradientName(names, state);
            if (ofParameters) {
                parameterNames().forEach(name -> addGradientName(names, name));
            }
            Map<String, INDArray> results = new HashMap<>();
            if (names.isEmpty()) {
                return results;
            }
            try (INDArray copy = cotangent.dup('c')) {
                Map<String, INDArray> values = new HashMap<>(inputs.values);
                values.put(COTANGENT, copy);
                Map<String, INDArray> outputs = gradientGraph.output(values, List.copyOf(names.values()));
                names.forEach((name, gradient) -> results.put(name, outputs.get(gradient)));
            }
            return results;
        }

        private void addGradientName(Map<String, String> names, String variable) {
            SDVariable gradient = graph.getVariable(variable).gradient();
            if (gradient != null) {
                names.put(variable, gradient.name());
            }
        }

        @Override
        public void close() {
            inputs.close();
        }
    }
}
