package org.odenet.models.training;

/**
 * The results of one epoch.
 *
 * @param epoch the number of the epoch, from 1
 * @param loss the mean training loss
 * @param trainAccuracy the part of the training images classified right while training, from 0 to 1
 * @param testLoss the mean loss on the test set
 * @param testAccuracy the part of the test images classified right, from 0 to 1
 * @param forwardEvaluations NFE-F, the mean function evaluations of a training step's forward pass
 * @param backwardEvaluations NFE-B, the mean function evaluations of a training step's backward pass
 * @param learningRate the learning rate of the last step
 * @param seconds the time of training, without the test
 */
public record EpochRecord(
        int epoch,
        double loss,
        double trainAccuracy,
        double testLoss,
        double testAccuracy,
        double forwardEvaluations,
        double backwardEvaluations,
        double learningRate,
        double seconds) {}
