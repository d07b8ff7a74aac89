package org.odenet.models.features;

/** Decides after each step of an image whether its integration ends there. Must not depend on other images. */
@FunctionalInterface
public interface StopRule {

    /**
     * What is known of an image after a step.
     *
     * @param depth the time t of its hidden state, from 0 to 1
     * @param features its features there
     * @param previousFeatures its features before the step
     * @param probabilities the softmax over the classes there
     */
    record Progress(double depth, float[] features, float[] previousFeatures, double[] probabilities) {}

    /**
     * Decides.
     *
     * @param progress what is known of the image
     * @return true to end its integration
     */
    boolean stops(Progress progress);

    /**
     * Ends where the network is sure of the class.
     *
     * @param threshold the probability that the most probable class must have, above 0 and up to 1
     * @return the rule
     * @throws IllegalArgumentException if the threshold lies outside
     */
    static StopRule confidence(double threshold) {
        if (!(threshold > 0 && threshold <= 1)) {
            throw new IllegalArgumentException("the confidence to stop at is " + threshold
                    + "; give a probability above 0 and up to 1, such as 0.9");
        }
        return progress -> {
            for (double probability : progress.probabilities()) {
                if (probability >= threshold) {
                    return true;
                }
            }
            return false;
        };
    }

    /**
     * Ends where a step has changed the features by little.
     *
     * @param threshold the length of the change as a part of the length of the features, positive
     * @return the rule
     * @throws IllegalArgumentException if the threshold is not positive
     */
    static StopRule featureChange(double threshold) {
        if (!(threshold > 0)) {
            throw new IllegalArgumentException(
                    "the change of features to stop at is " + threshold + "; it must be positive, such as 0.05");
        }
        return progress -> {
            double change = 0;
            double length = 0;
            for (int i = 0; i < progress.features().length; i++) {
                double difference = progress.features()[i] - progress.previousFeatures()[i];
                change += difference * difference;
                length += progress.features()[i] * progress.features()[i];
            }
            return change < threshold * threshold * length;
        };
    }
}
