package org.odenet.solvers.tableau;

import static org.odenet.solvers.tableau.ButcherTableau.row;

import java.util.List;

/** The explicit Runge–Kutta methods of the library. */
public final class ButcherTableaus {

    private static final double[] FEHLBERG_WEIGHTS_4 = {25.0 / 216, 0, 1408.0 / 2565, 2197.0 / 4104, -1.0 / 5, 0};
    private static final double[] FEHLBERG_WEIGHTS_5 = {
        16.0 / 135, 0, 6656.0 / 12825, 28561.0 / 56430, -9.0 / 50, 2.0 / 55
    };

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

    /** Heun's method of order 2, the explicit trapezoidal rule. */
    public static final ButcherTableau HEUN_2 = ButcherTableau.builder("heun2", 2)
            .a(row(), row(1))
            .c(0, 1)
            .b(1.0 / 2, 1.0 / 2)
            .interpolation(2, row(1, -1.0 / 2), row(0, 1.0 / 2))
            .citation("Heun 1900, Neue Methoden zur approximativen Integration der Differentialgleichungen")
            .build();

    /** Ralston's method: the one of order 2 with the least bound on its error. */
    public static final ButcherTableau RALSTON = ButcherTableau.builder("ralston", 2)
            .a(row(), row(2.0 / 3))
            .c(0, 2.0 / 3)
            .b(1.0 / 4, 3.0 / 4)
            .interpolation(2, row(1, -3.0 / 4), row(0, 3.0 / 4))
            .citation("Ralston 1962, Runge-Kutta methods with minimum error bounds")
            .build();

