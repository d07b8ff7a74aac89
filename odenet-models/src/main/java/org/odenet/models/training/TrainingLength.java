package org.odenet.models.training;

/**
 * How long a training is.
 *
 * @param stepsPerEpoch the training steps in an epoch
 * @param epochs the number of epochs
 */
public record TrainingLength(long stepsPerEpoch, int epochs) {

    /**
     * All steps.
     *
     * @return steps in an epoch times epochs
     */
    public long steps() {
        return stepsPerEpoch * epochs;
    }
}
