package org.odenet.models.features;

import java.time.Duration;
import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Features of a batch of images, with the depth that each was taken at and what it took to get there.
 *
 * @param values the features, {@code [batch, filters]}
 * @param depths of each image the time t of its hidden state, from 0 to 1; of a ResNet the part of its blocks
 * @param evaluations how often the ODE function was evaluated on each image; of a ResNet how many blocks were run
 * @param elapsed the wall-clock time from the images to these features
 */
public record Features(INDArray values, double[] depths, long[] evaluations, Duration elapsed)
        implements AutoCloseable {

    /**
     * The depth that all images reached.
     *
     * @return the smallest depth
     */
    public double depth() {
        return Arrays.stream(depths).min().orElseThrow();
    }

    /**
     * What an image cost on average.
     *
     * @return the mean of the evaluations
     */
    public double meanEvaluations() {
        return Arrays.stream(evaluations).average().orElseThrow();
    }

    /** Frees the values. */
    @Override
    public void close() {
        values.close();
    }
}
