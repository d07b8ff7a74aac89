package org.odenet.core.state;

import java.util.Arrays;
import java.util.List;

/**
 * Weighted sums over the components of many small samples, where each component has a step size: {@code base + sum of
 * (size * weight) * vector}, several terms in one pass. As {@link LongSums}, it has a loop for each number of terms, which
 * the JIT compiler vectorises.
 */
final class SpreadSums {

    private static final int TERMS = 6;

    private SpreadSums() {}

    /**
     * Forms the first elements.
     *
     * @param out the result; may be the base
     * @param base the array to add to, or null for zero
     */
    static void form(
            double[] out, int length, double[] base, double[] sizes, double[] weights, List<double[]> vectors) {
        double[] from = base;
        if (base == null) {
            Arrays.fill(out, 0, length, 0);
            from = out;
        }
        int terms = vectors.size();
        double[] w = new double[TERMS];
        double[][] v = new double[TERMS][];
        int next = WeightedSum.next(weights, 0, terms);
        if (next == terms && from != out) {
            System.arraycopy(from, 0, out, 0, length);
        }
        while (next < terms) {
            int used = 0;
            while (next < terms && used < TERMS) {
                w[used] = weights[next];
                v[used++] = vectors.get(next);
                next = WeightedSum.next(weights, next + 1, terms);
            }
            pass(out, length, from, sizes, used, w, v);
            from = out;
        }
    }

    private static void pass(double[] out, int length, double[] x, double[] h, int terms, double[] w, double[][] v) {
        switch (terms) {
            case 1 -> add(out, length, x, h, w[0], v[0]);
            case 2 -> add(out, length, x, h, w[0], v[0], w[1], v[1]);
            case 3 -> add(out, length, x, h, w[0], v[0], w[1], v[1], w[2], v[2]);
            case 4 -> add(out, length, x, h, w[0], v[0], w[1], v[1], w[2], v[2], w[3], v[3]);
            case 5 -> add(out, length, x, h, w[0], v[0], w[1], v[1], w[2], v[2], w[3], v[3], w[4], v[4]);
            default -> add(out, length, x, h, w[0], v[0], w[1], v[1], w[2], v[2], w[3], v[3], w[4], v[4], w[5], v[5]);
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
            double[] cs,
            double d,
            double[] ds) {
        for (int i = 0; i < length; i++) {
            out[i] = x[i] + h[i] * a * as[i] + h[i] * b * bs[i] + h[i] * c * cs[i] + h[i] * d * ds[i];
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
            double[] cs,
            double d,
            double[] ds,
            double e,
            double[] es) {
        for (int i = 0; i < length; i++) {
            out[i] =
                    x[i] + h[i] * a * as[i] + h[i] * b * bs[i] + h[i] * c * cs[i] + h[i] * d * ds[i] + h[i] * e * es[i];
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
            double[] cs,
            double d,
            double[] ds,
            double e,
            double[] es,
            double f,
            double[] fs) {
        for (int i = 0; i < length; i++) {
            out[i] = x[i]
                    + h[i] * a * as[i]
                    + h[i] * b * bs[i]
                    + h[i] * c * cs[i]
                    + h[i] * d * ds[i]
                    + h[i] * e * es[i]
                    + h[i] * f * fs[i];
        }
    }
}
