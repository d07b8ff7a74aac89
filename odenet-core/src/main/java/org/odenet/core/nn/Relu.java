package org.odenet.core.nn;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.factory.Nd4j;

/** The rectifier {@code max(0, x)}, for any shape. */
public final class Relu implements Layer {

    /** Makes the layer. */
    public Relu() {
        // Holds nothing.
    }

    @Override
    public ForwardPass forward(INDArray x, LayerContext context) {
        INDArray out = context.allocate(Inputs.check(this, x, context));
        Elementwise.apply(x, x, out, (from, same, to) -> exec("relu", to, from));
        return ForwardPass.of(
                context,
                x,
                out,
                (cotangent, gradient, result) ->
                        Elementwise.apply(out, cotangent, result, (y, back, to) -> exec("relu_bp", to, y, back)));
    }

    private static void exec(String name, INDArray out, INDArray... inputs) {
        Nd4j.exec(DynamicCustomOp.builder(name)
                .addInputs(inputs)
                .addOutputs(out)
                .addFloatingPointArguments(0.0)
                .build());
    }

    @Override
    public long[] outputShape(long... inputShape) {
        return inputShape.clone();
    }
}
