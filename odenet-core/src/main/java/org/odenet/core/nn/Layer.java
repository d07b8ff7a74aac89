package org.odenet.core.nn;

import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A differentiable function of a tensor, of its parameters and, where the layer says so, of time.
 *
 * <p>A layer is immutable and holds neither parameter values nor activations: the values are in the {@link
 * LayerContext}, the activations in the {@link ForwardPass}. One layer may serve many threads.
 */
public interface Layer {

    /**
     * Runs the layer.
     *
     * @param x the input; it must live and stay unchanged as long as the result, if the context records
     * @param context the parameters, the kernels and the mode
     * @return the output and, if the context records, what the backward pass needs; to be closed by the caller
     * @throws IllegalArgumentException if the input has the wrong shape
     */
    ForwardPass forward(INDArray x, LayerContext context);

    /**
     * Runs the layer, its output in a given tensor.
     *
     * @param x the input; it must live and stay unchanged as long as the result, if the context records
     * @param context the parameters, the kernels and the mode
     * @param out overwritten with the output; it may change before the way back
     * @return what the backward pass needs, if the context records; its output must not be asked for; to be closed by the
     *     caller
     * @throws IllegalArgumentException if the input has the wrong shape
     */
    default ForwardPass forward(INDArray x, LayerContext context, INDArray out) {
        ForwardPass pass = forward(x, context);
        Elementwise.copy(context.kernels(), pass.output(), out);
        pass.releaseOutput();
        return pass;
    }

    /**
     * Whether the output is cheap to compute again from the input, so that nobody has to keep it for the way back: its passes
     * are {@link ForwardPass#notReadingOutput} and {@link ForwardPass.Backward#repeatOutput}.
     *
     * @return true for a layer that does so
     */
    default boolean repeatsOutput() {
        return false;
    }

    /**
     * The output's shape.
     *
     * @param inputShape the input's shape, with the batch
     * @return the output's shape, with the batch
     * @throws IllegalArgumentException if no input may have this shape, with the layer, the shape and what it expects
     */
    long[] outputShape(long... inputShape);

    /**
     * The length of the largest tensor in a run: the input, the output or one between two children.
     *
     * @param inputShape the input's shape, with the batch
     * @return its number of elements
     * @throws IllegalArgumentException if no input may have this shape
     */
    default long largestLength(long... inputShape) {
        return Math.max(Inputs.length(inputShape), Inputs.length(outputShape(inputShape)));
    }

    /**
     * The layer's own parameters, without those of its children.
     *
     * @return the same objects at every call
     */
    default List<ParameterSpec> parameters() {
        return List.of();
    }

    /**
     * The layers that this one is made of, by name. A child of the name {@code ""} adds no level to the names of its
     * parameters.
     *
     * @return the children in a fixed order
     */
    default Map<String, Layer> children() {
        return Map.of();
    }

    /**
     * Whether a sample's output depends on the other samples of its batch. Layers for which it does not may be run on
     * parts of a batch at once.
     *
     * @return true for a layer that looks across the batch, or one of whose children does
     */
    default boolean mixesSamples() {
        return children().values().stream().anyMatch(Layer::mixesSamples);
    }

    /**
     * Whether the layer draws random numbers in training, so that two runs on the same input differ.
     *
     * @return true for a layer that does, or one of whose children does
     */
    default boolean isRandom() {
        return children().values().stream().anyMatch(Layer::isRandom);
    }
}
