package org.odenet.benchmarks.problems;

import java.util.List;

/**
 * Stiff problems with their ends as in the "Test Set for Initial Value Problem Solvers" (Mazzia and Magherini 2008), and
 * absolute tolerances as in Hairer and Wanner II, section IV.10.
 */
public final class StiffProblems {

    /** A chemical reaction (Robertson 1966) with rates from 0.04 to 3e7, over a very long time. */
    public static final InitialValueProblem ROBERTSON = new InitialValueProblem(
            "robertson", StiffProblems::robertson, new double[] {1, 0, 0}, 1e11, 1e-6, new double[] {
                0.2083340149701255e-7, 0.8333360770334713e-13, 0.9999999791665050
            });

    /** The oscillator of van der Pol 1926 with μ = 1000. */
    public static final InitialValueProblem VAN_DER_POL = new InitialValueProblem(
            "van-der-pol", StiffProblems::vanDerPol, new double[] {2, 0}, 2000, 1, new double[] {
                1.706167732170469, -0.8928097010248125e-3
            });

    /** How light shapes a plant: a reaction of eight substances (Schäfer 1975). */
    public static final InitialValueProblem HIRES = new InitialValueProblem(
            "hires", StiffProblems::hires, new double[] {1, 0, 0, 0, 0, 0, 0, 0.0057}, 321.8122, 1e-4, new double[] {
                0.7371312573325668e-3,
                0.1442485726316185e-3,
                0.5888729740967575e-4,
                0.1175651343283149e-2,
                0.2386356198831331e-2,
                0.6238968252742796e-2,
                0.2849998395185769e-2,
                0.2850001604814231e-2
            });

    /** The Oregonator, an oscillating reaction (Field and Noyes 1974). */
    public static final InitialValueProblem OREGO =
            new InitialValueProblem("orego", StiffProblems::orego, new double[] {1, 2, 3}, 360, 1e-6, new double[] {
                1.000814870318523, 1228.178521549917, 132.0554942846706
            });

    /** All of them. */
    public static final List<InitialValueProblem> ALL = List.of(ROBERTSON, VAN_DER_POL, HIRES, OREGO);

    private StiffProblems() {}

    private static void robertson(double t, double[] y, double[] dydt) {
        dydt[0] = -0.04 * y[0] + 1e4 * y[1] * y[2];
        dydt[2] = 3e7 * y[1] * y[1];
        dydt[1] = -dydt[0] - dydt[2];
    }

    private static void vanDerPol(double t, double[] y, double[] dydt) {
        dydt[0] = y[1];
        dydt[1] = 1000 * (1 - y[0] * y[0]) * y[1] - y[0];
    }

    private static void hires(double t, double[] y, double[] dydt) {
        double bound = 280 * y[5] * y[7];
        dydt[0] = -1.71 * y[0] + 0.43 * y[1] + 8.32 * y[2] + 0.0007;
        dydt[1] = 1.71 * y[0] - 8.75 * y[1];
        dydt[2] = -10.03 * y[2] + 0.43 * y[3] + 0.035 * y[4];
        dydt[3] = 8.32 * y[1] + 1.71 * y[2] - 1.12 * y[3];
        dydt[4] = -1.745 * y[4] + 0.43 * y[5] + 0.43 * y[6];
        dydt[5] = -bound + 0.69 * y[3] + 1.71 * y[4] - 0.43 * y[5] + 0.69 * y[6];
        dydt[6] = bound - 1.81 * y[6];
        dydt[7] = -dydt[6];
    }

    private static void orego(double t, double[] y, double[] dydt) {
        dydt[0] = 77.27 * (y[1] + y[0] * (1 - 8.375e-6 * y[0] - y[1]));
        dydt[1] = (y[2] - (1 + y[0]) * y[1]) / 77.27;
        dydt[2] = 0.161 * (y[0] - y[2]);
    }
}
