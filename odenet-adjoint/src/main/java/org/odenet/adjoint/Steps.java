package org.odenet.adjoint;

import java.util.List;
import org.odenet.core.ode.OdeSolution;
import org.odenet.core.ode.OdeSolver;
import org.odenet.core.ode.Step;
import org.odenet.solvers.SteppingSolver;
import org.odenet.solvers.step.RungeKutta;
import org.odenet.solvers.step.RungeKuttaStep;
import org.odenet.solvers.step.StagedStep;

/** Which steps have an exact reverse here. */
final class Steps {

    private Steps() {}

    /** Refuses a solver that does not tell its steps, whose gradient would silently be wrong. */
    static void requireAll(List<?> steps, OdeSolver solver, OdeSolution<?> solution) {
        long accepted = solution.statistics().acceptedSteps();
        if (steps.isEmpty() || steps.size() != accepted) {
            solution.close();
            throw new UnsupportedOperationException("the solver '" + solver.name() + "' told " + steps.size() + " of "
                    + accepted + " steps to its listener; direct and checkpointed gradients need them all. Use the"
                    + " continuous adjoint with this solver");
        }
    }

    /** Whether the solver's steps have equations to solve. */
    static boolean areImplicit(OdeSolver solver) {
        return solver instanceof SteppingSolver stepping
                && stepping.method() instanceof RungeKutta rungeKutta
                && !rungeKutta.tableau().isExplicit();
    }

    /** Whether a step had equations to solve. */
    static boolean isImplicit(Step<?> step) {
        return step instanceof RungeKuttaStep<?> rungeKutta
                && !rungeKutta.tableau().isExplicit();
    }

    static <S> StagedStep<S> requireStaged(Step<S> step) {
        if (step instanceof StagedStep<S> staged) {
            return staged;
        }
        throw new UnsupportedOperationException("direct and checkpointed gradients go back through steps that tell"
                + " how they are sums of their stages, not through "
                + step.getClass().getSimpleName()
                + "; use the continuous adjoint with this solver");
    }
}
