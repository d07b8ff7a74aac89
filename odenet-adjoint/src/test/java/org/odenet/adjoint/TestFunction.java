package org.odenet.adjoint;

import java.util.Arrays;
import java.util.Random;
import org.odenet.core.ode.DifferentiableOdeFunction;
import org.odenet.core.ode.Linearization;

/** A function of plain arrays with parameters and a hand-written derivative. */
abstract class TestFunction implements DifferentiableOdeFunction<double[]> {

    final double[] theta;

    TestFunction(double[] theta) {
        this.theta = theta;
    }

    /** The same function with other parameters. */
    abstract TestFunction with(double[] parameters);

    abstract double[] initialState();

    /** {@code stateCotangent = (∂f/∂y)ᵀ v; parameterGradient += (∂f/∂θ)ᵀ v}. */
    abstract void vjp(double t, double[] y, double[] v, double[] stateCotangent, double[] parameterGradient);

    @Override
    public Linearization<double[]> linearize(double t, double[] y, double[] dydt) {
        evaluate(t, y, dydt);
        double[] at = y.clone();
        return new Linearization<>() {
            @Override
            public void vjp(double[] cotangent, double[] stateCotangent, double[] parameterGradient) {
                double[] gradient = parameterGradient == null ? new double[theta.length] : parameterGradient;
                TestFunction.this.vjp(t, at, cotangent, stateCotangent, gradient);
            }

            @Override
            public void close() {
                // Holds nothing but arrays.
            }
        };
    }

    @Override
    public String toString() {
        return getClass().getSimpleName();
    }

    /** Prey and predators: {@code x' = a x - b x y, y' = -c y + d x y}. */
    static final class LotkaVolterra extends TestFunction {

        LotkaVolterra() {
            this(new double[] {1.1, 0.4, 0.9, 0.3});
        }

        private LotkaVolterra(double[] theta) {
            super(theta);
        }

        @Override
        TestFunction with(double[] parameters) {
            return new LotkaVolterra(parameters);
        }

        @Override
        double[] initialState() {
            return new double[] {3, 1.5};
        }

        @Override
        public void evaluate(double t, double[] y, double[] dydt) {
            dydt[0] = theta[0] * y[0] - theta[1] * y[0] * y[1];
            dydt[1] = -theta[2] * y[1] + theta[3] * y[0] * y[1];
        }

        @Override
        void vjp(double t, double[] y, double[] v, double[] stateCotangent, double[] parameterGradient) {
            stateCotangent[0] = v[0] * (theta[0] - theta[1] * y[1]) + v[1] * theta[3] * y[1];
            stateCotangent[1] = -v[0] * theta[1] * y[0] + v[1] * (theta[3] * y[0] - theta[2]);
            parameterGradient[0] += v[0] * y[0];
            parameterGradient[1] -= v[0] * y[0] * y[1];
            parameterGradient[2] -= v[1] * y[1];
            parameterGradient[3] += v[1] * y[0] * y[1];
        }
    }

    /** A network that sees the time: {@code f = V tanh(W y + u t + b)}. */
    static final class TanhNetwork extends TestFunction {

        private static final int STATE = 3;
        private static final int HIDDEN = 4;
        private static final int TIME = HIDDEN * STATE;
        private static final int BIAS = TIME + HIDDEN;
        private static final int OUT = BIAS + HIDDEN;

        TanhNetwork() {
            this(new Random(7).doubles(OUT + STATE * HIDDEN, -1, 1).toArray());
        }

        private TanhNetwork(double[] theta) {
            super(theta);
        }

        @Override
        TestFunction with(double[] parameters) {
            return new TanhNetwork(parameters);
        }

        @Override
        double[] initialState() {
            return new double[] {0.5, -0.3, 0.8};
        }

        private double[] hidden(double t, double[] y) {
            double[] hidden = new double[HIDDEN];
            for (int i = 0; i < HIDDEN; i++) {
                double sum = theta[TIME + i] * t + theta[BIAS + i];
                for (int j = 0; j < STATE; j++) {
                    sum += theta[i * STATE + j] * y[j];
                }
                hidden[i] = Math.tanh(sum);
            }
            return hidden;
        }

        @Override
        public void evaluate(double t, double[] y, double[] dydt) {
            double[] hidden = hidden(t, y);
            for (int j = 0; j < STATE; j++) {
                dydt[j] = 0;
                for (int i = 0; i < HIDDEN; i++) {
                    dydt[j] += theta[OUT + j * HIDDEN + i] * hidden[i];
                }
            }
        }

        @Override
        void vjp(double t, double[] y, double[] v, double[] stateCotangent, double[] parameterGradient) {
            double[] hidden = hidden(t, y);
            Arrays.fill(stateCotangent, 0);
            for (int i = 0; i < HIDDEN; i++) {
                double back = 0;
                for (int j = 0; j < STATE; j++) {
                    back += theta[OUT + j * HIDDEN + i] * v[j];
                    parameterGradient[OUT + j * HIDDEN + i] += v[j] * hidden[i];
                }
                back *= 1 - hidden[i] * hidden[i];
                parameterGradient[TIME + i] += back * t;
                parameterGradient[BIAS + i] += back;
                for (int j = 0; j < STATE; j++) {
                    parameterGradient[i * STATE + j] += back * y[j];
                    stateCotangent[j] += back * theta[i * STATE + j];
                }
            }
        }
    }

    /** {@code f_i = tanh(θ0 y_i + θ1 t)}, for states of any size. */
    static final class Pointwise extends TestFunction {

        private final int size;

        Pointwise(int size) {
            this(size, new double[] {-0.8, 0.6});
        }

        private Pointwise(int size, double[] theta) {
            super(theta);
            this.size = size;
        }

        @Override
        TestFunction with(double[] parameters) {
            return new Pointwise(size, parameters);
        }

        @Override
        double[] initialState() {
            return new Random(5).doubles(size, -1, 1).toArray();
        }

        @Override
        public void evaluate(double t, double[] y, double[] dydt) {
            for (int i = 0; i < size; i++) {
                dydt[i] = Math.tanh(theta[0] * y[i] + theta[1] * t);
            }
        }

        @Override
        void vjp(double t, double[] y, double[] v, double[] stateCotangent, double[] parameterGradient) {
            for (int i = 0; i < size; i++) {
                double f = Math.tanh(theta[0] * y[i] + theta[1] * t);
                double back = v[i] * (1 - f * f);
                stateCotangent[i] = back * theta[0];
                parameterGradient[0] += back * y[i];
                parameterGradient[1] += back * t;
            }
        }
    }
}
