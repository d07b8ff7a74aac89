package org.odenet.models.data;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Random changes of training images, applied in the order in which they are added. Immutable: every method that adds a
 * change returns a new augmentation.
 *
 * <pre>{@code
 * Augmentation cifar = Augmentation.none().crop(4).horizontalFlip();
 * Augmentation digits = Augmentation.none().rotation(10).crop(2);
 * }</pre>
 */
public final class Augmentation {
    private static final Augmentation NONE = new Augmentation(List.of());

    private final List<ImageTransform> transforms;

    private Augmentation(List<ImageTransform> transforms) {
        this.transforms = transforms;
    }

    /**
     * No change: the start of every augmentation.
     *
     * @return the augmentation that leaves images as they are
     */
    public static Augmentation none() {
        return NONE;
    }

    /**
     * Adds a border of black pixels and takes a crop of the old size at a random place.
     *
     * @param padding the width of the border in pixels
     * @return this augmentation, then the crop
     * @throws IllegalArgumentException if the padding is not positive
     */
    public Augmentation crop(int padding) {
        if (padding < 1) {
            throw new IllegalArgumentException("the padding of a crop must be positive, but is " + padding);
        }
        return then(new ImageTransforms.Crop(padding));
    }

    /**
     * Mirrors one image in two, left to right.
     *
     * @return this augmentation, then the flip
     */
    public Augmentation horizontalFlip() {
        return then(new ImageTransforms.HorizontalFlip());
    }

    /**
     * Rotates about the centre by an angle drawn uniformly from {@code −degrees} to {@code degrees}, bilinear, with black
     * coming in at the corners.
     *
     * @param degrees the largest angle
     * @return this augmentation, then the rotation
     * @throws IllegalArgumentException if the angle is not above 0 and at most 180
     */
    public Augmentation rotation(double degrees) {
        if (!(degrees > 0 && degrees <= 180)) {
            throw new IllegalArgumentException(
                    "the largest angle of a rotation must be above 0 and at most 180 degrees, but is " + degrees);
        }
        return then(new ImageTransforms.Rotation(degrees));
    }

    /**
     * Changes brightness, then contrast, then saturation by factors drawn uniformly from 1 ± the given amount (and not
     * below 0). Pixels stay within 0..255. Grey images have no saturation to change.
     *
     * @param brightness the largest change of brightness; 0 for none
     * @param contrast the largest change of contrast; 0 for none
     * @param saturation the largest change of saturation; 0 for none
     * @return this augmentation, then the colour jitter
     * @throws IllegalArgumentException if an amount is negative or not finite
     */
    public Augmentation colourJitter(double brightness, double contrast, double saturation) {
        for (double amount : new double[] {brightness, contrast, saturation}) {
            if (!(amount >= 0 && amount < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException(
                        "brightness, contrast and saturation must be finite and not negative, but are %s, %s, %s"
                                .formatted(brightness, contrast, saturation));
            }
        }
        return then(new ImageTransforms.ColourJitter(brightness, contrast, saturation));
    }

    Augmentation then(ImageTransform transform) {
        List<ImageTransform> longer = new ArrayList<>(transforms);
        longer.add(transform);
        return new Augmentation(List.copyOf(longer));
    }

    float[] apply(float[] image, ImageShape shape, SplittableRandom random) {
        float[] result = image;
        for (ImageTransform transform : transforms) {
            result = transform.apply(result, shape, random);
        }
        return result;
    }

    /**
     * The changes in their order.
     *
     * @return a line for reports
     */
    @Override
    public String toString() {
        return "Augmentation" + transforms;
    }
}
