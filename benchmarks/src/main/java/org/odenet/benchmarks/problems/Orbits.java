package org.odenet.benchmarks.problems;

import java.util.List;
import java.util.stream.IntStream;

/** Class D of DETEST: two bodies, on orbits of eccentricity 0.1, 0.3, 0.5, 0.7 and 0.9. */
final class Orbits {

    static final List<InitialValueProblem> ALL =
            IntStream.rangeClosed(1, 5).mapToObj(Orbits::problem).toList();

    private Orbits() {}

    private static InitialValueProblem problem(int number) {
        double eccentricity = (2 * number - 1) / 10.0;
        double[] start = {1 - eccentricity, 0, 0, Math.sqrt((1 + eccentricity) / (1 - eccentricity))};
        return new InitialValueProblem("D" + number, (t, y, dydt) -> derivative(y, dydt), start, Detest.END);
    }

    private static void derivative(double[] y, double[] dydt) {
        double square = y[0] * y[0] + y[1] * y[1];
        double cube = square * Math.sqrt(square);
        dydt[0] = y[2];
        dydt[1] = y[3];
        dydt[2] = -y[0] / cube;
        dydt[3] = -y[1] / cube;
    }
}
