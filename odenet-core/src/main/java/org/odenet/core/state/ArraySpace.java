package org.odenet.core.state;

import java.util.List;
import java.util.stream.DoubleStream;

/** The space of {@code double[]} states of one length. */
final class ArraySpace implements VectorSpace<double[]> {

    /** As many components as stay in the nearest cache between the loops over them. */
    private static final int BLOCK = 512;

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
        double sum = 0;
        if (length < WeightedSum.MANY) {
            WeightedSum.form(ratios, 0, length, null, weights, vectors);
            sum = sumOfFew(first, second, tolerances);
        } else {
            for (int from = 0; from < length; from += BLOCK) {
                int to = Math.min(length, from + BLOCK);
                WeightedSum.form(ratios, from, to, null, weights, vectors);
                divide(ratios, from, to, first, second, tolerances.absolute(), tolerances.relative());
                sum += squares(ratios, from, to);
            }
        }
        return Math.sqrt(sum / length);
    }

    private double sumOfFew(double[] first, double[] second, Tolerances tolerances) {
        double sum = 0;
        for (int i = 0; i < length; i++) {
            double scale =
                    tolerances.absolute() + tolerances.relative() * Math.max(Math.abs(first[i]), Math.abs(second[i]));
            double ratio = ratios[i] / scale;
            // The last term is NaN where the scale, and so a state, is not finite.
            sum += ratio * ratio + 0 * scale;
        }
        return sum;
    }

    private static void divide(
            double[] ratios, int from, int to, double[] first, double[] second, double absolute, double relative) {
        for (int i = from; i < to; i++) {
            double scale = absolute + relative * Math.max(Math.abs(first[i]), Math.abs(second[i]));
            // The last term is NaN where the scale, and so a state, is not finite.
            ratios[i] = ratios[i] / scale + 0 * scale;
        }
    }

    /** Four sums, as one would wait for each addition before the next. */
    private static double squares(double[] ratios, int from, int to) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        int i = from;
        for (; i < to - 3; i += 4) {
            s0 += ratios[i] * ratios[i];
            s1 += ratios[i + 1] * ratios[i + 1];
            s2 += ratios[i + 2] * ratios[i + 2];
            s3 += ratios[i + 3] * ratios[i + 3];
        }
        for (; i < to; i++) {
            s0 += ratios[i] * ratios[i];
        }
        return s0 + s1 + s2 + s3;
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
