package org.odenet.models.data;

import java.util.Arrays;
import java.util.SplittableRandom;

/** The changes that {@link Augmentation} composes. Where an image is moved, black comes in from outside. */
final class ImageTransforms {
    private ImageTransforms() {}

    /** Takes the value of the pixel at a place of the source image, black outside. */
    private static float at(float[] image, ImageShape shape, int channel, int row, int column) {
        return shape.contains(row, column) ? image[channel * shape.plane() + row * shape.width() + column] : 0;
    }

    /** A crop at a random place of the image with a black border added, as large as the image was. */
    record Crop(int padding) implements ImageTransform {
        @Override
        public float[] apply(float[] image, ImageShape shape, SplittableRandom random) {
            int down = random.nextInt(-padding, padding + 1);
            int right = random.nextInt(-padding, padding + 1);
            float[] result = new float[image.length];
            int next = 0;
            for (int c = 0; c < shape.channels(); c++) {
                for (int row = 0; row < shape.height(); row++) {
                    for (int column = 0; column < shape.width(); column++) {
                        result[next++] = at(image, shape, c, row + down, column + right);
                    }
                }
            }
            return result;
        }
    }

    /** The mirror image, left to right, for one image in two. */
    record HorizontalFlip() implements ImageTransform {
        @Override
        public float[] apply(float[] image, ImageShape shape, SplittableRandom random) {
            if (random.nextBoolean()) {
                return image;
            }
            float[] result = new float[image.length];
            int width = shape.width();
            for (int start = 0; start < image.length; start += width) {
                for (int column = 0; column < width; column++) {
                    result[start + column] = image[start + width - 1 - column];
                }
            }
            return result;
        }
    }

    /** A rotation about the centre by a random angle of at most so many degrees, bilinear. */
    record Rotation(double degrees) implements ImageTransform {
        @Override
        public float[] apply(float[] image, ImageShape shape, SplittableRandom random) {
            double angle = Math.toRadians(degrees * (2 * random.nextDouble() - 1));
            double cos = Math.cos(angle);
            double sin = Math.sin(angle);
            double centreRow = (shape.height() - 1) / 2.0;
            double centreColumn = (shape.width() - 1) / 2.0;
            float[] result = new float[image.length];
            for (int row = 0; row < shape.height(); row++) {
                for (int column = 0; column < shape.width(); column++) {
                    double y = row - centreRow;
                    double x = column - centreColumn;
                    double fromRow = centreRow + cos * y - sin * x;
                    double fromColumn = centreColumn + sin * y + cos * x;
                    sample(image, shape, fromRow, fromColumn, result, row * shape.width() + column);
                }
            }
            return result;
        }

        private static void sample(
                float[] image, ImageShape shape, double row, double column, float[] result, int place) {
            int top = (int) Math.floor(row);
            int left = (int) Math.floor(column);
            double down = row - top;
            double right = column - left;
            for (int c = 0; c < shape.channels(); c++) {
                double upper = mix(at(image, shape, c, top, left), at(image, shape, c, top, left + 1), right);
                double lower = mix(at(image, shape, c, top + 1, left), at(image, shape, c, top + 1, left + 1), right);
                result[c * shape.plane() + place] = (float) mix(upper, lower, down);
            }
        }
    }

    private static double mix(double a, double b, double share) {
        return a + share * (b - a);
    }

    /**
     * Brightness, then contrast, then saturation, each mixed with a random factor within 1 ± the given amount: brightness
     * with black, contrast with the mean grey of the image, saturation with the grey of each pixel.
     */
    record ColourJitter(double brightness, double contrast, double saturation) implements ImageTransform {
        /** The weights of red, green and blue in the luma of ITU-R BT.601. */
        private static final double[] LUMA = {0.299, 0.587, 0.114};

        @Override
        public float[] apply(float[] image, ImageShape shape, SplittableRandom random) {
            float[] result = image.clone();
            adjust(result, shape, new double[shape.plane()], factor(brightness, random));
            adjust(result, shape, meanGrey(result, shape), factor(contrast, random));
            adjust(result, shape, grey(result, shape), factor(saturation, random));
            return result;
        }

        private static double factor(double amount, SplittableRandom random) {
            return Math.max(0, 1 + amount * (2 * random.nextDouble() - 1));
        }

        /** Moves every pixel away from the grey at its place (factor above 1) or towards it. */
        private static void adjust(float[] image, ImageShape shape, double[] grey, double factor) {
            for (int p = 0; p < image.length; p++) {
                double value = mix(grey[p % shape.plane()], image[p], factor);
                image[p] = (float) Math.min(Normalization.MAX_PIXEL, Math.max(0, value));
            }
        }

        private static double[] meanGrey(float[] image, ImageShape shape) {
            double[] grey = grey(image, shape);
            double sum = 0;
            for (double value : grey) {
                sum += value;
            }
            Arrays.fill(grey, sum / grey.length);
            return grey;
        }

        private static double[] grey(float[] image, ImageShape shape) {
            double[] grey = new double[shape.plane()];
            for (int p = 0; p < image.length; p++) {
                int channel = p / shape.plane();
                grey[p % shape.plane()] += weight(channel, shape.channels()) * image[p];
            }
            return grey;
        }

        /** Images of other than three channels have no luma; their grey is the mean of the channels. */
        private static double weight(int channel, int channels) {
            return channels == LUMA.length ? LUMA[channel] : 1.0 / channels;
        }
    }
}
