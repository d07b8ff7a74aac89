package org.odenet.solvers.tableau;

import java.util.Arrays;
import java.util.List;

/**
 * The implicit Runge–Kutta methods of the library, for stiff problems. Their steps solve equations: methods with a lower
 * triangular {@code a} one stage after the other, the others all stages at once.
 */
public final class ImplicitTableaus {

    private static final double SQRT2 = Math.sqrt(2);
    private static final double SQRT3 = Math.sqrt(3);
    private static final double SQRT6 = Math.sqrt(6);
    private static final double SQRT15 = Math.sqrt(15);

    /** The implicit Euler method: order 1, L-stable. */
    public static final ButcherTableau IMPLICIT_EULER = Collocation.at(1)
            .builder("implicit-euler", 1)
            .citation("Curtiss and Hirschfelder 1952, Integration of stiff equations")
            .build();

    /** The implicit midpoint rule, the Gauss method of one stage: order 2, A-stable, symplectic. */
    public static final ButcherTableau IMPLICIT_MIDPOINT = Collocation.at(1.0 / 2)
            .builder("implicit-midpoint", 2)
            .citation("Butcher 1964, Implicit Runge-Kutta processes")
            .build();

    /** The trapezoidal rule, the Lobatto IIIA method of two stages: order 2, A-stable. */
    public static final ButcherTableau TRAPEZOID = Collocation.at(0, 1)
            .builder("trapezoid", 2)
            .citation("Ehle 1969, On Padé approximations to the exponential function and A-stable methods")
            .build();

    /** The Gauss–Legendre method of two stages: order 4, A-stable, symplectic. */
    public static final ButcherTableau GAUSS4 = Collocation.at(1.0 / 2 - SQRT3 / 6, 1.0 / 2 + SQRT3 / 6)
            .builder("gauss4", 4)
            .citation("Kuntzmann 1961; Butcher 1964, Implicit Runge-Kutta processes")
            .build();

    /** The Gauss–Legendre method of three stages: order 6, A-stable, symplectic. */
    public static final ButcherTableau GAUSS6 = Collocation.at(1.0 / 2 - SQRT15 / 10, 1.0 / 2, 1.0 / 2 + SQRT15 / 10)
            .builder("gauss6", 6)
            .citation("Kuntzmann 1961; Butcher 1964, Implicit Runge-Kutta processes")
            .build();

    /** The Radau IIA method of two stages: order 3, L-stable. */
    public static final ButcherTableau RADAU3 = Collocation.at(1.0 / 3, 1)
            .builder("radau3", 3)
            .citation("Ehle 1969, On Padé approximations to the exponential function and A-stable methods")
            .build();

    /**
     * The Radau IIA method of three stages: order 5, L-stable. The derivative at the start, its first stage here, serves
     * the error estimate alone.
     */
    public static final ButcherTableau RADAU5 = radau5();

    /** Alexander's method of two stages: order 2, L-stable. Within the step it satisfies the order conditions up to 2. */
    public static final ButcherTableau SDIRK2 = sdirk2(1 - SQRT2 / 2);

    /**
     * The trapezoidal rule and a backward differentiation formula in one step: order 2, L-stable. The embedded method has
     * order 3.
     */
    public static final ButcherTableau TRBDF2 = trbdf2(2 - SQRT2, SQRT2 / 4);

    /** Kværnø's method 3(2), L-stable; the embedded method is stiffly accurate too. */
    public static final ButcherTableau KVAERNO3 = kvaerno3(0.43586652150845899942);

    /** Kværnø's method 4(3), L-stable. Its second stage lies beyond the end of the step. */
    public static final ButcherTableau KVAERNO4 = kvaerno4(0.57281606248213485541);

    /** Kværnø's method 5(4), L-stable. Its third stage lies beyond the end of the step. */
    public static final ButcherTableau KVAERNO5 = kvaerno5(0.26);

    /** All of them. */
    public static final List<ButcherTableau> ALL = List.of(
            IMPLICIT_EULER,
            IMPLICIT_MIDPOINT,
            TRAPEZOID,
            GAUSS4,
            GAUSS6,
            RADAU3,
            RADAU5,
            SDIRK2,
            TRBDF2,
            KVAERNO3,
            KVAERNO4,
            KVAERNO5);

    private ImplicitTableaus() {}

