package org.odenet.benchmarks.problems;

import java.util.List;

/** Class E of DETEST, equations of second order: Bessel's, van der Pol's, Duffing's, a falling body's, a pursuit's. */
final class HigherOrderEquations {

    static final List<InitialValueProblem> ALL = List.of(
            problem(
                    "E1",
                    (t, y, v) -> -(v / (t + 1) + (1 - 0.25 / ((t + 1) * (t + 1))) * y),
                    0.6713967071418030,
                    0.09540051444747446),
            problem("E2", (t, y, v) -> (1 - y * y) * v - y, 2, 0),
            problem("E3", (t, y, v) -> y * y * y / 6 - y + 2 * Math.sin(2.78535 * t), 0, 0),
            problem("E4", (t, y, v) -> 0.032 - 0.4 * v * v, 30, 0),
            problem("E5", (t, y, v) -> Math.sqrt(1 + v * v) / (25 - t), 0, 0));

    private HigherOrderEquations() {}

    /** The second derivative by time, value and first derivative. */
    private interface Acceleration {
        double at(double t, double y, double v);
    }

    private static InitialValueProblem problem(String name, Acceleration acceleration, double... start) {
        return new InitialValueProblem(
                name,
                (t, y, dydt) -> {
                    dydt[0] = y[1];
                    dydt[1] = acceleration.at(t, y[0], y[1]);
                },
                start,
                Detest.END);
    }
}
