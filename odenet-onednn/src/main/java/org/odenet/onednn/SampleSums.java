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

    /** Adds some pixels, from a place on, to the channels' sums. */
    @FunctionalInterface
    interface Addition {
        void add(int from, int pixels, float[] sums);
    }

    /** Adds some pixels, from a place on, to two sums for each channel. */
    @FunctionalInterface
    interface PairedAddition {
        void add(int from, int pixels, float[] first, float[] second);
    }

    /** Sums over all pixels of the sample at a place. */
    double[] of(int from, int pixels, Addition addition) {
        clear();
        for (int pixel = 0; pixel < pixels; pixel += PIXELS) {
            addition.add(from + pixel * few.length, Math.min(PIXELS, pixels - pixel), few);
            addFew();
        }
        return channels;
    }

    /** Two sums over all pixels of the sample at a place, by one pass. */
    static void ofBoth(SampleSums first, SampleSums second, int from, int pixels, PairedAddition addition) {
        first.clear();
        second.clear();
        for (int pixel = 0; pixel < pixels; pixel += PIXELS) {
            addition.add(from + pixel * first.few.length, Math.min(PIXELS, pixels - pixel), first.few, second.few);
            first.addFew();
            second.addFew();
        }
    }

    private void clear() {
        Arrays.fill(channels, 0);
        Arrays.fill(few, 0);
    }

    private void addFew() {
        for (int c = 0; c < few.length; c++) {
            channels[c] += few[c];
        }
        Arrays.fill(few, 0);
    }
}