    /** Heun's method of order 3. Its interpolation is the quadratic of order 2. */
    public static final ButcherTableau HEUN_3 = ButcherTableau.builder("heun3", 3)
            .a(row(), row(1.0 / 3), row(0, 2.0 / 3))
            .c(0, 1.0 / 3, 2.0 / 3)
            .b(1.0 / 4, 0, 3.0 / 4)
            .interpolation(2, row(1, -3.0 / 4), row(0), row(0, 3.0 / 4))
            .citation("Heun 1900, Neue Methoden zur approximativen Integration der Differentialgleichungen")
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
                    4,
                    6025192743.0 / 60171106304.0,
                    0,
                    51252292925.0 / 130801643196.0,
                    -2691868925.0 / 90256659456.0,
                    187940372067.0 / 3189068634112.0,
                    -1776094331.0 / 39487288512.0,
                    11237099.0 / 470086768.0)
            .citation("Dormand and Prince 1980, A family of embedded Runge-Kutta formulae")
            .build();

    /**
     * Fehlberg's method of order 4, with the weights of order 5 beside it left out: for fixed steps. Its interpolation
     * takes the derivative at the end as a further stage; of the weights of order 4 in the middle, of which there is a
     * family, it has those without the fifth stage.
     */
    public static final ButcherTableau FEHLBERG_4 =
            fehlberg("fehlberg4", 4, FEHLBERG_WEIGHTS_4).build();

    /** Fehlberg's method of order 5, for fixed steps. Its interpolation is like that of {@link #FEHLBERG_4}. */
    public static final ButcherTableau FEHLBERG_5 =
            fehlberg("fehlberg5", 5, FEHLBERG_WEIGHTS_5).build();

    /** Fehlberg 4(5): it goes on with the result of order 4, as its author meant it to. */
    public static final ButcherTableau FEHLBERG_45 = fehlberg("fehlberg45", 4, FEHLBERG_WEIGHTS_4)
            .embedded(FEHLBERG_WEIGHTS_5)
            .build();

    /** Heun's method of order 2 with Euler's inside. */
    public static final ButcherTableau ADAPTIVE_HEUN = ButcherTableau.builder("adaptive-heun", 2)
            .a(row(), row(1))
            .c(0, 1)
            .b(1.0 / 2, 1.0 / 2)
            .embedded(1, 0)
            .interpolation(2, row(1, -1.0 / 2), row(0, 1.0 / 2))
            .citation("Heun 1900, Neue Methoden zur approximativen Integration der Differentialgleichungen")
            .build();

    /** Fehlberg 1(2), going on with the result of order 2, as torchdiffeq does. */
    public static final ButcherTableau FEHLBERG_2 = ButcherTableau.builder("fehlberg2", 2)
            .a(row(), row(1.0 / 2), row(1.0 / 256, 255.0 / 256))
            .c(0, 1.0 / 2, 1)
            .b(1.0 / 512, 255.0 / 256, 1.0 / 512)
            .embedded(1.0 / 256, 255.0 / 256, 0)
            .interpolation(2, row(1, -511.0 / 512), row(0, 255.0 / 256), row(0, 1.0 / 512))
            .citation("Fehlberg 1969, Low-order classical Runge-Kutta formulas with stepsize control")
            .build();

    /** Bogacki–Shampine 3(2), with the cubic through both ends as its interpolation. */
    public static final ButcherTableau BOGACKI_SHAMPINE_32 = ButcherTableau.builder("bosh3", 3)
            .a(row(), row(1.0 / 2), row(0, 3.0 / 4), row(2.0 / 9, 1.0 / 3, 4.0 / 9))
            .c(0, 1.0 / 2, 3.0 / 4, 1)
            .b(2.0 / 9, 1.0 / 3, 4.0 / 9, 0)
            .embedded(7.0 / 24, 1.0 / 4, 1.0 / 3, 1.0 / 8)
            .hermiteInterpolation(3, row(), row(), row(), row())
            .citation("Bogacki and Shampine 1989, A 3(2) pair of Runge-Kutta formulas")
            .build();

    /**
     * Cash–Karp 5(4), going on with the result of order 5. Its interpolation takes the derivative at the end as a further
     * stage; of the weights of order 4 in the middle, of which there is a family, it has those without the sixth stage.
     */
    public static final ButcherTableau CASH_KARP = ButcherTableau.builder("cash-karp", 5)
            .a(
                    row(),
                    row(1.0 / 5),
                    row(3.0 / 40, 9.0 / 40),
                    row(3.0 / 10, -9.0 / 10, 6.0 / 5),
                    row(-11.0 / 54, 5.0 / 2, -70.0 / 27, 35.0 / 27),
                    row(1631.0 / 55296, 175.0 / 512, 575.0 / 13824, 44275.0 / 110592, 253.0 / 4096))
            .c(0, 1.0 / 5, 3.0 / 10, 3.0 / 5, 1, 7.0 / 8)
            .b(37.0 / 378, 0, 250.0 / 621, 125.0 / 594, 0, 512.0 / 1771)
            .embedded(2825.0 / 27648, 0, 18575.0 / 48384, 13525.0 / 55296, 277.0 / 14336, 1.0 / 4)
            .extraStages(row(1), row(37.0 / 378, 0, 250.0 / 621, 125.0 / 594, 0, 512.0 / 1771))
            .quarticInterpolation(4, 89.0 / 864, 0, 575.0 / 1512, 25.0 / 1728, -13.0 / 448, 0, 1.0 / 32)
            .citation("Cash and Karp 1990, A variable order Runge-Kutta method for initial value problems")
            .build();

    /** Tsitouras 5(4), with his solution of order 4 within the step. */
    public static final ButcherTableau TSITOURAS_54 = Tsitouras54.TABLEAU;

    /**
     * Verner's most efficient 7(6), with his solution within the step, which takes six more stages. His 6(5) is not here: its
     * weights of hundreds cancel, at the cost of three digits.
     */
    public static final ButcherTableau VERNER_76 = Verner76.TABLEAU;

    /**
     * Dormand–Prince 8(5,3), known as DOP853: two error estimates, and a solution of order 7 within the step, which takes
     * three more stages.
     */
    public static final ButcherTableau DORMAND_PRINCE_853 = DormandPrince853.TABLEAU;

    /** Prince–Dormand 8(7), torchdiffeq's {@code dopri8}, with a solution of order 5 within the step. */
    public static final ButcherTableau PRINCE_DORMAND_87 = PrinceDormand87.TABLEAU;

    /** All of them. */
    public static final List<ButcherTableau> ALL = List.of(
            EULER,
            MIDPOINT,
            HEUN_2,
            RALSTON,
            HEUN_3,
            RK4,
            RK4_CLASSIC,
            FEHLBERG_4,
            FEHLBERG_5,
            FEHLBERG_45,
            ADAPTIVE_HEUN,
            FEHLBERG_2,
            BOGACKI_SHAMPINE_32,
            CASH_KARP,
            DORMAND_PRINCE_54,
            TSITOURAS_54,
            VERNER_76,
            DORMAND_PRINCE_853,
            PRINCE_DORMAND_87);

    private ButcherTableaus() {}

    private static ButcherTableau.Builder fehlberg(String name, int order, double[] weights) {
        return ButcherTableau.builder(name, order)
                .a(
                        row(),
                        row(1.0 / 4),
                        row(3.0 / 32, 9.0 / 32),
                        row(1932.0 / 2197, -7200.0 / 2197, 7296.0 / 2197),
                        row(439.0 / 216, -8, 3680.0 / 513, -845.0 / 4104),
                        row(-8.0 / 27, 2, -3544.0 / 2565, 1859.0 / 4104, -11.0 / 40))
                .c(0, 1.0 / 4, 3.0 / 8, 12.0 / 13, 1, 1.0 / 2)
                .b(weights)
                .extraStages(row(1), weights)
                .quarticInterpolation(4, 443.0 / 3456, 0, 256.0 / 513, -2197.0 / 65664, 0, -1.0 / 8, 1.0 / 32)
                .citation("Fehlberg 1969, Low-order classical Runge-Kutta formulas with stepsize control");
    }
}
