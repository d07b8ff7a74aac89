package org.odenet.models;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.odenet.core.kernel.ArrayPool;
import org.odenet.core.nn.ForwardPass;
import org.odenet.core.nn.Layer;
import org.odenet.core.nn.LayerContext;
import org.odenet.core.tensor.Tensors;

/**
 * Runs a network on one batch of images after another, with weights that stay as they are: what the kernels make of the
 * weights, and the memory, is kept from one to the next, which matters most for single images. For one thread at a time;
 * several threads take one each.
 */
public final class Predictor implements AutoCloseable {

    private final Layer network;
    private final ArrayPool pool;
    private final LayerContext context;

    Predictor(ImageClassifier classifier) {
        this.network = classifier.network();
        this.pool = classifier.newPool();
        this.context = LayerContext.inference(classifier.parameters(), pool);
    }

    /**
     * Runs the network.
     *
     * @param images normalised images, {@code [batch, channels, height, width]}
     * @return the logits, {@code [batch, classes]}, to be closed by the caller
     * @throws IllegalArgumentException if the images have another shape than the network takes
     */
    public INDArray logits(INDArray images) {
        try (ForwardPass pass = network.forward(images, context)) {
            return pass.output().dup('c');
        }
    }

    /**
     * The class of each image.
     *
     * @param images normalised images, {@code [batch, channels, height, width]}
     * @return the class with the largest logit, for each image
     * @throws IllegalArgumentException if the images have another shape than the network takes
     */
    public int[] classify(INDArray images) {
        try (INDArray logits = logits(images)) {
            double[][] rows = Tensors.rows(logits);
            int[] classes = new int[rows.length];
            for (int i = 0; i < rows.length; i++) {
                classes[i] = SoftmaxCrossEntropy.largest(rows[i]);
            }
            return classes;
        }
    }

    /** Frees the memory; the network's weights stay. */
    @Override
    public void close() {
        context.close();
        pool.close();
    }
}
