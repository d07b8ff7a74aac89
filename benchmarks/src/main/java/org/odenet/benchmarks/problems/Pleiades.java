package org.odenet.benchmarks.problems;

/**
 * Seven stars with the masses 1 to 7 in a plane: positions x, positions y, velocities x, velocities y. The end
 * is that of the "Test Set for Initial Value Problem Solvers" (Mazzia and Magherini 2008).
 */
final class Pleiades {

    private static final int STARS = 7;

    private static final double[] START = {
        3, 3, -1, -3, 2, -2, 2, 3, -3, 2, 0, 0, -4, 4, 0, 0, 0, 0, 0, 1.75, -1.5, 0, 0, 0, -1.25, 1, 0, 0
    };

    private static final double[] KNOWN = {
        0.3706139143970502,
        3.237284092057233,
        -3.222559032418324,
        0.6597091455775310,
        0.3425581707156584,
        1.562172101400631,
        -0.7003092922212495,
        -3.943437585517392,
        -3.271380973972550,
        5.225081843456543,
        -2.590612434977470,
        1.198213693392275,
        -0.2429682344935824,
        1.091449240428980,
        3.417003806314313,
        1.354584501625501,
        -2.590065597810775,
        2.025053734714242,
        -1.155815100160448,
        -0.8072988170223021,
        0.5952396354208710,
        -3.741244961234010,
        0.3773459685750630,
        0.9386858869551073,
        0.3667922227200571,
        -0.3474046353808490,
        2.344915448180937,
        -1.947020434263292
    };

    static final InitialValueProblem PROBLEM =
            new InitialValueProblem("pleiades", (t, y, dydt) -> derivative(y, dydt), START, 3, 1, KNOWN);

    private Pleiades() {}

    private static void derivative(double[] y, double[] dydt) {
        int half = 2 * STARS;
        System.arraycopy(y, half, dydt, 0, half);
        for (int i = 0; i < STARS; i++) {
            double ax = 0;
            double ay = 0;
            for (int j = 0; j < STARS; j++) {
                if (j != i) {
                    double dx = y[j] - y[i];
                    double dy = y[STARS + j] - y[STARS + i];
                    double square = dx * dx + dy * dy;
                    double pull = (j + 1) / (square * Math.sqrt(square));
                    ax += pull * dx;
                    ay += pull * dy;
                }
            }
            dydt[half + i] = ax;
            dydt[half + STARS + i] = ay;
        }
    }
}
