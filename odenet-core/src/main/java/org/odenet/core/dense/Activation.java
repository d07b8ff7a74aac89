package org.odenet.core.dense;

/** What is applied to each hidden unit. The derivative is told from the value, so that the value is all that is kept. */
public enum Activation {

    /** The hyperbolic tangent. */
    TANH {
        @Override
        void apply(double[] values, int from, int to) {
            for (int i = from; i < to; i++) {
                values[i] = tanh(values[i]);
            }
        }

        @Override
        void scaleByDerivative(double[] cotangent, double[] values, int from, int count) {
            for (int i = 0; i < count; i++) {
                cotangent[i] *= 1 - values[from + i] * values[from + i];
            }
        }
    },

    /** The logistic function, {@code 1 / (1 + exp(-x))}. */
    SIGMOID {
        @Override
        void apply(double[] values, int from, int to) {
            for (int i = from; i < to; i++) {
                values[i] = 1 / (1 + Math.exp(-values[i]));
            }
        }

        @Override
        void scaleByDerivative(double[] cotangent, double[] values, int from, int count) {
            for (int i = 0; i < count; i++) {
                cotangent[i] *= values[from + i] * (1 - values[from + i]);
            }
        }
    },

    /** {@code log(1 + exp(x))}, a smooth ReLU. */
    SOFTPLUS {
        @Override
        void apply(double[] values, int from, int to) {
            for (int i = from; i < to; i++) {
                // Without overflow where x is large.
                values[i] = Math.max(values[i], 0) + Math.log1p(Math.exp(-Math.abs(values[i])));
            }
        }

        @Override
        void scaleByDerivative(double[] cotangent, double[] values, int from, int count) {
            for (int i = 0; i < count; i++) {
                cotangent[i] *= -Math.expm1(-values[from + i]);
            }
        }
    },

    /** {@code max(x, 0)}; its kink costs an adaptive solver steps. */
    RELU {
        @Override
        void apply(double[] values, int from, int to) {
            for (int i = from; i < to; i++) {
                values[i] = Math.max(values[i], 0);
            }
        }

        @Override
        void scaleByDerivative(double[] cotangent, double[] values, int from, int count) {
            for (int i = 0; i < count; i++) {
                cotangent[i] = values[from + i] > 0 ? cotangent[i] : 0;
            }
        }
    };

    /** Below it the formula by the exponential would lose digits, and five terms of the series have them all. */
    private static final double SMALL = 0.05;

    /** Replaces elements by their values. */
    abstract void apply(double[] values, int from, int to);

    /** Multiplies a cotangent of values by the derivatives there. */
    abstract void scaleByDerivative(double[] cotangent, double[] values, int from, int count);

    /** By the exponential, which the JIT compiler knows, as it does not know {@link Math#tanh}. */
    static double tanh(double x) {
        double size = Math.abs(x);
        if (size < SMALL) {
            double square = x * x;
            return x
                    * (1 + square * (-1 / 3.0 + square * (2 / 15.0 + square * (-17 / 315.0 + square * (62 / 2835.0)))));
        }
        double e = Math.exp(-2 * size);
        return Math.copySign((1 - e) / (1 + e), x);
    }
}
