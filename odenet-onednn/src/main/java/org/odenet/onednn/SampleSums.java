package org.odenet.onednn;

import java.util.Arrays;

/** Sums of one sample for each channel: in single precision over few pixels, of these in double precision. */
final class SampleSums {

    /** How many pixels are added up in single precision. */
    private static final int PIXELS = 128;

    final double[] channels;
    private final float[] few;

    SampleSums(int channels) {
        this.channels = new double[channels];
        this.few = new float[channels];
    }

    /** Adds some pixels, from a place in the sample's array on, to the channels' sums. */
    @FunctionalInterface
    interface Addition {
        void add(int from, int pixels, float[] sums);
    }

    /** Sums over all pixels of a sample. */
    double[] of(int pixels, Addition addition) {
        Arrays.fill(channels, 0);
        for (int pixel = 0; pixel < pixels; pixel += PIXELS) {
            Arrays.fill(few, 0);
            addition.add(pixel * few.length, Math.min(PIXELS, pixels - pixel), few);
            for (int c = 0; c < few.length; c++) {
                channels[c] += few[c];
            }
        }
        return channels;
    }
}
