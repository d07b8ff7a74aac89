package org.odenet.benchmarks.problems;

import java.util.List;
import org.odenet.core.ode.OdeFunction;

/** Class C of DETEST: two chains of radioactive decay, the heat equation by the method of lines, twice, and the planets. */
final class ModerateSystems {

    private static final int CHAIN = 10;
    private static final int FINE = 51;

    static final List<InitialValueProblem> ALL = List.of(
            fromOne("C1", CHAIN, (t, y, dydt) -> decay(y, dydt, false)),
            fromOne("C2", CHAIN, (t, y, dydt) -> decay(y, dydt, true)),
            fromOne("C3", CHAIN, (t, y, dydt) -> diffusion(y, dydt)),
            fromOne("C4", FINE, (t, y, dydt) -> diffusion(y, dydt)),
            OuterPlanets.PROBLEM);

    private ModerateSystems() {}

    private static InitialValueProblem fromOne(String name, int dimension, OdeFunction<double[]> function) {
        double[] start = new double[dimension];
        start[0] = 1;
        return new InitialValueProblem(name, function, start, Detest.END);
    }

    /** Each substance decays into the next, at one rate or at growing ones. */
    private static void decay(double[] y, double[] dydt, boolean growing) {
        double gained = 0;
        for (int i = 0; i < y.length - 1; i++) {
            double lost = growing ? (i + 1) * y[i] : y[i];
            dydt[i] = gained - lost;
            gained = lost;
        }
        dydt[y.length - 1] = gained;
    }

    private static void diffusion(double[] y, double[] dydt) {
        int last = y.length - 1;
        for (int i = 0; i <= last; i++) {
            double left = i > 0 ? y[i - 1] : 0;
            double right = i < last ? y[i + 1] : 0;
            dydt[i] = left - 2 * y[i] + right;
        }
    }
}
