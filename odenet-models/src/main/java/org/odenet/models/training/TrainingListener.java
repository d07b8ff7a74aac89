package org.odenet.models.training;

/** Follows a training. */
public interface TrainingListener {

    /**
     * Called before an epoch's first step, or its first after a resumption.
     *
     * @param epoch the number of the epoch, from 1
     * @param step how many of its steps are done
     * @param length the length of the training
     */
    default void epochStarted(int epoch, long step, TrainingLength length) {}

    /**
     * Called after each step.
     *
     * @param step the step's results
     */
    default void stepFinished(StepRecord step) {}

    /**
     * Called after an epoch's test.
     *
     * @param epoch the epoch's results
     */
    default void epochFinished(EpochRecord epoch) {}
}
