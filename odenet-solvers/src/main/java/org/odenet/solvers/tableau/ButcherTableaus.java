package org.odenet.solvers.tableau;

import java.util.List;

/** The Runge–Kutta methods of the library. */
public final class ButcherTableaus {

    /** Euler's method: order 1, linear within a step. */
    public static final ButcherTableau EULER = ButcherTableau.builder("euler", 1)
            .a(row())
            .c(0)
            .b(1)
            .interpolation(1, row(1))
            .citation("Euler 1768, Institutionum calculi integralis")
            .build();

    /** The explicit midpoint rule: order 2. */
    public static final ButcherTableau MIDPOINT = ButcherTableau.builder("midpoint", 2)
            .a(row(), row(1.0 / 2))
            .c(0, 1.0 / 2)
            .b(0, 1)
            .interpolation(2, row(1, -1), row(0, 1))
            .citation("Runge 1895, Über die numerische Auflösung von Differentialgleichungen")
            .build();

    /**
     * The 3/8 rule: order 4. torchdiffeq's {@code rk4}, hence the name here. Its interpolation is the cubic that
     * satisfies the order conditions up to 3 for every θ.
     */
    public static final ButcherTableau RK4 = ButcherTableau.builder("rk4", 4)
            .a(row(), row(1.0 / 3), row(-1.0 / 3, 1), row(1, -1, 1))
            .c(0, 1.0 / 3, 2.0 / 3, 1)
            .b(1.0 / 8, 3.0 / 8, 3.0 / 8, 1.0 / 8)
            .interpolation(
                    3, row(1, -15.0 / 8, 1), row(0, 15.0 / 8, -3.0 / 2), row(0, 3.0 / 8), row(0, -3.0 / 8, 1.0 / 2))
            .citation("Kutta 1901, Beitrag zur näherungsweisen Integration totaler Differentialgleichungen")
            .build();

    /** The classic Runge–Kutta method: order 4. Interpolation: Hairer, Nørsett and Wanner I, section II.6. */
    public static final ButcherTableau RK4_CLASSIC = ButcherTableau.builder("rk4-classic", 4)
            .a(row(), row(1.0 / 2), row(0, 1.0 / 2), row(0, 0, 1))
            .c(0, 1.0 / 2, 1.0 / 2, 1)
            .b(1.0 / 6, 1.0 / 3, 1.0 / 3, 1.0 / 6)
            .interpolation(
                    3, row(1, -3.0 / 2, 2.0 / 3), row(0, 1, -2.0 / 3), row(0, 1, -2.0 / 3), row(0, -1.0 / 2, 2.0 / 3))
            .citation("Kutta 1901, Beitrag zur näherungsweisen Integration totaler Differentialgleichungen")
            .build();

    /**
     * Dormand–Prince 5(4): order 5 with an embedded method of order 4. The embedded weights and the interpolation are
     * Shampine's (1986, "Some Practical Runge–Kutta Formulas"), as in torchdiffeq; the error estimate is 2/3 of the
     * original one.
     */
    public static final ButcherTableau DORMAND_PRINCE_54 = ButcherTableau.builder("dopri5", 5)
            .a(
                    row(),
                    row(1.0 / 5),
                    row(3.0 / 40, 9.0 / 40),
                    row(44.0 / 45, -56.0 / 15, 32.0 / 9),
                    row(19372.0 / 6561, -25360.0 / 2187, 64448.0 / 6561, -212.0 / 729),
                    row(9017.0 / 3168, -355.0 / 33, 46732.0 / 5247, 49.0 / 176, -5103.0 / 18656),
                    row(35.0 / 384, 0, 500.0 / 1113, 125.0 / 192, -2187.0 / 6784, 11.0 / 84))
            .c(0, 1.0 / 5, 3.0 / 10, 4.0 / 5, 8.0 / 9, 1, 1)
            .b(35.0 / 384, 0, 500.0 / 1113, 125.0 / 192, -2187.0 / 6784, 11.0 / 84, 0)
            .embedded(1951.0 / 21600, 0, 22642.0 / 50085, 451.0 / 720, -12231.0 / 42400, 649.0 / 6300, 1.0 / 60)
            .quarticInterpolation(
                    6025192743.0 / 60171106304.0,
                    0,
                    51252292925.0 / 130801643196.0,
                    -2691868925.0 / 90256659456.0,
                    187940372067.0 / 3189068634112.0,
                    -1776094331.0 / 39487288512.0,
                    11237099.0 / 470086768.0)
            .citation("Dormand and Prince 1980, A family of embedded Runge-Kutta formulae")
            .build();

    /** All of them. */
    public static final List<ButcherTableau> ALL = List.of(EULER, MIDPOINT, RK4, RK4_CLASSIC, DORMAND_PRINCE_54);

    private ButcherTableaus() {}

    private static double[] row(double... values) {
        return values;
    }
}
