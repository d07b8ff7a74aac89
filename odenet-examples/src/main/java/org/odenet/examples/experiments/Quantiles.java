package org.odenet.examples.experiments;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Means and quantiles of what was measured on many queries. */
final class Quantiles {

    private final double[] sorted;

    private Quantiles(double[] sorted) {
        this.sorted = sorted;
    }

    /** Of a value of each item, of which there is at least one. */
    static <T> Quantiles of(List<T> items, ToDoubleFunction<T> value) {
        return new Quantiles(items.stream().mapToDouble(value).sorted().toArray());
    }

    double mean() {
        return Arrays.stream(sorted).average().orElse(Double.NaN);
    }

    /** The smallest value that the given part of all does not exceed; NaN where there are none. */
    double at(double part) {
        if (sorted.length == 0) {
            return Double.NaN;
        }
        return sorted[Math.max((int) Math.ceil(part * sorted.length), 1) - 1];
    }
}
