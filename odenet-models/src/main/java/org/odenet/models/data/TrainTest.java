package org.odenet.models.data;

import java.util.Objects;

/**
 * The training part and the test part of one data set.
 *
 * @param train the images to learn from
 * @param test the images to judge by
 */
public record TrainTest(ImageDataSet train, ImageDataSet test) {
    /**
     * Checks that both parts hold the same kind of images.
     *
     * @param train the images to learn from
     * @param test the images to judge by
     * @throws IllegalArgumentException if the image sizes or the classes differ
     */
    public TrainTest {
        Objects.requireNonNull(train, "train");
        Objects.requireNonNull(test, "test");
        boolean sameShape =
                train.channels() == test.channels() && train.height() == test.height() && train.width() == test.width();
        if (!sameShape || !train.classNames().equals(test.classNames())) {
            throw new IllegalArgumentException(
                    "the two parts must hold images of one size and the same classes, but are '%s' and '%s'"
                            .formatted(train, test));
        }
    }

    /**
     * The first images of both parts.
     *
     * @param images how many of each; a part that has fewer stays whole
     * @return the smaller parts
     * @throws IllegalArgumentException if the number is not positive
     */
    public TrainTest take(int images) {
        if (images <= 0) {
            throw new IllegalArgumentException("cannot take %d images; the number must be positive".formatted(images));
        }
        return new TrainTest(train.take(Math.min(images, train.size())), test.take(Math.min(images, test.size())));
    }
}
