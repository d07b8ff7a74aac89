package org.odenet.core.nn;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.odenet.core.kernel.Window2d;

/**
 * The mean of each window's values; the padding counts as zeros. From {@code [batch, channels, height, width]} to {@code [batch,
 * channels, outHeight, outWidth]}.
 */
public final class AvgPool2d implements Layer {

    private final Window2d window;
    private final Pooling pooling;

    /**
     * Makes the layer.
     *
     * @param window the window
     */
    public AvgPool2d(Window2d window) {
        this.window = window;
        this.pooling = new Pooling("avgpool2d", window, 1);
    }

    @Override
    public ForwardPass forward(INDArray x, LayerContext context) {
        return pooling.forward(x, context, Inputs.check(this, x, context));
    }

    @Override
    public long[] outputShape(long... inputShape) {
        Inputs.requireImages(this, inputShape);
        return Inputs.windowed(this, window, inputShape[1], inputShape);
    }
}
