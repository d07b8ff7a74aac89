package org.odenet.models.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class AugmentationTest {
    private static final ImageShape GREY = new ImageShape(1, 3, 4);
    private static final ImageShape COLOUR = new ImageShape(3, 5, 5);

    private static float[] counting(ImageShape shape) {
        float[] image = new float[shape.length()];
        for (int i = 0; i < image.length; i++) {
            image[i] = i + 1;
        }
        return image;
    }

    private static float[] apply(Augmentation augmentation, ImageShape shape, long seed) {
        return augmentation.apply(counting(shape), shape, new SplittableRandom(seed));
    }

    @Test
    void noneLeavesTheImageAlone() {
        assertThat(apply(Augmentation.none(), GREY, 1)).containsExactly(counting(GREY));
    }

    @Test
    void flipsOneImageInTwo() {
        float[] mirrored = {4, 3, 2, 1, 8, 7, 6, 5, 12, 11, 10, 9};
        int flipped = 0;
        for (int seed = 0; seed < 400; seed++) {
            float[] result = apply(Augmentation.none().horizontalFlip(), GREY, seed);
            if (Arrays.equals(result, mirrored)) {
                flipped++;
            } else {
                assertThat(result).containsExactly(counting(GREY));
            }
        }
        assertThat(flipped).isBetween(150, 250);
    }

    @Test
    void cropsAtEveryPlaceOfThePaddedImage() {
        Set<String> seen = new HashSet<>();
        for (int seed = 0; seed < 300; seed++) {
            seen.add(Arrays.toString(apply(Augmentation.none().crop(1), GREY, seed)));
        }
        assertThat(seen)
                .hasSize(9)
                .contains(
                        Arrays.toString(counting(GREY)),
                        Arrays.toString(new float[] {0, 0, 0, 0, 0, 1, 2, 3, 0, 5, 6, 7}),
                        Arrays.toString(new float[] {6, 7, 8, 0, 10, 11, 12, 0, 0, 0, 0, 0}));
    }

    @Test
    void cropMovesAllChannelsAlike() {
        float[] result = apply(Augmentation.none().crop(2), COLOUR, 5);
        int plane = COLOUR.plane();
        for (int p = 0; p < plane; p++) {
            if (result[p] > 0) {
                assertThat(result[plane + p]).isEqualTo(result[p] + plane);
                assertThat(result[2 * plane + p]).isEqualTo(result[p] + 2 * plane);
            }
        }
    }

    /** A linear ramp stays linear under bilinear sampling, so that every pixel tells the angle and shows an error. */
    @Test
    void rotatesAboutTheCentreByAtMostTheGivenAngle() {
        ImageShape shape = new ImageShape(1, 21, 21);
        float[] ramp = new float[shape.length()];
        for (int p = 0; p < ramp.length; p++) {
            ramp[p] = 100 + (p % 21 - 10);
        }
        double largest = 0;
        for (int seed = 0; seed < 50; seed++) {
            float[] result = Augmentation.none().rotation(30).apply(ramp, shape, new SplittableRandom(seed));
            double sine = (result[11 * 21 + 10] - result[9 * 21 + 10]) / 2;
            double angle = Math.asin(sine);
            largest = Math.max(largest, Math.abs(Math.toDegrees(angle)));
            for (int row = 5; row <= 15; row++) {
                for (int column = 5; column <= 15; column++) {
                    double expected = 100 + Math.sin(angle) * (row - 10) + Math.cos(angle) * (column - 10);
                    assertThat((double) result[row * 21 + column]).isCloseTo(expected, within(1e-3));
                }
            }
        }
        assertThat(largest).isBetween(24.0, 30.001);
    }

    @Test
    void rotationBringsBlackIntoTheCorners() {
        ImageShape shape = new ImageShape(1, 20, 20);
        float[] white = new float[shape.length()];
        Arrays.fill(white, 255);
        float corner = 255;
        for (int seed = 0; seed < 20; seed++) {
            float[] result = Augmentation.none().rotation(45).apply(white, shape, new SplittableRandom(seed));
            corner = Math.min(corner, result[0]);
            assertThat(result[10 * 20 + 10]).isEqualTo(255);
        }
        assertThat(corner).isZero();
    }

    @Test
    void brightnessScalesEveryPixelByOneFactor() {
        Augmentation bright = Augmentation.none().colourJitter(0.5, 0, 0);
        double lowest = 2;
        double highest = 0;
        for (int seed = 0; seed < 200; seed++) {
            float[] result = apply(bright, COLOUR, seed);
            double factor = result[0];
            lowest = Math.min(lowest, factor);
            highest = Math.max(highest, factor);
            for (int p = 0; p < result.length; p++) {
                assertThat((double) result[p]).isCloseTo(factor * (p + 1), within(1e-3));
            }
        }
        assertThat(lowest).isBetween(0.5, 0.53);
        assertThat(highest).isBetween(1.47, 1.5);
    }

    @Test
    void contrastKeepsTheMeanGreyAndSaturationKeepsEachGrey() {
        // Far enough from black and white that no pixel has to be cut off.
        float[] image = counting(COLOUR);
        for (int p = 0; p < image.length; p++) {
            image[p] += 90;
        }
        for (int seed = 0; seed < 20; seed++) {
            float[] contrast =
                    Augmentation.none().colourJitter(0, 0.3, 0).apply(image, COLOUR, new SplittableRandom(seed));
            float[] saturation =
                    Augmentation.none().colourJitter(0, 0, 0.3).apply(image, COLOUR, new SplittableRandom(seed));
            double before = 0;
            double after = 0;
            for (int p = 0; p < COLOUR.plane(); p++) {
                before += grey(image, p);
                after += grey(contrast, p);
                assertThat(grey(saturation, p)).isCloseTo(grey(image, p), within(1e-3));
            }
            assertThat(after).isCloseTo(before, within(0.01));
            assertThat(contrast).isNotEqualTo(image);
            assertThat(saturation).isNotEqualTo(image);
        }
    }

    private static double grey(float[] image, int p) {
        return 0.299 * image[p] + 0.587 * image[25 + p] + 0.114 * image[50 + p];
    }

    @Test
    void jitteredPixelsStayWithinTheirRange() {
        float[] image = {0, 255, 128, 250};
        ImageShape shape = new ImageShape(1, 2, 2);
        for (int seed = 0; seed < 50; seed++) {
            float[] result = Augmentation.none().colourJitter(3, 3, 3).apply(image, shape, new SplittableRandom(seed));
            for (float value : result) {
                assertThat(value).isBetween(0f, 255f);
            }
        }
    }

    @Test
    void changesAreAppliedInTheOrderInWhichTheyWereAdded() {
        Augmentation base = Augmentation.none();
        Augmentation sum =
                base.then((image, shape, random) -> map(image, 10, 1)).then((image, shape, random) -> map(image, 0, 2));
        assertThat(sum.apply(new float[] {1}, new ImageShape(1, 1, 1), new SplittableRandom(0)))
                .containsExactly(22);
        assertThat(base.apply(new float[] {1}, new ImageShape(1, 1, 1), new SplittableRandom(0)))
                .containsExactly(1);
        assertThat(base.rotation(5).crop(2)).asString().containsSubsequence("Rotation", "5.0", "Crop", "2");
    }

    private static float[] map(float[] image, float plus, float times) {
        return new float[] {(image[0] + plus) * times};
    }

    @Test
    void refusesAmountsWithoutMeaning() {
        Augmentation none = Augmentation.none();
        assertThatThrownBy(() -> none.crop(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is 0");
        for (double degrees : List.of(0.0, -1.0, 181.0, Double.NaN)) {
            assertThatThrownBy(() -> none.rotation(degrees))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("is " + degrees);
        }
        assertThatThrownBy(() -> none.colourJitter(0, -0.1, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("0.0, -0.1, 0.0");
    }
}
