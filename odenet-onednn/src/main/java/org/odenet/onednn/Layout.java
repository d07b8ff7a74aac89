package org.odenet.onednn;

/**
 * Where a transform along one axis takes its values and leaves its results, in floats in arrays and in bytes in native memory.
 * On one side there are pixels (or taps), on the other points; there are some runs, each of places side by side.
 *
 * @param length the floats of a run, which fill whole vectors
 * @param pixel from one pixel to the next
 * @param point from one point to the next
 * @param runs how many runs there are
 * @param nextPixels from the pixels of one run to those of the next
 * @param nextPoints from the points of one run to those of the next
 */
record Layout(int length, int pixel, int point, int runs, int nextPixels, int nextPoints) {

    /** A single run. */
    static Layout of(int length, int pixel, int point) {
        return new Layout(length, pixel, point, 1, 0, 0);
    }
}
