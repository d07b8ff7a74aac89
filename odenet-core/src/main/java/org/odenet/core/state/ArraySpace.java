package org.odenet.core.state;

import java.util.Arrays;
import java.util.List;

/** The space of {@code double[]} states of one length. */
final class ArraySpace implements VectorSpace<double[]> {

    private final int length;

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
        if (base == null) {
            Arrays.fill(out, 0);
        } else if (base != out) {
            System.arraycopy(base, 0, out, 0, length);
        }
        for (int j = 0; j < vectors.size(); j++) {
            double weight = weights[j];
            if (weight != 0) {
                double[] vector = vectors.get(j);
                for (int i = 0; i < length; i++) {
                    out[i] += weight * vector[i];
                }
            }
        }
    }

    @Override
    public double errorNorm(
            double[] weights, List<double[]> vectors, double[] first, double[] second, Tolerances tolerances) {
        double sum = 0;
        for (int i = 0; i < length; i++) {
            double error = 0;
            for (int j = 0; j < vectors.size(); j++) {
                if (weights[j] != 0) {
                    error += weights[j] * vectors.get(j)[i];
                }
            }
            double scale =
                    tolerances.absolute() + tolerances.relative() * Math.max(Math.abs(first[i]), Math.abs(second[i]));
            // The last term is NaN where the scale, and so a state, is not finite.
            sum += (error / scale) * (error / scale) + 0 * scale;
        }
        return Math.sqrt(sum / length);
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
