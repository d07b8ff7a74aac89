package org.odenet.core.ode;

import java.util.List;

/**
 * A solution that can be differentiated in reverse, once.
 *
 * @param <S> the type of a state, and of the flat vector of parameters
 */
public interface DifferentiableSolution<S> extends AutoCloseable {

    /**
     * The solution, with the states at the observed times.
     *
     * @return the solution; it lives as long as this object
     */
    OdeSolution<S> solution();

    /**
     * Goes back through the solve.
     *
     * @param cotangents the cotangents of the observed states, in their order; an entry may be null for zero
     * @param parameterGradient the gradient of the function's parameters is added to it; null where it is not wanted
     * @return the cotangent of the initial state, a new state
     * @throws IllegalArgumentException if there are not as many cotangents as observed states
     */
    S backward(List<S> cotangents, S parameterGradient);

    /**
     * What the backward pass cost.
     *
     * @return the statistics; all zero before {@link #backward}
     */
    SolverStatistics backwardStatistics();

    /** Gives back all memory, the solution's as well. */
    @Override
    void close();
}
