package org.odenet.solvers.implicit;

import java.util.Arrays;
import org.odenet.core.ode.DifferentiableOdeFunction;
import org.odenet.core.ode.Linearization;
import org.odenet.core.ode.OdeFunction;

/** The Jacobian of a function of arrays: by its derivative products if it has them, else by differences. */
final class DenseJacobian {

    private static final double PRECISION = Math.ulp(1.0);
    /** Components smaller than this are shifted as if they were as large. */
    private static final double SMALL = 1e-5;

    private final int size;
    private final double[] point;
    private final double[] value;
    private final double[] other;

    DenseJacobian(int size) {
        this.size = size;
        this.point = new double[size];
        this.value = new double[size];
        this.other = new double[size];
    }

    /** Overwrites the rows. */
    void evaluate(OdeFunction<double[]> function, double t, double[] y, double[][] rows) {
        if (function instanceof DifferentiableOdeFunction<double[]> differentiable) {
            try (Linearization<double[]> linearization = differentiable.linearize(t, y, value)) {
                byProducts(linearization, rows);
            }
        } else {
            byDifferences(function, t, y, rows);
        }
    }

    private void byProducts(Linearization<double[]> linearization, double[][] rows) {
        Arrays.fill(point, 0);
        for (int i = 0; i < size; i++) {
            point[i] = 1;
            linearization.vjp(point, rows[i], null);
            point[i] = 0;
        }
    }

    private void byDifferences(OdeFunction<double[]> function, double t, double[] y, double[][] rows) {
        function.evaluate(t, y, value);
        System.arraycopy(y, 0, point, 0, size);
        for (int j = 0; j < size; j++) {
            double shift = shift(Math.abs(y[j]));
            point[j] = y[j] + shift;
            // What the shift is after rounding.
            shift = point[j] - y[j];
            function.evaluate(t, point, other);
            point[j] = y[j];
            for (int i = 0; i < size; i++) {
                rows[i][j] = (other[i] - value[i]) / shift;
            }
        }
    }

    /** Of large components it is a part of them, as less would be lost in rounding. */
    private static double shift(double size) {
        return Math.max(Math.sqrt(PRECISION * Math.max(SMALL, size)), Math.sqrt(PRECISION) * size);
    }
}
