package org.odenet.models.verification;

import java.util.Map;
import org.odenet.core.ode.OdeSolver;
import org.odenet.solvers.AdaptiveSolver;
import org.odenet.solvers.Solvers;
import org.odenet.solvers.tableau.ButcherTableau;
import org.odenet.solvers.tableau.ButcherTableaus;

/** Solvers set up as torchdiffeq's. */
final class ReferenceSolvers {

    /**
     * Where torchdiffeq interpolates otherwise: always by a quartic. Its weights in the middle are of order 1 for bosh3, and
     * those of the library's own solution within the step for dopri8.
     */
    private static final Map<String, ButcherTableau> INTERPOLATIONS = Map.of(
            "bosh3", ButcherTableaus.BOGACKI_SHAMPINE_32.withQuarticInterpolation(1, 0, 0.5, 0, 0),
            "dopri8",
                    ButcherTableaus.PRINCE_DORMAND_87.withQuarticInterpolation(
                            4, middle(ButcherTableaus.PRINCE_DORMAND_87)));

    private ReferenceSolvers() {}

    private static double[] middle(ButcherTableau tableau) {
        double[] weights = new double[tableau.stages()];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = tableau.interpolation(i, 0.5);
        }
        return weights;
    }

    /** Adaptive methods step past the end and interpolate; the others take a single step. */
    static OdeSolver likeTorchdiffeq(String method, double tolerance) {
        OdeSolver solver = INTERPOLATIONS.containsKey(method)
                ? new AdaptiveSolver(INTERPOLATIONS.get(method))
                : Solvers.byName(method);
        return solver instanceof AdaptiveSolver adaptive
                ? adaptive.tolerances(tolerance, tolerance).steppingPastEnd()
                : solver;
    }
}
