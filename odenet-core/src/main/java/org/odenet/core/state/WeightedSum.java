package org.odenet.core.state;

import java.util.Arrays;
import java.util.List;

/**
 * Weighted sums of arrays, with several terms in one pass over memory.
 *
 * <p>Few and many elements have loops of their own, one for each number of terms: the JIT compiler vectorises such loops
 * and none over the terms, and it leaves out what does not pay for the counts that it has seen.
 */
final class WeightedSum {

    /** From so many elements on, loops are worth vectorising. */
    static final int MANY = 16;

    private WeightedSum() {}

    /**
     * Forms the elements from {@code from} to {@code to} of {@code base + sum of weights[j] * vectors[j]}.
     *
     * @param out the result; may be the base
     * @param base the array to add to, or null for zero
     */
    static void form(double[] out, int from, int to, double[] base, double[] weights, List<double[]> vectors) {
        int terms = vectors.size();
        int next = next(weights, 0, terms);
        if (base != null) {
            next = pass(out, from, to, 1, base, weights, vectors, next);
        } else if (next < terms) {
            int second = next(weights, next + 1, terms);
            next = pass(out, from, to, weights[next], vectors.get(next), weights, vectors, second);
        } else {
            Arrays.fill(out, from, to, 0);
        }
        while (next < terms) {
            next = pass(out, from, to, 1, out, weights, vectors, next);
        }
    }

    private static int pass(
            double[] out, int from, int to, double p, double[] x, double[] weights, List<double[]> vectors, int next) {
        return to - from < MANY
                ? ShortSums.pass(out, from, to, p, x, weights, vectors, next)
                : LongSums.pass(out, from, to, p, x, weights, vectors, next);
    }

    /** The first place from a given one on whose weight is not zero, or beyond the terms. */
    static int next(double[] weights, int place, int terms) {
        int next = place;
        while (next < terms && weights[next] == 0) {
            next++;
        }
        return next;
    }
}
