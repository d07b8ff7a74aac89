package org.odenet.core.nn;

import org.odenet.core.kernel.Window2d;

/**
 * The maximum of each window's values; the padding never wins. From {@code [batch, channels, height, width]} to {@code [batch,
 * channels, outHeight, outWidth]}.
 */
public final class MaxPool2d extends Pooling {

    /**
     * Makes the layer.
     *
     * @param window the window
     */
    public MaxPool2d(Window2d window) {
        super("maxpool2d", window, 0);
    }
}
