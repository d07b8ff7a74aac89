package org.odenet.core.nn;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.factory.Nd4j;
import org.odenet.core.kernel.Nhwc;
import org.odenet.core.kernel.Window2d;

/** What the pooling layers have in common: ND4J's operation, in the memory order that it likes best. */
abstract sealed class Pooling implements Layer permits AvgPool2d, MaxPool2d {

    private final Window2d window;
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
        this.window = window;
        this.operation = operation;
        int size = window.size();
        int stride = window.stride();
        int padding = window.padding();
        // No dilation; padding as given; channels last.
        this.arguments = new int[] {size, size, stride, stride, padding, padding, 1, 1, 0, extra, 1};
    }

    @Override
    public final ForwardPass forward(INDArray x, LayerContext context) {
        INDArray out = context.allocate(Inputs.check(this, x, context));
        try (Nhwc from = Nhwc.read(x);
                Nhwc to = Nhwc.write(out)) {
            exec(operation, to, from.array());
        }
        return ForwardPass.of(context, x, out, (cotangent, gradient, result) -> {
            try (Nhwc from = Nhwc.read(x);
                    Nhwc back = Nhwc.read(cotangent);
                    Nhwc to = Nhwc.write(result)) {
                exec(operation + "_bp", to, from.array(), back.array());
            }
        });
    }

    @Override
    public final long[] outputShape(long... inputShape) {
        Inputs.requireImages(this, inputShape);
        return Inputs.windowed(this, window, inputShape[1], inputShape);
    }

    private void exec(String name, Nhwc out, INDArray... inputs) {
        Nd4j.exec(DynamicCustomOp.builder(name)
                .addInputs(inputs)
                .addOutputs(out.array())
                .addIntegerArguments(arguments)
                .build());
    }
}
