package org.odenet.models.training;

/** How the learning rate changes: a factor on the optimizer's own rate. Immutable. */
public interface LearningRateSchedule {

    /**
     * The factor for a training step.
     *
     * @param step the step, from 0, over all epochs
     * @param length the length of the training
     * @return the factor on the learning rate
     */
    double factor(long step, TrainingLength length);

    /**
     * What the schedule is, with its settings. A training goes on from a checkpoint only with a schedule that is described
     * alike.
     *
     * @return the description; unless overridden it says only that it is none of {@link LearningRateSchedules}
     */
    default String description() {
        return "the program's own";
    }

    /**
     * The schedule after an epoch, for those that follow the results.
     *
     * @param testLoss the epoch's loss on the test set
     * @return the schedule to go on with
     */
    default LearningRateSchedule afterEpoch(double testLoss) {
        return this;
    }
}
