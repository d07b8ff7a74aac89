package org.odenet.core.nn;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.factory.Nd4j;
import org.odenet.core.kernel.Nhwc;
import org.odenet.core.kernel.Window2d;

/** What the pooling layers have in common: ND4J's operation, in the memory order that it likes best. */
final class Pooling {

    private final String operation;
    private final int[] arguments;

    /**
     * Prepares an operation.
     *
     * @param operation the operation's name, whose backward has the suffix {@code _bp}
     * @param window the window
     * @param extra the operation's own argument: for a mean, 1 counts the padding
     */
    Pooling(String operation, Window2d window, int extra) {
        this.operation = operation;
        int size = window.size();
        int stride = window.stride();
        int padding = window.padding();
        // No dilation; padding as given; channels last.
        this.arguments = new int[] {size, size, stride, stride, padding, padding, 1, 1, 0, extra, 1};
    }

    ForwardPass forward(INDArray x, LayerContext context, long... outputShape) {
        INDArray out = context.allocate(outputShape);
        try (Nhwc from = Nhwc.read(x);
                Nhwc to = Nhwc.write(out)) {
            exec(operation, to, from.array());
        }
        return ForwardPass.of(context, out, (cotangent, gradient) -> {
            INDArray result = context.allocate(x.shape());
            try (Nhwc from = Nhwc.read(x);
                    Nhwc back = Nhwc.read(cotangent);
                    Nhwc to = Nhwc.write(result)) {
                exec(operation + "_bp", to, from.array(), back.array());
            }
            return result;
        });
    }

    private void exec(String name, Nhwc out, INDArray... inputs) {
        Nd4j.exec(DynamicCustomOp.builder(name)
                .addInputs(inputs)
                .addOutputs(out.array())
                .addIntegerArguments(arguments)
                .build());
    }
}
