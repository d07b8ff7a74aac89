package org.odenet.models.features;

import java.time.Duration;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Features of a batch of images, with the depth that they were taken at and what it took to get there.
 *
 * @param values the features, {@code [batch, filters]}
 * @param depth the time t of the hidden state, from 0 to 1
 * @param evaluations how often the ODE function was evaluated on the batch
 * @param elapsed the wall-clock time from the images to these features
 */
public record Features(INDArray values, double depth, long evaluations, Duration elapsed) implements AutoCloseable {

    /** Frees the values. */
    @Override
    public void close() {
        values.close();
    }
}
