package org.odenet.models.verification;

import java.util.Arrays;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import org.odenet.core.ode.OdeSolver;
import org.odenet.solvers.AdaptiveSolver;
import org.odenet.solvers.Solvers;
import org.odenet.solvers.step.Method;
import org.odenet.solvers.step.RungeKutta;
import org.odenet.solvers.tableau.ButcherTableau;
import org.odenet.solvers.tableau.ButcherTableaus;

/**
 * Solvers set up as torchdiffeq's. Its methods are this library's but for what {@link #DIFFERENCES} tells; these are taken
 * here as torchdiffeq has them, for the comparison alone.
 */
final class ReferenceSolvers {

    private static final String CARRIES =
            ": torchdiffeq begins a step with the last stage of the one before, which is not the"
                    + " derivative there, and interpolates by a quartic of order 1; compared with that. The library begins with the"
                    + " derivative, which takes an evaluation more for each step, and interpolates by its own solution of order 2";

    private static final Map<String, String> DIFFERENCES = Map.of(
            "adaptive_heun",
            "adaptive_heun" + CARRIES,
            "fehlberg2",
            "fehlberg2" + CARRIES,
            "bosh3",
            "bosh3: torchdiffeq interpolates by a quartic of order 1; compared with that. The library has the cubic of order 3",
            "dopri8",
            "dopri8: torchdiffeq interpolates by a quartic of order 4; compared with that. The library has the method's own"
                    + " solution of order 5",
            "tsit5",
            "tsit5: torchdiffeq goes on with the embedded result of order 4, and begins a step with the last stage of the one"
                    + " before, which is the derivative at the other result; compared with that. The library goes on with the"
                    + " result of order 5");

    private static final Map<String, Method> METHODS = Map.of(
            "adaptive_heun",
            carrying(ButcherTableaus.ADAPTIVE_HEUN, 0.5, 0),
            "fehlberg2",
            carrying(ButcherTableaus.FEHLBERG_2, 0, 0.5, 0),
            "bosh3",
            new RungeKutta(ButcherTableaus.BOGACKI_SHAMPINE_32.withQuarticInterpolation(1, 0, 0.5, 0, 0)),
            "dopri8",
            new RungeKutta(ButcherTableaus.PRINCE_DORMAND_87.withQuarticInterpolation(
                    4, middle(ButcherTableaus.PRINCE_DORMAND_87))),
            "tsit5",
            embeddedTsitouras());

    private ReferenceSolvers() {}

    /** How a method of this library differs from torchdiffeq's of the same name, or null if it does not. */
    static String difference(String method) {
        return DIFFERENCES.get(method);
    }

    /** Adaptive methods step past the end and interpolate; the others take a single step. */
    static OdeSolver likeTorchdiffeq(String method, double tolerance) {
        return METHODS.containsKey(method)
                ? adaptive(new AdaptiveSolver(METHODS.get(method)), tolerance)
                : ofLibrary(method, tolerance);
    }

    /** The library's own method of a name, used in the same way. */
    static OdeSolver ofLibrary(String method, double tolerance) {
        return Solvers.byName(method) instanceof AdaptiveSolver solver
                ? adaptive(solver, tolerance)
                : Solvers.byName(method);
    }

    private static OdeSolver adaptive(AdaptiveSolver solver, double tolerance) {
        return solver.tolerances(tolerance, tolerance).steppingPastEnd();
    }

    private static double[] values(ButcherTableau tableau, IntToDoubleFunction value) {
        double[] values = new double[tableau.stages()];
        for (int i = 0; i < values.length; i++) {
            values[i] = value.applyAsDouble(i);
        }
        return values;
    }

    private static double[] middle(ButcherTableau tableau) {
        return values(tableau, i -> tableau.interpolation(i, 0.5));
    }

    private static Method embeddedTsitouras() {
        ButcherTableau tsitouras = ButcherTableaus.TSITOURAS_54;
        double[] embedded = values(tsitouras, i -> tsitouras.b(i) - tsitouras.error(i));
        return carrying(tsitouras, embedded, middle(tsitouras));
    }

    private static Method carrying(ButcherTableau tableau, double... middle) {
        return carrying(tableau, values(tableau, tableau::b), middle);
    }

    /** With other weights, and the quartic for which the last stage counts as the derivative at the end. */
    private static Method carrying(ButcherTableau tableau, double[] weights, double[] middle) {
        int stages = tableau.stages();
        double[][] a = new double[stages][];
        double[][] powers = new double[stages][];
        for (int i = 0; i < stages; i++) {
            int stage = i;
            a[i] = new double[i];
            Arrays.setAll(a[i], j -> tableau.a(stage, j));
            double first = i == 0 ? 1 : 0;
            double last = i == stages - 1 ? 1 : 0;
            powers[i] = new double[] {
                first,
                last - 4 * first - 5 * weights[i] + 16 * middle[i],
                5 * first - 3 * last + 14 * weights[i] - 32 * middle[i],
                2 * last - 2 * first - 8 * weights[i] + 16 * middle[i]
            };
        }
        return new CarryingMethod(ButcherTableau.builder(tableau.name(), tableau.order())
                .a(a)
                .c(values(tableau, tableau::c))
                .b(weights)
                .errorWeights(values(tableau, tableau::error))
                .interpolation(1, powers)
                .citation(tableau.citation())
                .build());
    }
}
