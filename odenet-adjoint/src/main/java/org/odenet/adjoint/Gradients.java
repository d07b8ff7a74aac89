package org.odenet.adjoint;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.odenet.core.lookup.NameLookup;
import org.odenet.core.ode.GradientMethod;

/** All gradient methods, by object and by name. */
public final class Gradients {

    private static final Map<String, GradientMethod> BY_NAME = new TreeMap<>(Map.of(
            "direct", direct(), "checkpointed", checkpointed(), "adjoint", adjoint(), "reversible", reversible()));

    private Gradients() {}

    /**
     * Exact gradients that keep the activations of every stage. Memory grows with the evaluations; nothing is computed
     * twice.
     *
     * @return the method
     */
    public static GradientMethod direct() {
        return new DirectGradient();
    }

    /**
     * Exact gradients that keep activations within a budget of memory, by default a quarter of the machine's. Of the steps
     * beyond it they keep the states and compute the stages again, one step at a time. Memory is the budget at most, one
     * state for each step beyond it, and the activations of one step. The default.
     *
     * @return the method; {@link CheckpointedGradient#withMemoryBudget} sets the budget
     */
    public static CheckpointedGradient checkpointed() {
        return new CheckpointedGradient();
    }

    /**
     * Gradients by the continuous adjoint (Chen et al. 2018): an ODE solved backward in time, with the solver of the
     * forward pass. Memory does not grow with the steps; the gradient is as exact as the tolerances are tight.
     *
     * @return the method
     */
    public static ContinuousAdjoint adjoint() {
        return new ContinuousAdjoint();
    }

    /**
     * Exact gradients through a reversible method, such as {@code reversible-heun}, whose steps are taken back one by one
     * from the last state. Memory does not grow with the steps; the backward pass takes as many evaluations as there were
     * steps, and rounding errors on the way back are those of a solve backward in time.
     *
     * @return the method
     */
    public static GradientMethod reversible() {
        return new ReversibleGradient();
    }

    /**
     * A gradient method by its name.
     *
     * @param name {@code direct}, {@code checkpointed}, {@code adjoint} or {@code reversible}
     * @return the method
     * @throws IllegalArgumentException if there is no such method; the message names the nearest
     */
    public static GradientMethod byName(String name) {
        return NameLookup.find("gradient method", name, BY_NAME);
    }

    /**
     * The names of all methods.
     *
     * @return the names in alphabetical order
     */
    public static List<String> names() {
        return List.copyOf(BY_NAME.keySet());
    }
}
