package org.odenet.onednn;

/**
 * Where a transform along one axis takes its values and leaves its results, in floats in arrays and in bytes in native memory:
 * in some runs, each of places side by side.
 *
 * @param length the floats of a run, which fill whole vectors
 * @param step between the values that a result is of
 * @param distance between the results that are of the same values
 * @param runs how many runs there are
 * @param advance from the values of one run to those of the next
 * @param leap from the results of one run to those of the next
 */
record Layout(int length, int step, int distance, int runs, int advance, int leap) {

    /** A single run. */
    static Layout of(int length, int step, int distance) {
        return new Layout(length, step, distance, 1, 0, 0);
    }
}
