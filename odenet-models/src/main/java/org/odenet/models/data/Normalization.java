package org.odenet.models.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Turns pixels into numbers: {@code (pixel / 255 − mean) / deviation}, with the mean and the standard deviation of each
 * channel. Lists of one entry serve every channel.
 *
 * @param mean the mean of each channel, for pixels scaled to 0..1
 * @param deviation the standard deviation of each channel, for pixels scaled to 0..1
 */
public record Normalization(List<Double> mean, List<Double> deviation) {
    /** The largest pixel. */
    static final int MAX_PIXEL = 255;

    /**
     * Checks the values.
     *
     * @param mean the mean of each channel, for pixels scaled to 0..1
     * @param deviation the standard deviation of each channel, for pixels scaled to 0..1
     * @throws IllegalArgumentException if the lists are empty or differ in length, a value is not finite, or a deviation
     *     is not positive
     */
    public Normalization {
        mean = List.copyOf(mean);
        deviation = List.copyOf(deviation);
        if (mean.isEmpty() || mean.size() != deviation.size()) {
            throw new IllegalArgumentException(
                    "there must be one mean and one deviation a channel, but there are %d and %d"
                            .formatted(mean.size(), deviation.size()));
        }
        for (int c = 0; c < mean.size(); c++) {
            if (!Double.isFinite(mean.get(c)) || !Double.isFinite(deviation.get(c)) || deviation.get(c) <= 0) {
                throw new IllegalArgumentException(
                        "channel %d: mean %s and deviation %s must be finite, and the deviation positive; Normalization.unit() needs neither"
                                .formatted(c, mean.get(c), deviation.get(c)));
            }
        }
    }

    /**
     * Scales pixels to 0..1 and does nothing else.
     *
     * @return {@code pixel / 255}
     */
    public static Normalization unit() {
        return new Normalization(List.of(0.0), List.of(1.0));
    }

    /**
     * The normalisation that gives each channel of a data set the mean 0 and the standard deviation 1. Measure it on the
     * training set and use it for the test set too.
     *
     * @param dataSet the images to measure
     * @return the normalisation
     * @throws IllegalArgumentException if the set is empty or a channel is constant
     */
    public static Normalization of(ImageDataSet dataSet) {
        if (dataSet.size() == 0) {
            throw new IllegalArgumentException(
                    "data set '%s' is empty; measure a normalisation on images".formatted(dataSet.name()));
        }
        List<Double> mean = new ArrayList<>();
        List<Double> deviation = new ArrayList<>();
        long[][] histograms = histograms(dataSet);
        for (int channel = 0; channel < histograms.length; channel++) {
            long[] histogram = histograms[channel];
            requireVaried(histogram, channel, dataSet);
            double channelMean = moment(histogram, 0, 1);
            mean.add(channelMean);
            deviation.add(Math.sqrt(moment(histogram, channelMean, 2)));
        }
        return new Normalization(mean, deviation);
    }

    /** Rounding may give pixels that are all the same a tiny deviation, which would blow up any other pixel. */
    private static void requireVaried(long[] histogram, int channel, ImageDataSet dataSet) {
        if (Arrays.stream(histogram).filter(count -> count > 0).count() == 1) {
            throw new IllegalArgumentException(
                    "data set '%s': the pixels of channel %d are all the same, so their deviation is 0; take Normalization.unit()"
                            .formatted(dataSet.name(), channel));
        }
    }

    /** How often each pixel value occurs in each channel: sums over these are exact, whatever the size of the set. */
    private static long[][] histograms(ImageDataSet dataSet) {
        long[][] histograms = new long[dataSet.channels()][MAX_PIXEL + 1];
        int plane = dataSet.height() * dataSet.width();
        byte[] image = new byte[dataSet.imageBytes()];
        for (int i = 0; i < dataSet.size(); i++) {
            dataSet.copyImage(i, image, 0);
            for (int p = 0; p < image.length; p++) {
                histograms[p / plane][image[p] & 0xFF]++;
            }
        }
        return histograms;
    }

    private static double moment(long[] histogram, double centre, int order) {
        double sum = 0;
        long count = 0;
        for (int value = 0; value <= MAX_PIXEL; value++) {
            sum += histogram[value] * Math.pow((double) value / MAX_PIXEL - centre, order);
            count += histogram[value];
        }
        return sum / count;
    }

    /** Fails unless images of so many channels can be normalised. */
    void checkChannels(int channels) {
        if (mean.size() != 1 && mean.size() != channels) {
            throw new IllegalArgumentException(
                    "the normalisation is for %d channels, but the images have %d; measure it with Normalization.of on such images"
                            .formatted(mean.size(), channels));
        }
    }

    /** Normalises one image of pixels 0..255, {@code [channels, height, width]}, into a batch. */
    void apply(float[] image, int channels, double[] target, int at) {
        int plane = image.length / channels;
        for (int c = 0; c < channels; c++) {
            double channelMean = mean.get(mean.size() == 1 ? 0 : c);
            double channelDeviation = deviation.get(mean.size() == 1 ? 0 : c);
            for (int p = c * plane; p < (c + 1) * plane; p++) {
                target[at + p] = ((double) image[p] / MAX_PIXEL - channelMean) / channelDeviation;
            }
        }
    }
}
