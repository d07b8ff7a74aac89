package org.odenet.onednn;

import java.util.Arrays;

/**
 * A run of pixels, channels last, in arrays that stay in the processor's nearest cache, and beside it the values that
 * {@link Loops} combine it with. Values for each channel are repeated for each pixel of the tile.
 */
final class Tile {

    /** Long enough to hide what a loop costs beside its work, short enough for all arrays to fit in 32 kB. */
    private static final int TARGET_LENGTH = 512;

    /** How many values a lane of a sum takes in single precision. */
    private static final int MAX_ADDITIONS = 128;

    private static final ThreadLocal<Tile> CURRENT = new ThreadLocal<>();

    final int length;
    final float[] x;
    final float[] g;
    final float[] mean;
    final float[] scale;
    final float[] shift;
    final float[] slope;
    final float[] offset;
    final Sum first;
    final Sum second;

    private final int channels;

    private Tile(int channels, int length) {
        this.channels = channels;
        this.length = length;
        x = new float[length];
        g = new float[length];
        mean = new float[length];
        scale = new float[length];
        shift = new float[length];
        slope = new float[length];
        offset = new float[length];
        first = new Sum();
        second = new Sum();
    }

    /** The calling thread's tile for images of this size. */
    static Tile of(int channels, int pixels) {
        int length = Math.min(pixels, Math.max(1, TARGET_LENGTH / channels)) * channels;
        Tile tile = CURRENT.get();
        if (tile == null || tile.channels != channels || tile.length != length) {
            tile = new Tile(channels, length);
            CURRENT.set(tile);
        }
        return tile;
    }

    /** Repeats the first pixel's values for the other pixels. */
    void repeat(float[] values) {
        for (int pixel = channels; pixel < length; pixel += channels) {
            System.arraycopy(values, 0, values, pixel, channels);
        }
    }

    /** Sums for each channel: in single precision over few values, these in double precision. */
    final class Sum {

        final float[] lanes = new float[length];
        final double[] channel = new double[channels];
        private final float[] upper = new float[length / 2];
        private int additions;

        void clear() {
            Arrays.fill(lanes, 0);
            Arrays.fill(channel, 0);
            additions = 0;
        }

        /** To be called after each addition to the lanes. */
        void added() {
            if (++additions == MAX_ADDITIONS) {
                complete();
            }
        }

        /** Brings what is in the lanes to the channels. The pixels are added in halves, each half by a long loop. */
        void complete() {
            for (int pixels = length / channels; pixels > 1; pixels -= pixels / 2) {
                int half = pixels / 2 * channels;
                System.arraycopy(lanes, pixels * channels - half, upper, 0, half);
                Loops.add(upper, half, lanes);
            }
            for (int c = 0; c < channels; c++) {
                channel[c] += lanes[c];
            }
            Arrays.fill(lanes, 0);
            additions = 0;
        }
    }
}
