package org.odenet.benchmarks.problems;

import java.util.List;
import org.odenet.core.ode.OdeFunction;

/** Class B of DETEST: two species, a linear and a non-linear reaction, a curve on a torus, a rigid body. */
final class SmallSystems {

    static final List<InitialValueProblem> ALL = List.of(
            problem("B1", SmallSystems::species, 1, 3),
            problem("B2", SmallSystems::linearReaction, 2, 0, 1),
            problem("B3", SmallSystems::reaction, 1, 0, 0),
            problem("B4", SmallSystems::torus, 3, 0, 0),
            problem("B5", SmallSystems::rigidBody, 0, 1, 1));

    private SmallSystems() {}

    private static InitialValueProblem problem(String name, OdeFunction<double[]> function, double... start) {
        return new InitialValueProblem(name, function, start, Detest.END);
    }

    private static void species(double t, double[] y, double[] dydt) {
        dydt[0] = 2 * (y[0] - y[0] * y[1]);
        dydt[1] = -(y[1] - y[0] * y[1]);
    }

    private static void linearReaction(double t, double[] y, double[] dydt) {
        dydt[0] = -y[0] + y[1];
        dydt[1] = y[0] - 2 * y[1] + y[2];
        dydt[2] = y[1] - y[2];
    }

    private static void reaction(double t, double[] y, double[] dydt) {
        dydt[0] = -y[0];
        dydt[1] = y[0] - y[1] * y[1];
        dydt[2] = y[1] * y[1];
    }

    private static void torus(double t, double[] y, double[] dydt) {
        double r = Math.sqrt(y[0] * y[0] + y[1] * y[1]);
        dydt[0] = -y[1] - y[0] * y[2] / r;
        dydt[1] = y[0] - y[1] * y[2] / r;
        dydt[2] = y[0] / r;
    }

    private static void rigidBody(double t, double[] y, double[] dydt) {
        dydt[0] = y[1] * y[2];
        dydt[1] = -y[0] * y[2];
        dydt[2] = -0.51 * y[0] * y[1];
    }
}
