package org.odenet.core.state;

import java.util.List;
import java.util.stream.DoubleStream;

/** The space of {@code double[]} states of one length. */
final class ArraySpace implements VectorSpace<double[]> {

    private final int length;
    private double[] ratios;

    ArraySpace(int length) {
        if (length == 0) {
            throw new IllegalArgumentException("the state has no components; an ODE needs at least one");
        }
        this.length = length;
    }

    @Override
    public long dimension() {
        return length;
    }

    @Override
    public double[] create() {
        return new double[length];
    }

    @Override
    public void copy(double[] from, double[] to) {
        System.arraycopy(from, 0, to, 0, length);
    }

    @Override
    public void combine(double[] out, double[] base, double[] weights, List<double[]> vectors) {
        WeightedSum.form(out, 0, length, base, weights, vectors);
    }

    @Override
    public double errorNorm(
            double[] weights, List<double[]> vectors, double[] first, double[] second, Tolerances tolerances) {
        if (ratios == null) {
            ratios = new double[length];
        }
        return ScaledNorm.of(
                ratios, 0, length, weights, vectors, first, second, tolerances.relative(), tolerances.absolute());
    }

    @Override
    public double dot(double[] a, double[] b) {
        double s0 = 0;
        double s1 = 0;
        int i = 0;
        for (; i < length - 1; i += 2) {
            s0 += a[i] * b[i];
            s1 += a[i + 1] * b[i + 1];
        }
        return i < length ? s0 + s1 + a[i] * b[i] : s0 + s1;
    }

    @Override
    public VectorSpace<double[]> withTolerances(double[] relative, double[] absolute) {
        require(relative, "the relative tolerances");
        require(absolute, "the absolute tolerances");
        return new ComponentTolerances<>(this, relative, absolute) {
            @Override
            double norm(double[] error, double[] first, double[] second) {
                double sum = 0;
                for (int i = 0; i < length; i++) {
                    double scale = absolute[i] + relative[i] * Math.max(Math.abs(first[i]), Math.abs(second[i]));
                    double ratio = error[i] / scale;
                    sum += ratio * ratio + 0 * scale;
                }
                return Math.sqrt(sum / length);
            }

            @Override
            boolean arePositive(double[] tolerances) {
                return DoubleStream.of(tolerances).allMatch(value -> value > 0);
            }
        };
    }

    @Override
    public boolean isFinite(double[] state) {
        for (double value : state) {
            if (!Double.isFinite(value)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void require(double[] state, String what) {
        if (state == null || state.length != length) {
            throw new IllegalArgumentException(what + " has " + (state == null ? "no" : state.length)
                    + " components, the state of this solve has " + length);
        }
    }

    @Override
    public void release(double[] state) {
        // The garbage collector's.
    }

    @Override
    public void close() {
        // Holds nothing.
    }
}
