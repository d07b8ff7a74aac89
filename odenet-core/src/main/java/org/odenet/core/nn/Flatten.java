package org.odenet.core.nn;

import java.util.stream.LongStream;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Joins all axes after the batch, in their logical order: from {@code [batch, …]} to {@code [batch, features]}. */
public final class Flatten implements Layer {

    /** Makes the layer. */
    public Flatten() {
        // Holds nothing.
    }

    @Override
    public ForwardPass forward(INDArray x, LayerContext context) {
        INDArray out = context.allocate(Inputs.check(this, x, context));
        out.reshape('c', x.shape()).assign(x);
        return ForwardPass.of(
                context, x, out, (cotangent, gradient, result) -> result.assign(cotangent.reshape('c', x.shape())));
    }

    @Override
    public long[] outputShape(long... inputShape) {
        Inputs.require(this, inputShape.length >= 2, "[batch, …] with at least two axes", inputShape);
        return new long[] {inputShape[0], LongStream.of(inputShape).skip(1).reduce(1, Math::multiplyExact)};
    }
}
