package org.odenet.solvers;

import java.util.List;
import java.util.function.DoubleFunction;
import org.odenet.core.ode.OdeFunction;
import org.odenet.core.ode.TimeSpan;

/** An initial value problem whose solution is known. */
record Problem(String name, double start, double end, OdeFunction<double[]> function, DoubleFunction<double[]> exact) {

    static final Problem TIME_DEPENDENT =
            new Problem("y' = y² cos t", 0.5, 9, (t, y, dydt) -> dydt[0] = y[0] * y[0] * Math.cos(t), t ->
                    new double[] {1 / (2 - Math.sin(t))});

    static final Problem ROTATION = new Problem(
            "rotation at growing speed",
            0,
            3,
            (t, y, dydt) -> {
                double speed = 1 + t;
                dydt[0] = speed * y[1];
                dydt[1] = -speed * y[0];
            },
            t -> {
                double angle = t + t * t / 2;
                return new double[] {Math.cos(angle), -Math.sin(angle)};
            });

    static final Problem CUBIC = new Problem(
            "rotation at the speed of the squared radius",
            0,
            4,
            (t, y, dydt) -> {
                double speed = y[0] * y[0] + y[1] * y[1];
                dydt[0] = -speed * y[1];
                dydt[1] = speed * y[0];
            },
            t -> new double[] {Math.cos(t), Math.sin(t)});

    static final Problem OSCILLATOR = new Problem(
            "oscillator in the logarithm",
            0,
            8,
            (t, y, dydt) -> {
                dydt[0] = y[0] * y[1];
                dydt[1] = -Math.log(y[0]);
            },
            t -> new double[] {Math.exp(Math.sin(t)), Math.cos(t)});

    static final Problem STEADY = new Problem(
            "steady rotation",
            0,
            8,
            (t, y, dydt) -> {
                dydt[0] = -y[1];
                dydt[1] = y[0];
            },
            t -> new double[] {Math.cos(t), Math.sin(t)});

    static final List<Problem> ALL = List.of(TIME_DEPENDENT, ROTATION, CUBIC, OSCILLATOR);

    double[] initialState() {
        return exact.apply(start);
    }

    TimeSpan span() {
        return TimeSpan.of(start, end);
    }

    /** The same problem, solved from its end to its start. */
    Problem backward() {
        return new Problem(name + ", backward", end, start, function, exact);
    }

    double error(double t, double[] y) {
        double[] expected = exact.apply(t);
        double largest = 0;
        for (int i = 0; i < y.length; i++) {
            largest = Math.max(largest, Math.abs(y[i] - expected[i]));
        }
        return largest;
    }

    @Override
    public String toString() {
        return name;
    }
}
