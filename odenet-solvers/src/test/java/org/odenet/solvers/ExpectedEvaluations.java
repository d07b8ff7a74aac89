package org.odenet.solvers;

import org.odenet.core.ode.SolverStatistics;
import org.odenet.solvers.multistep.Adams;
import org.odenet.solvers.multistep.AdamsBashforth;
import org.odenet.solvers.reversible.ReversibleHeun;
import org.odenet.solvers.step.Method;
import org.odenet.solvers.step.RungeKutta;
import org.odenet.solvers.step.SwitchingMethod;
import org.odenet.solvers.tableau.ButcherTableau;

/** How many evaluations a solve takes, exactly. */
final class ExpectedEvaluations {

    private static final int STARTING_STEPS = 2;
    private static final int STAGES_OF_START = 4;

    private ExpectedEvaluations() {}

    static long of(SteppingSolver solver, SolverStatistics statistics) {
        boolean estimatesFirstStep = solver instanceof AdaptiveSolver adaptive
                && Double.isNaN(adaptive.control().givenFirstStep());
        return ofSteps(solver, statistics) + (estimatesFirstStep ? 1 : 0);
    }

    private static long ofSteps(SteppingSolver solver, SolverStatistics statistics) {
        Method method = solver.method();
        long accepted = statistics.acceptedSteps();
        long tried = accepted + statistics.rejectedSteps();
        if (method instanceof RungeKutta rungeKutta) {
            return ofRungeKutta(rungeKutta.tableau(), accepted, tried);
        }
        if (method instanceof SwitchingMethod switching) {
            return ofSwitching(switching, accepted, tried);
        }
        if (method instanceof ReversibleHeun) {
            return 1 + tried;
        }
        if (method instanceof Adams && solver instanceof AdaptiveSolver) {
            return accepted + tried;
        }
        long starting = Math.min(STARTING_STEPS, accepted);
        return STAGES_OF_START * starting + (method instanceof AdamsBashforth ? 1 : 2) * (accepted - starting);
    }

    /** Where nothing is stiff: every fifth step is tested with one evaluation, the first time with three. */
    private static long ofSwitching(SwitchingMethod method, long accepted, long tried) {
        ButcherTableau tableau = ((RungeKutta) method.explicit()).tableau();
        return ofRungeKutta(tableau, accepted, tried) + (accepted < 5 ? 0 : 2 + accepted / 5);
    }

    /**
     * The derivative at a step's start is known from the step before, if a stage is that at its end, or from a rejected try.
     * For dense output each step takes its extra stages.
     */
    private static long ofRungeKutta(ButcherTableau tableau, long accepted, long tried) {
        return (tableau.stageAtEnd() >= 0 ? 1 : accepted)
                + (tableau.stages() - 1) * tried
                + (tableau.interpolationStages() - tableau.stages()) * accepted;
    }

    /** The most that one step of a method takes. */
    static int mostOfStep(Method method) {
        if (method instanceof RungeKutta rungeKutta) {
            return rungeKutta.tableau().stages();
        }
        if (method instanceof SwitchingMethod switching) {
            return mostOfStep(switching.explicit());
        }
        return method instanceof ReversibleHeun ? 2 : STAGES_OF_START;
    }
}
