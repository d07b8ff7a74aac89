package org.odenet.models.verification;

import org.odenet.core.ode.OdeSolver;
import org.odenet.solvers.AdaptiveSolver;
import org.odenet.solvers.Solvers;

/** Solvers set up as torchdiffeq's. */
final class ReferenceSolvers {

    private ReferenceSolvers() {}

    /** Adaptive methods step past the end and interpolate; the others take a single step. */
    static OdeSolver likeTorchdiffeq(String method, double tolerance) {
        OdeSolver solver = Solvers.byName(method);
        return solver instanceof AdaptiveSolver adaptive
                ? adaptive.tolerances(tolerance, tolerance).steppingPastEnd()
                : solver;
    }
}
