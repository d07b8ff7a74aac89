package org.odenet.benchmarks;

import org.odenet.benchmarks.problems.InitialValueProblem;
import org.odenet.core.ode.OdeFunction;

/** A method at work, of this library or a peer's. */
interface Integrator {

    /**
     * The method's name.
     *
     * @return a name that no other has
     */
    String name();

    /**
     * Solves a problem.
     *
     * @param problem the problem
     * @param function its right-hand side, perhaps a counting one
     * @param tolerance the relative tolerance
     * @return the end
     */
    End solve(InitialValueProblem problem, OdeFunction<double[]> function, double tolerance);

    /**
     * Where a solve ended.
     *
     * @param state the state at the end of the interval, or null if it was not reached
     * @param accepted steps
     * @param rejected steps, -1 if the peer does not tell
     * @param message why the end was not reached, else empty
     */
    record End(double[] state, long accepted, long rejected, String message) {}
}
