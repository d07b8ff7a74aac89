package org.odenet.models.data;

import java.util.SplittableRandom;

/** One random change of an image. */
interface ImageTransform {
    /**
     * Changes an image.
     *
     * @param image pixels 0..255, {@code [channels, height, width]}, not to be changed
     * @param shape the shape of the image
     * @param random the source of every random choice
     * @return the changed image, of the same shape
     */
    float[] apply(float[] image, ImageShape shape, SplittableRandom random);
}
