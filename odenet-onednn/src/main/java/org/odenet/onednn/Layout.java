package org.odenet.onednn;

/**
 * Where a transform along one axis takes its values and leaves its results, in floats in arrays and in bytes in native memory.
 * On one side there are pixels (or taps), on the other points; there are some runs, each of places side by side.
 *
 * @param length the floats of a run, which fill whole vectors
 * @param pixel from one pixel to the next
 * @param point from one point other than zero to the next
 * @param zero from the first point to point zero
 * @param runs how many runs there are
 * @param nextPixels from the pixels of one run to those of the next
 * @param nextPoints from the points other than zero of one run to those of the next
 * @param nextZero from point zero of one run to that of the next
 */
record Layout(int length, int pixel, int point, int zero, int runs, int nextPixels, int nextPoints, int nextZero) {

    /** A single run, in arrays. */
    static Layout of(int length, int pixel, int point) {
        return inArrays(length, pixel, point, 1, 0, 0);
    }

    /**
     * Between an array and {@link PlaneBlock planes}, a run for each of some points down, the last of which may be zero.
     *
     * @param length the floats of a run
     * @param pixel from one pixel to the next
     * @param plane the bytes from one plane to the next
     * @param runs the number of points down
     * @param nextPixels from the pixels of one run to those of the next
     */
    static Layout inPlanes(int length, int pixel, int plane, int runs, int nextPixels) {
        int zero = PlaneBlock.FIRST_OF_ZERO_ACROSS * plane;
        return new Layout(length, pixel, plane, zero, runs, nextPixels, WinogradPoints.OTHER_THAN_ZERO * plane, plane);
    }

    /** In arrays, where zero is a point like the others. */
    static Layout inArrays(int length, int pixel, int point, int runs, int nextPixels, int nextPoints) {
        int zero = WinogradPoints.OTHER_THAN_ZERO * point;
        return new Layout(length, pixel, point, zero, runs, nextPixels, nextPoints, nextPoints);
    }
}
