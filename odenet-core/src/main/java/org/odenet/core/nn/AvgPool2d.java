package org.odenet.core.nn;

import org.odenet.core.kernel.Window2d;

/**
 * The mean of each window's values; the padding counts as zeros. From {@code [batch, channels, height, width]} to {@code [batch,
 * channels, outHeight, outWidth]}.
 */
public final class AvgPool2d extends Pooling {

    /**
     * Makes the layer.
     *
     * @param window the window
     */
    public AvgPool2d(Window2d window) {
        super("avgpool2d", window, 1);
    }
}
