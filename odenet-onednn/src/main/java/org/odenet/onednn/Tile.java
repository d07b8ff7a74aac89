package org.odenet.onednn;

import java.util.Arrays;

/**
 * A run of pixels, channels side by side, in arrays that stay in the processor's nearest cache, and beside it the values
 * that {@link ScalarLoops} combine it with. Values for each channel are repeated for each pixel of the tile.
 */
final class Tile {

    /** Long enough to hide what a loop costs beside its work, short enough for all arrays to fit in a nearest cache of 32 kB. */
    private static final int TARGET_LENGTH = 512;

    private static final ThreadLocal<Tile> CURRENT = new ThreadLocal<>();

    final int length;
    final float[] x;
    final float[] g;
    final float[] mean;
    final float[] scale;
    final float[] shift;
    final float[] slope;
    final float[] offset;
    final float[] sum;
    final float[] productSum;

    private final float[] upper;
    private final int channels;

    private Tile(int channels) {
        this.channels = channels;
        length = Math.max(1, TARGET_LENGTH / channels) * channels;
        x = new float[length];
        g = new float[length];
        mean = new float[length];
        scale = new float[length];
        shift = new float[length];
        slope = new float[length];
        offset = new float[length];
        sum = new float[length];
        productSum = new float[length];
        upper = new float[length];
    }

    /** The calling thread's tile for pixels of this size. */
    static Tile of(int channels) {
        Tile tile = CURRENT.get();
        if (tile == null || tile.channels != channels) {
            tile = new Tile(channels);
            CURRENT.set(tile);
        }
        return tile;
    }

    /** What is done with the values of some pixels. */
    @FunctionalInterface
    interface Body {
        void run(int from, int length);
    }

    /** Runs a body for pixels that lie one after the other, a tile at a time. */
    void forEach(int from, int pixels, Body body) {
        int end = from + pixels * channels;
        for (int at = from; at < end; at += length) {
            body.run(at, Math.min(length, end - at));
        }
    }

    /** Repeats the channels' values for each pixel of the tile. */
    void repeat(float[] values, float[] to) {
        for (int pixel = 0; pixel < length; pixel += channels) {
            System.arraycopy(values, 0, to, pixel, channels);
        }
    }

    /** Repeats the channels' means, scales and shifts. */
    Tile repeat(Normalization by) {
        repeat(by.mean(), mean);
        repeat(by.scale(), scale);
        repeat(by.shift(), shift);
        return this;
    }

    Tile clearSums() {
        Arrays.fill(sum, 0);
        Arrays.fill(productSum, 0);
        return this;
    }

    /** Adds the tile's sum to the channels' sums. */
    void addSumTo(float[] sums) {
        fold(sum, sums);
    }

    /** Adds the tile's sum of products to the channels' sums. */
    void addProductSumTo(float[] sums) {
        fold(productSum, sums);
    }

    /** The pixels are added in halves, each half by a long loop. */
    private void fold(float[] tile, float[] sums) {
        for (int pixels = length / channels; pixels > 1; pixels -= pixels / 2) {
            int half = pixels / 2 * channels;
            System.arraycopy(tile, pixels * channels - half, upper, 0, half);
            ScalarLoops.add(upper, half, tile);
        }
        for (int c = 0; c < channels; c++) {
            sums[c] += tile[c];
        }
    }
}
