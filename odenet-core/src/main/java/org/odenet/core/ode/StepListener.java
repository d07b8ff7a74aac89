package org.odenet.core.ode;

/**
 * Follows a solve step by step.
 *
 * @param <S> the type of a state
 */
@FunctionalInterface
public interface StepListener<S> {

    /**
     * Called after each accepted step.
     *
     * @param step the step, valid during this call
     */
    void accepted(Step<S> step);

    /**
     * Called after each rejected step, before a smaller one is tried from the same state. Does nothing by default.
     *
     * @param step the step, valid during this call; its final state may not be finite
     */
    default void rejected(Step<S> step) {
        // Most listeners follow the solution only.
    }
}
