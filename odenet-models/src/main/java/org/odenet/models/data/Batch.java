package org.odenet.models.data;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Some images with their labels, as a network takes them. The arrays belong to the batch: {@link #close()} frees them.
 *
 * @param features the normalised images, {@code [batch, channels, height, width]}
 * @param oneHot 1 at the class of each image and 0 elsewhere, {@code [batch, classes]}
 * @param labels the class of each image
 */
public record Batch(INDArray features, INDArray oneHot, int[] labels) implements AutoCloseable {
    /**
     * The number of images.
     *
     * @return how many images the batch has
     */
    public int size() {
        return labels.length;
    }

    /** Frees the native memory of both arrays. */
    @Override
    public void close() {
        features.close();
        oneHot.close();
    }
}
