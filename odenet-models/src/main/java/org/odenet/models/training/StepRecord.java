package org.odenet.models.training;

/**
 * The results of one training step.
 *
 * @param epoch the number of the epoch, from 1
 * @param step the step in the epoch, from 1
 * @param loss the batch's mean loss
 * @param meanLoss the mean loss in this epoch so far
 * @param accuracy the part classified right in this epoch so far
 * @param forwardEvaluations the function evaluations of this step's forward pass
 * @param backwardEvaluations the function evaluations of this step's backward pass
 */
public record StepRecord(
        int epoch,
        long step,
        double loss,
        double meanLoss,
        double accuracy,
        long forwardEvaluations,
        long backwardEvaluations) {}
