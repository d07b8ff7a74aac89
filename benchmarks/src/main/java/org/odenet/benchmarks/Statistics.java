package org.odenet.benchmarks;

import java.util.Arrays;

/** What is made of repeated measurements. */
final class Statistics {

    private Statistics() {}

    /** The middle value, or the mean of the two in the middle. */
    static double median(double... values) {
        if (values.length == 0) {
            throw new IllegalArgumentException("there is no median of no values; measure at least once");
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }
}
