package org.odenet.core.nn;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.odenet.core.kernel.Nhwc;

/** The mean over all pixels, from {@code [batch, channels, height, width]} to {@code [batch, channels]}. */
public final class GlobalAveragePool implements Layer {

    /** Makes the layer. */
    public GlobalAveragePool() {
        // Holds nothing.
    }

    @Override
    public ForwardPass forward(INDArray x, LayerContext context) {
        INDArray out = context.allocate(Inputs.check(this, x, context));
        try (Nhwc images = Nhwc.read(x);
                INDArray means = images.means()) {
            out.assign(means);
        }
        return ForwardPass.of(context, x, out, (cotangent, gradient, result) -> {
            try (Nhwc images = Nhwc.write(result);
                    INDArray share = cotangent.div(x.size(2) * x.size(3))) {
                INDArray pixels = images.pixels();
                pixels.assign(0);
                Elementwise.exec("add", pixels, pixels, share.reshape(x.size(0), 1, x.size(1)));
            }
        });
    }

    @Override
    public long[] outputShape(long... inputShape) {
        Inputs.requireImages(this, inputShape);
        return new long[] {inputShape[0], inputShape[1]};
    }
}
