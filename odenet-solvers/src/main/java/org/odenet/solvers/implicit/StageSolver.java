package org.odenet.solvers.implicit;

import java.util.List;

/**
 * A way of solving the equations of stages, at work in one solve.
 *
 * @param <S> the type of a state
 * @see StageSolvers
 */
public interface StageSolver<S> extends AutoCloseable {

    /**
     * Solves the equations that were posed last.
     *
     * @param equations the equations
     * @param k the stages' derivatives: a guess, replaced by the solution
     * @return whether it succeeded
     */
    boolean solve(StageEquations<S> equations, List<S> k);

    /**
     * Multiplies an error estimate by {@code (I - scale ∂f/∂y)⁻¹}, with the derivative near the start of the step.
     *
     * @param equations the equations
     * @param scale the factor of the derivative
     * @param error the estimate, replaced
     */
    void smooth(StageEquations<S> equations, double scale, S error);

    /**
     * How much larger the next step may be for the equations' sake.
     *
     * @return a factor, infinite where only accuracy limits the step
     */
    double growthLimit();

    /** The step was accepted: the next one starts elsewhere. */
    void accept();

    /** Forgets the function's derivative, as the next step has nothing to do with the last one. */
    void restart();

    /** Gives back its memory. */
    @Override
    void close();
}
