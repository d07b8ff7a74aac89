package org.odenet.solvers.tableau;

import java.util.Arrays;

/**
 * The weights {@code b_i(θ)} of a solution within a step. Each is kept as {@code θ (b + (1-θ) ((1-θ) u + θ (v + (1-θ)
 * q(θ))))}: exact at both ends, and free of the cancellation that powers of θ suffer in methods of high order, where
 * their coefficients are a million times the weights.
 */
final class StepPolynomials {

    private final double[] weights;
    private final double[] u;
    private final double[] v;
    private final double[][] q;

    private StepPolynomials(double[] weights) {
        this.weights = weights;
        this.u = new double[weights.length];
        this.v = new double[weights.length];
        this.q = new double[weights.length][];
    }

    /** From the coefficients of θ, θ², …, which sum to the weights. */
    static StepPolynomials ofPowers(double[] weights, double[][] powers) {
        StepPolynomials polynomials = new StepPolynomials(weights);
        for (int i = 0; i < weights.length; i++) {
            double[] outer = deflated(Arrays.copyOf(powers[i], Math.max(3, powers[i].length)));
            double[] inner = Arrays.copyOfRange(outer, 1, outer.length);
            inner[0] += outer[0];
            polynomials.u[i] = outer[0];
            polynomials.v[i] = Arrays.stream(outer).sum();
            polynomials.q[i] = deflated(inner);
        }
        return polynomials;
    }

    /** {@code (p(θ) - p(1)) / (1 - θ)}. */
    private static double[] deflated(double[] p) {
        double[] quotient = new double[p.length - 1];
        double sum = 0;
        for (int k = quotient.length - 1; k >= 0; k--) {
            sum -= p[k + 1];
            quotient[k] = sum;
        }
        return quotient;
    }

    /** The cubic through both ends with the derivatives there, plus {@code θ² (1-θ)² q(θ)}. */
    static StepPolynomials hermite(double[] weights, int stageAtEnd, double[][] q) {
        StepPolynomials polynomials = new StepPolynomials(weights);
        for (int i = 0; i < weights.length; i++) {
            polynomials.u[i] = (i == 0 ? 1 : 0) - weights[i];
            polynomials.v[i] = weights[i] - (i == stageAtEnd ? 1 : 0);
            polynomials.q[i] = q[i].clone();
        }
        return polynomials;
    }

    /** The quartic through both ends with the derivatives there, and a state in the middle. */
    static StepPolynomials quartic(double[] weights, int stageAtEnd, double[] middle) {
        double[][] q = new double[weights.length][1];
        StepPolynomials cubic = hermite(weights, stageAtEnd, q);
        for (int i = 0; i < weights.length; i++) {
            q[i][0] = 16 * (middle[i] - cubic.weight(i, 0.5));
        }
        return hermite(weights, stageAtEnd, q);
    }

    /** Whether a stage has no weight anywhere. */
    boolean isZero(int i) {
        return weights[i] == 0 && u[i] == 0 && v[i] == 0 && Arrays.stream(q[i]).allMatch(value -> value == 0);
    }

    double weight(int i, double theta) {
        double value = 0;
        for (int p = q[i].length - 1; p >= 0; p--) {
            value = value * theta + q[i][p];
        }
        double rest = 1 - theta;
        return theta * (weights[i] + rest * (rest * u[i] + theta * (v[i] + rest * value)));
    }
}
