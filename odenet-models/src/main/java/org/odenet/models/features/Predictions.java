package org.odenet.models.features;

import java.time.Duration;
import java.util.Arrays;
import org.odenet.models.SoftmaxCrossEntropy;

/**
 * What a network makes of a batch of images at the depths that they reached.
 *
 * @param probabilities the softmax of each image, {@code [batch][classes]}
 * @param depths of each image the time t of the hidden state that was classified, from 0 to 1
 * @param evaluations how often the ODE function was evaluated on each image
 * @param elapsed the wall-clock time from the images to these predictions
 */
public record Predictions(double[][] probabilities, double[] depths, long[] evaluations, Duration elapsed) {

    /**
     * The class of each image.
     *
     * @return the most probable classes
     */
    public int[] classes() {
        return Arrays.stream(probabilities)
                .mapToInt(SoftmaxCrossEntropy::largest)
                .toArray();
    }

    /**
     * How sure the network is of each image's class.
     *
     * @return the largest probabilities
     */
    public double[] confidences() {
        return Arrays.stream(probabilities)
                .mapToDouble(row -> row[SoftmaxCrossEntropy.largest(row)])
                .toArray();
    }
}
