package org.odenet.benchmarks.problems;

import java.util.List;

/** Non-stiff problems that solvers are often compared by. */
public final class ClassicProblems {

    /** Predators and prey (Lotka 1925, Volterra 1926) with the constants 1.5, 1, 3, 1. */
    public static final InitialValueProblem LOTKA_VOLTERRA = new InitialValueProblem(
            "lotka-volterra",
            (t, y, dydt) -> {
                dydt[0] = y[0] * (1.5 - y[1]);
                dydt[1] = y[1] * (y[0] - 3);
            },
            new double[] {1, 1},
            10);

    private static final double[] ARENSTORF_START = {0.994, 0, 0, -2.00158510637908252240537862224};

    /** A periodic orbit about earth and moon (Arenstorf 1963), Hairer, Nørsett and Wanner I, section II.0. */
    public static final InitialValueProblem ARENSTORF = new InitialValueProblem(
            "arenstorf",
            (t, y, dydt) -> threeBodies(y, dydt),
            ARENSTORF_START,
            17.0652165601579625588917206249,
            1,
            ARENSTORF_START);

    /** Seven stars in a plane with near collisions: Hairer, Nørsett and Wanner I, section II.10. */
    public static final InitialValueProblem PLEIADES = Pleiades.PROBLEM;

    /** All of them. */
    public static final List<InitialValueProblem> ALL = List.of(LOTKA_VOLTERRA, ARENSTORF, PLEIADES);

    private ClassicProblems() {}

    private static void threeBodies(double[] y, double[] dydt) {
        double moon = 0.012277471;
        double earth = 1 - moon;
        double toEarth = Math.pow((y[0] + moon) * (y[0] + moon) + y[1] * y[1], 1.5);
        double toMoon = Math.pow((y[0] - earth) * (y[0] - earth) + y[1] * y[1], 1.5);
        dydt[0] = y[2];
        dydt[1] = y[3];
        dydt[2] = y[0] + 2 * y[3] - earth * (y[0] + moon) / toEarth - moon * (y[0] - earth) / toMoon;
        dydt[3] = y[1] - 2 * y[2] - earth * y[1] / toEarth - moon * y[1] / toMoon;
    }
}