    /**
     * With the error estimate of section IV.8: {@code γ₀ h f(t, y) + Σ e_i z_i}, {@code z = h A k}, where 1/γ₀ is the real
     * eigenvalue of A⁻¹.
     */
    private static ButcherTableau radau5() {
        Collocation radau = Collocation.at((4 - SQRT6) / 10, (4 + SQRT6) / 10, 1);
        double filter = (6 + Math.cbrt(81) - Math.cbrt(9)) / 30;
        double[] e = {-(13 + 7 * SQRT6) * filter / 3, (-13 + 7 * SQRT6) * filter / 3, -filter / 3};
        double[] weights = {filter, 0, 0, 0};
        double[][] a = {row(), row(0, 0, 0, 0), row(0, 0, 0, 0), row(0, 0, 0, 0)};
        double[][] powers = {row(0), radau.powers()[0], radau.powers()[1], radau.powers()[2]};
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 3; j++) {
                a[i + 1][j + 1] = radau.a()[i][j];
                weights[j + 1] += e[i] * radau.a()[i][j];
            }
        }
        // The last place is 1, so that the last row is b to the bit.
        return ButcherTableau.builder("radau5", 5)
                .a(a)
                .c(0, radau.places()[0], radau.places()[1], 1)
                .b(a[3])
                .errorWeights(weights)
                .errorBehaviour(4, filter)
                .interpolation(3, powers)
                .citation("Hairer and Wanner 1996, Solving Ordinary Differential Equations II, section IV.8")
                .build();
    }

    private static ButcherTableau sdirk2(double g) {
        double d = 1 - g;
        return ButcherTableau.builder("sdirk2", 2)
                .a(row(g), row(d, g))
                .c(g, 1)
                .b(d, g)
                .interpolation(2, row(1 + g / d, -1 / (2 * d)), row(-g / d, 1 / (2 * d)))
                .citation("Alexander 1977, Diagonally implicit Runge-Kutta methods for stiff O.D.E.'s")
                .build();
    }

    private static ButcherTableau trbdf2(double g, double w) {
        double d = g / 2;
        return ButcherTableau.builder("trbdf2", 2)
                .a(row(), row(d, d), row(w, w, d))
                .c(0, g, 1)
                .b(w, w, d)
                .embedded((1 - w) / 3, (3 * w + 1) / 3, d / 3)
                .errorBehaviour(3, d)
                .hermiteInterpolation(2, new double[3][0])
                .citation("Hosea and Shampine 1996, Analysis and implementation of TR-BDF2")
                .build();
    }

    private static ButcherTableau kvaerno3(double g) {
        double[] third = row((-4 * g * g + 6 * g - 1) / (4 * g), (-2 * g + 1) / (4 * g), g);
        double[] last =
                row((6 * g - 1) / (12 * g), -1 / ((24 * g - 12) * g), (-6 * g * g + 6 * g - 1) / (6 * g - 3), g);
        return kvaerno("kvaerno3", 3, row(0, 2 * g, 1, 1), row(), row(g, g), third, last)
                .hermiteInterpolation(3, new double[4][0])
                .build();
    }

    private static ButcherTableau kvaerno4(double g) {
        double p = 12 * g * g - 6 * g + 1;
        double q = 12 * g * g - 9 * g + 2;
        double r = 3 * g - 1;
        double[] third = row(
                polynomial(g, 144, -180, 81, -15, 1) * g / (p * p), polynomial(g, -36, 39, -15, 2) * g / (p * p), g);
        double[] fourth = row(
                polynomial(g, -144, 396, -330, 117, -18, 1) / (12 * g * g * q),
                polynomial(g, 72, -126, 69, -15, 1) / (12 * g * g * r),
                (-6 * g * g + 6 * g - 1) * p * p / (12 * g * g * q * r),
                g);
        double[] last = row(
                polynomial(g, 288, -312, 120, -18, 1) / (48 * g * g * q),
                (24 * g * g - 12 * g + 1) / (48 * g * g * r),
                -p * p * p / (48 * g * g * r * q * (6 * g * g - 6 * g + 1)),
                polynomial(g, -24, 36, -12, 1) / (24 * g * g - 24 * g + 4),
                g);
        double c = third[0] + third[1] + g;
        return kvaerno("kvaerno4", 4, row(0, 2 * g, c, 1, 1), row(), row(g, g), third, fourth, last)
                .hermiteInterpolation(3, new double[5][0])
                .build();
    }

    /** The middle is the combination of order 4 with the smallest weights. */
    private static ButcherTableau kvaerno5(double g) {
        return kvaerno(
                        "kvaerno5",
                        5,
                        row(0, 0.52, 1.23033320996790809, 0.89576598435007589, 0.43639360985864758, 1, 1),
                        row(),
                        row(g, g),
                        row(0.13, 0.84033320996790809, g),
                        row(0.22371961478320505, 0.47675532319799699, -0.06470895363112615, g),
                        row(0.16648564323248321, 0.10450018841591720, 0.03631482272098715, -0.13090704451073998, g),
                        row(0.13855640231268224, 0, -0.04245337201752043, 0.02446657898003141, 0.61943039072480676, g),
                        row(
                                0.13659751177640291,
                                0,
                                -0.05496908796538376,
                                -0.04118626728321046,
                                0.62993304899016403,
                                0.06962479448202728,
                                g))
                .quarticInterpolation(
                        4,
                        0.164714204973700256,
                        0,
                        0.0452668101149148644,
                        -0.00325950943710725439,
                        0.392209883225977226,
                        -0.0494656944387424904,
                        -0.0494656944387425485)
                .build();
    }

    /** The last row gives the step, the one before it the embedded method. */
    private static ButcherTableau.Builder kvaerno(String name, int order, double[] c, double[]... a) {
        int stages = a.length;
        return ButcherTableau.builder(name, order)
                .a(a)
                .c(c)
                .b(a[stages - 1])
                .embedded(Arrays.copyOf(a[stages - 2], stages))
                .citation("Kværnø 2004, Singly diagonally implicit Runge-Kutta methods with an explicit first stage");
    }

    /** From the highest power down. */
    private static double polynomial(double x, double... coefficients) {
        double value = 0;
        for (double coefficient : coefficients) {
            value = value * x + coefficient;
        }
        return value;
    }

    private static double[] row(double... values) {
        return values;
    }
}
