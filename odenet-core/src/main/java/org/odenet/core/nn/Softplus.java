package org.odenet.core.nn;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Log1p;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/** The smooth rectifier {@code log(1 + exp(x))}, for any shape. */
public final class Softplus implements Layer {

    /** Makes the layer. */
    public Softplus() {
        // Holds nothing.
    }

    @Override
    public ForwardPass forward(INDArray x, LayerContext context) {
        INDArray out = context.allocate(Inputs.check(this, x, context));
        Elementwise.apply(x, x, out, (from, same, to) -> softplus(from, to));
        return ForwardPass.of(context, x, out, (cotangent, gradient, result) -> {
            Elementwise.copy(context.kernels(), x, result);
            Elementwise.apply(result, cotangent, result, (a, back, to) -> Transforms.sigmoid(to, false)
                    .muli(back));
        });
    }

    /** As {@code max(x, 0) + log(1 + exp(-|x|))}, in which nothing overflows. */
    private static void softplus(INDArray x, INDArray out) {
        out.assign(x);
        Transforms.exp(Transforms.abs(out, false).negi(), false);
        Nd4j.exec(new Log1p(out, out));
        try (INDArray positive = Transforms.max(x, 0)) {
            out.addi(positive);
        }
    }

    @Override
    public long[] outputShape(long... inputShape) {
        return inputShape.clone();
    }
}
