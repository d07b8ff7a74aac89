package org.odenet.core.state;

import java.util.List;

/** Weighted sums of a few elements, with as many terms at once as the usual methods have: calls count here. */
final class ShortSums {

    private ShortSums() {}

    /**
     * Adds terms, from the first of them on, to a multiple of an array.
     *
     * @return where further terms begin
     */
    static int pass(
            double[] out, int from, int to, double p, double[] x, double[] weights, List<double[]> vectors, int a) {
        int terms = vectors.size();
        if (a >= terms) {
            add(out, from, to, p, x);
            return a;
        }
        int b = WeightedSum.next(weights, a + 1, terms);
        if (b >= terms) {
            add(out, from, to, p, x, weights[a], vectors.get(a));
            return b;
        }
        int c = WeightedSum.next(weights, b + 1, terms);
        if (c >= terms) {
            add(out, from, to, p, x, weights[a], vectors.get(a), weights[b], vectors.get(b));
            return c;
        }
        int d = WeightedSum.next(weights, c + 1, terms);
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
        int e = WeightedSum.next(weights, d + 1, terms);
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
        int f = WeightedSum.next(weights, e + 1, terms);
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
        int g = WeightedSum.next(weights, f + 1, terms);
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

    private static void add(double[] out, int from, int to, double p, double[] x) {
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
