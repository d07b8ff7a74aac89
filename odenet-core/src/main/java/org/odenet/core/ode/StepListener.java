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
}
