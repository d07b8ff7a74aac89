package org.odenet.core.state;

import java.util.Arrays;
import java.util.List;

/**
 * Weighted sums over the components of many small samples, where each component has a step size: {@code base + sum of
 * (size * weight) * vector}, several terms in one pass. As {@link LongSums}, it has a loop for each number of terms, with at
 * most three at once: the JIT compiler vectorises no longer loops.
 */
final class SpreadSums {

    private SpreadSums() {}

    /**
     * Forms the first elements.
     *
     * @param out the result; may be the base
     * @param base the array to add to, or null for zero
     */
    static void form(
            double[] out, int length, double[] base, double[] sizes, double[] weights, List<double[]> vectors) {
        int terms = vectors.size();
        int next = WeightedSum.next(weights, 0, terms);
        if (next == terms) {
            begin(out, length, base);
        }
        double[] from = base;
        while (next < terms) {
            next = pass(out, length, from, sizes, weights, vectors, next);
            from = out;
        }
    }

    private static void begin(double[] out, int length, double[] base) {
        if (base == null) {
            Arrays.fill(out, 0, length, 0);
        } else {
            System.arraycopy(base, 0, out, 0, length);
        }
    }

    /** Adds terms, from the first of them on, to an array; returns where further terms begin. */
    private static int pass(
            double[] out, int length, double[] x, double[] h, double[] weights, List<double[]> vectors, int a) {
        int terms = vectors.size();
        int b = WeightedSum.next(weights, a + 1, terms);
        if (x == null) {
            form(out, length, h, weights[a], vectors.get(a));
            return b;
        }
        if (b >= terms) {
            add(out, length, x, h, weights[a], vectors.get(a));
            return b;
        }
        int c = WeightedSum.next(weights, b + 1, terms);
        if (c >= terms) {
            add(out, length, x, h, weights[a], vectors.get(a), weights[b], vectors.get(b));
            return c;
        }
        add(out, length, x, h, weights[a], vectors.get(a), weights[b], vectors.get(b), weights[c], vectors.get(c));
        return WeightedSum.next(weights, c + 1, terms);
    }

    private static void form(double[] out, int length, double[] h, double a, double[] as) {
        for (int i = 0; i < length; i++) {
            out[i] = h[i] * a * as[i];
        }
    }

    private static void add(double[] out, int length, double[] x, double[] h, double a, double[] as) {
        for (int i = 0; i < length; i++) {
            out[i] = x[i] + h[i] * a * as[i];
        }
    }

    private static void add(
            double[] out, int length, double[] x, double[] h, double a, double[] as, double b, double[] bs) {
        for (int i = 0; i < length; i++) {
            out[i] = x[i] + h[i] * a * as[i] + h[i] * b * bs[i];
        }
    }

    private static void add(
            double[] out,
            int length,
            double[] x,
            double[] h,
            double a,
            double[] as,
            double b,
            double[] bs,
            double c,
            double[] cs) {
        for (int i = 0; i < length; i++) {
            out[i] = x[i] + h[i] * a * as[i] + h[i] * b * bs[i] + h[i] * c * cs[i];
        }
    }
}
