package org.odenet.core.nn;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A tensor for the outputs of a layer that {@link Layer#repeatsOutput}, one after the other: each is overwritten by the next,
 * and computed again where a backward pass reads it. So the output of one run is kept instead of those of all.
 */
final class RepeatedOutput {

    private final INDArray tensor;
    /** Whose output is there. */
    private ForwardPass holder;

    RepeatedOutput(INDArray tensor) {
        this.tensor = tensor;
    }

    /** The tensor, always the same. */
    INDArray tensor() {
        return tensor;
    }

    /** Runs the layer, its output in the tensor. */
    ForwardPass forward(Layer layer, INDArray x, LayerContext context) {
        holder = null;
        holder = layer.forward(x, context, tensor);
        return holder;
    }

    /** Makes sure that the output of a pass is in the tensor. */
    void require(ForwardPass pass) {
        if (holder != pass) {
            holder = null;
            pass.repeatOutput(tensor);
            holder = pass;
        }
    }
}
