package org.odenet.core.kernel;

import org.nd4j.linalg.api.ndarray.INDArray;

/** A convolution with its weight brought into the form that the kernels like best. Valid until the weight changes. */
public interface Convolution extends AutoCloseable {

    /**
     * Convolves.
     *
     * @param x the input, {@code [batch, inChannels, height, width]}
     * @param offset added to every sample's result, {@code [1, outChannels, 1, 1]} (a bias) or {@code [1, outChannels,
     *     outHeight, outWidth]}; null for none
     * @param out overwritten with {@code [batch, outChannels, outHeight, outWidth]}
     */
    void forward(INDArray x, INDArray offset, INDArray out);

    /**
     * Convolves and adds the result to what is there.
     *
     * @param x the input, {@code [batch, inChannels, height, width]}
     * @param out the result is added to it, {@code [batch, outChannels, outHeight, outWidth]}
     */
    void addTo(INDArray x, INDArray out);

    /**
     * The vector-Jacobian products.
     *
     * @param x the input of the forward pass
     * @param cotangent the output's cotangent
     * @param inputCotangent overwritten with the input's cotangent; null where it is not wanted
     * @param weightGradient the weight's gradient is added to it, in the weight's shape; null where it is not wanted
     */
    void backward(INDArray x, INDArray cotangent, INDArray inputCotangent, INDArray weightGradient);

    /**
     * The same; but the weight's gradient may be left where it is summed up, to be added by {@link #closeGradient}. With one
     * call after the other that saves bringing each sum into the weight's order. No {@link #backward} that wants the weight's
     * gradient may be between them.
     *
     * @param x the input of the forward pass
     * @param cotangent the output's cotangent
     * @param inputCotangent overwritten with the input's cotangent; null where it is not wanted
     * @param weightGradient what the weight's gradient will be added to, in the weight's shape
     */
    default void backwardLeavingOpen(INDArray x, INDArray cotangent, INDArray inputCotangent, INDArray weightGradient) {
        backward(x, cotangent, inputCotangent, weightGradient);
    }

    /**
     * Adds the gradients that were left open.
     *
     * @param weightGradient that of all calls of {@link #backwardLeavingOpen} since the last of this; null to forget them
     */
    default void closeGradient(INDArray weightGradient) {
        // Nothing is left open here.
    }

    /** Gives back the prepared weight. */
    @Override
    void close();
}
