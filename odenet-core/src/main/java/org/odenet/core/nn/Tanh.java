package org.odenet.core.nn;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/** The hyperbolic tangent, for any shape. */
public final class Tanh implements Layer {

    /** Makes the layer. */
    public Tanh() {
        // Holds nothing.
    }

    @Override
    public ForwardPass forward(INDArray x, LayerContext context) {
        INDArray out = context.allocate(Inputs.check(this, x, context));
        Elementwise.copy(context.kernels(), x, out);
        Elementwise.apply(out, out, out, (a, b, to) -> Transforms.tanh(to, false));
        return ForwardPass.of(
                context,
                x,
                out,
                (cotangent, gradient, result) ->
                        Elementwise.apply(out, cotangent, result, (y, back, to) -> y.muli(y, to)
                                .rsubi(1)
                                .muli(back)));
    }

    @Override
    public long[] outputShape(long... inputShape) {
        return inputShape.clone();
    }
}
