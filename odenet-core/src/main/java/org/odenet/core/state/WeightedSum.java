package org.odenet.core.state;

import java.util.Arrays;
import java.util.List;

/**
 * Weighted sums of arrays in one pass over memory for up to seven terms, as many as a step of the usual methods has.
 *
 * <p>There is a loop for each number of terms, because the JIT compiler vectorises such loops and none over the terms.
 */
final class WeightedSum {

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

    /** The first place from a given one on whose weight is not zero, or beyond the terms. */
    private static int next(double[] weights, int place, int terms) {
        int next = place;
        while (next < terms && weights[next] == 0) {
            next++;
        }
        return next;
    }

    /** Adds up to six terms, from the first of them on, to a multiple of an array. Returns where further terms begin. */
    private static int pass(
            double[] out, int from, int to, double p, double[] x, double[] weights, List<double[]> vectors, int first) {
        int terms = vectors.size();
        int a = first;
        if (a >= terms) {
            scale(out, from, to, p, x);
            return a;
        }
        int b = next(weights, a + 1, terms);
        if (b >= terms) {
            add(out, from, to, p, x, weights[a], vectors.get(a));
            return b;
        }
        int c = next(weights, b + 1, terms);
        if (c >= terms) {
            add(out, from, to, p, x, weights[a], vectors.get(a), weights[b], vectors.get(b));
            return c;
        }
        int d = next(weights, c + 1, terms);
        if (d >= terms) {
            add(
                    out,
                    from,
                    to,
                    p,
                    x,
                    weights[a],
                    vectors.get(a),
                    weights[b],
                    vectors.get(b),
                    weights[c],
                    vectors.get(c));
            return d;
        }
        int e = next(weights, d + 1, terms);
        if (e >= terms) {
            add(
                    out,
                    from,
                    to,
                    p,
                    x,
                    weights[a],
                    vectors.get(a),
                    weights[b],
                    vectors.get(b),
                    weights[c],
                    vectors.get(c),
                    weights[d],
                    vectors.get(d));
            return e;
        }
        int f = next(weights, e + 1, terms);
        if (f >= terms) {
            add(
                    out,
                    from,
                    to,
                    p,
                    x,
                    weights[a],
                    vectors.get(a),
                    weights[b],
                    vectors.get(b),
                    weights[c],
                    vectors.get(c),
                    weights[d],
                    vectors.get(d),
                    weights[e],
                    vectors.get(e));
            return f;
        }
        int g = next(weights, f + 1, terms);
        add(
                out,
                from,
                to,
                p,
                x,
                weights[a],
                vectors.get(a),
                weights[b],
                vectors.get(b),
                weights[c],
                vectors.get(c),
                weights[d],
                vectors.get(d),
                weights[e],
                vectors.get(e),
                weights[f],
                vectors.get(f));
        return g;
    }

    private static void scale(double[] out, int from, int to, double p, double[] x) {
        for (int i = from; i < to; i++) {
            out[i] = p * x[i];
        }
    }

    private static void add(double[] out, int from, int to, double p, double[] x, double a, double[] as) {
        for (int i = from; i < to; i++) {
            out[i] = p * x[i] + a * as[i];
        }
    }

    private static void add(
            double[] out, int from, int to, double p, double[] x, double a, double[] as, double b, double[] bs) {
        for (int i = from; i < to; i++) {
            out[i] = p * x[i] + a * as[i] + b * bs[i];
        }
    }

    private static void add(
            double[] out,
            int from,
            int to,
            double p,
            double[] x,
            double a,
            double[] as,
            double b,
            double[] bs,
            double c,
            double[] cs) {
        for (int i = from; i < to; i++) {
            out[i] = p * x[i] + a * as[i] + b * bs[i] + c * cs[i];
        }
    }

    private static void add(
            double[] out,
            int from,
            int to,
            double p,
            double[] x,
            double a,
            double[] as,
            double b,
            double[] bs,
            double c,
            double[] cs,
            double d,
            double[] ds) {
        for (int i = from; i < to; i++) {
            out[i] = p * x[i] + a * as[i] + b * bs[i] + c * cs[i] + d * ds[i];
        }
    }

    private static void add(
            double[] out,
            int from,
            int to,
            double p,
            double[] x,
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
        for (int i = from; i < to; i++) {
            out[i] = p * x[i] + a * as[i] + b * bs[i] + c * cs[i] + d * ds[i] + e * es[i];
        }
    }

    private static void add(
            double[] out,
            int from,
            int to,
            double p,
            double[] x,
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
        for (int i = from; i < to; i++) {
            out[i] = p * x[i] + a * as[i] + b * bs[i] + c * cs[i] + d * ds[i] + e * es[i] + f * fs[i];
        }
    }
}
