package org.odenet.adjoint;

import org.odenet.core.ode.Step;
import org.odenet.solvers.step.RungeKuttaStep;

/** Which steps have an exact reverse here. */
final class Steps {

    private Steps() {}

    static <S> RungeKuttaStep<S> requireRungeKutta(Step<S> step) {
        if (step instanceof RungeKuttaStep<S> rungeKutta) {
            return rungeKutta;
        }
        throw new UnsupportedOperationException(
                "direct and checkpointed gradients go back through the steps of explicit"
                        + " Runge-Kutta methods, not through " + step.getClass().getSimpleName()
                        + "; use the continuous adjoint with this solver");
    }
}
