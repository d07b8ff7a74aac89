package org.odenet.solvers.tableau;

/** The linear stability of explicit Runge–Kutta methods (Hairer and Wanner II, section IV.2). */
public final class Stability {

    private static final double STEP = 0.01;
    private static final double FAR = 1000;
    private static final double SLACK = 1e-9;

    private Stability() {}

    /**
     * Where the region of stability ends on the negative real axis.
     *
     * @param tableau an explicit method
     * @return the smallest {@code x > 0} with {@code |R(-x)| > 1}, to two decimals
     */
    public static double limit(ButcherTableau tableau) {
        double x = STEP;
        while (x < FAR && Math.abs(value(tableau, -x)) <= 1 + SLACK) {
            x += STEP;
        }
        return x;
    }

    /**
     * The stability function: what a step makes of {@code y = 1} for {@code dy/dt = λ y}.
     *
     * @param tableau an explicit method
     * @param z {@code h λ}
     * @return {@code R(z) = 1 + z Σ b_i g_i} with {@code g_i = 1 + z Σ a_ij g_j}
     */
    public static double value(ButcherTableau tableau, double z) {
        double[] stages = new double[tableau.stages()];
        double result = 1;
        for (int i = 0; i < stages.length; i++) {
            stages[i] = 1;
            for (int j = 0; j < i; j++) {
                stages[i] += z * tableau.a(i, j) * stages[j];
            }
            result += z * tableau.b(i) * stages[i];
        }
        return result;
    }
}
