package org.odenet.benchmarks.problems;

/** Problem C5 of DETEST: Jupiter, Saturn, Uranus, Neptune and Pluto about the sun. */
final class OuterPlanets {

    private static final double GRAVITY = 2.95912208286;

    /** The sun's and the inner planets'. */
    private static final double CENTRAL_MASS = 1.00000597682;

    private static final double[] MASSES = {
        0.000954786104043, 0.000285583733151, 0.0000437273164546, 0.0000517759138449, 0.00000277777777778
    };

    /** Positions x, y, z of each planet, then velocities. */
    private static final double[] START = {
        3.42947415189,
        3.35386959711,
        1.35494901715,
        6.64145542550,
        5.97156957878,
        2.18231499728,
        11.2630437207,
        14.6952576794,
        6.27960525067,
        -30.1552268759,
        1.65699966404,
        1.43785752721,
        -21.1238353380,
        28.4465098142,
        15.3882659679,
        -0.557160570446,
        0.505696783289,
        0.230578543901,
        -0.415570776342,
        0.365682722812,
        0.169143213293,
        -0.325325669158,
        0.189706021964,
        0.0877265322780,
        -0.0240476254170,
        -0.287659532608,
        -0.117219543175,
        -0.176860753121,
        -0.216393453025,
        -0.0148647893090
    };

    private static final int PLANETS = MASSES.length;
    private static final int HALF = 3 * PLANETS;

    static final InitialValueProblem PROBLEM =
            new InitialValueProblem("C5", (t, y, dydt) -> derivative(y, dydt), START, Detest.END);

    private OuterPlanets() {}

    private static void derivative(double[] y, double[] dydt) {
        System.arraycopy(y, HALF, dydt, 0, HALF);
        double[] sun = new double[3];
        for (int planet = 0; planet < PLANETS; planet++) {
            double cube = cube(y[3 * planet], y[3 * planet + 1], y[3 * planet + 2]);
            for (int axis = 0; axis < 3; axis++) {
                double pull = y[3 * planet + axis] / cube;
                // The sun is the origin, and is pulled by all planets itself.
                sun[axis] += MASSES[planet] * pull;
                dydt[HALF + 3 * planet + axis] = -CENTRAL_MASS * pull;
            }
        }
        for (int planet = 0; planet < PLANETS; planet++) {
            addPullOfOthers(planet, y, dydt);
            for (int axis = 0; axis < 3; axis++) {
                int i = HALF + 3 * planet + axis;
                dydt[i] = GRAVITY * (dydt[i] - sun[axis]);
            }
        }
    }

    private static void addPullOfOthers(int planet, double[] y, double[] dydt) {
        int i = 3 * planet;
        for (int other = 0; other < PLANETS; other++) {
            if (other != planet) {
                int j = 3 * other;
                double cube = cube(y[j] - y[i], y[j + 1] - y[i + 1], y[j + 2] - y[i + 2]);
                for (int axis = 0; axis < 3; axis++) {
                    dydt[HALF + i + axis] += MASSES[other] * (y[j + axis] - y[i + axis]) / cube;
                }
            }
        }
    }

    private static double cube(double x, double y, double z) {
        double square = x * x + y * y + z * z;
        return square * Math.sqrt(square);
    }
}
