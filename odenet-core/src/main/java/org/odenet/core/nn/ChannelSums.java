package org.odenet.core.nn;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.odenet.core.kernel.Nhwc;

/** Sums over the pixels of one image. */
final class ChannelSums {

    private ChannelSums() {}

    /** Adds each channel's sum over an image {@code [1, channels, height, width]} to a vector {@code [channels]}. */
    static void add(INDArray image, INDArray gradient) {
        try (Nhwc pixels = Nhwc.read(image);
                INDArray sum = pixels.pixels().sum(0, 1)) {
            gradient.addi(sum);
        }
    }
}
