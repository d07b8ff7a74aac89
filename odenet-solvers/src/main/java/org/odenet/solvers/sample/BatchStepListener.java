package org.odenet.solvers.sample;

/**
 * Follows a solve of a batch step by step.
 *
 * @param <S> the type of a batch
 */
@FunctionalInterface
public interface BatchStepListener<S> {

    /**
     * Called after each step of the samples that are still on their way. May end some of them, see {@link
     * BatchStep#ending}.
     *
     * @param step the steps, valid during this call
     */
    void stepped(BatchStep<S> step);
}
