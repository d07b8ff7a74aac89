package org.odenet.benchmarks.problems;

import java.util.List;
import org.odenet.core.ode.OdeFunction;

/** Class A of DETEST. */
final class SingleEquations {

    static final List<InitialValueProblem> ALL = List.of(
            problem("A1", 1, (t, y, dydt) -> dydt[0] = -y[0]),
            problem("A2", 1, (t, y, dydt) -> dydt[0] = -y[0] * y[0] * y[0] / 2),
            problem("A3", 1, (t, y, dydt) -> dydt[0] = y[0] * Math.cos(t)),
            problem("A4", 1, (t, y, dydt) -> dydt[0] = y[0] / 4 * (1 - y[0] / 20)),
            problem("A5", 4, (t, y, dydt) -> dydt[0] = (y[0] - t) / (y[0] + t)));

    private SingleEquations() {}

    private static InitialValueProblem problem(String name, double start, OdeFunction<double[]> function) {
        return new InitialValueProblem(name, function, new double[] {start}, Detest.END);
    }
}
