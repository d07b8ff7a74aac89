package org.odenet.solvers.control;

import org.odenet.core.ode.Outcome;
import org.odenet.core.ode.SolverStatistics;
import org.odenet.core.ode.TimeSpan;

/**
 * What to tell of a solve that ended early: what happened, where, and the remedy.
 *
 * @param method the name of the method
 * @param control the choice of its steps
 * @param span the interval
 * @param budget the budget of evaluations
 * @param t the time that was reached
 * @param h the size of the last step
 * @param minStep the smallest size allowed there
 * @param statistics what the solve cost
 */
public record FailureMessage(
        String method,
        StepControl control,
        TimeSpan span,
        long budget,
        double t,
        double h,
        double minStep,
        SolverStatistics statistics) {

    /**
     * The message.
     *
     * @param outcome how the solve ended
     * @return the message
     * @throws IllegalArgumentException if that is no failure
     */
    public String of(Outcome outcome) {
        String where = " at t=" + t + " of [" + span.start() + ", " + span.end() + "] after "
                + statistics.acceptedSteps() + " accepted and " + statistics.rejectedSteps() + " rejected steps, "
                + statistics.functionEvaluations() + " evaluations, with " + method;
        String step = h == 0 ? "" : ", with step " + h;
        String partial = ", or ask for the partial solution with SolveOptions.returningFailure()";
        return switch (outcome) {
            case STEP_LIMIT -> "the limit of " + control.maxSteps() + " steps was reached" + where
                    + "; loosen the tolerances, raise maxSteps, or use a method for stiff problems";
            case STEP_UNDERFLOW -> "step " + Math.abs(h) + " fell below the minimum " + minStep + where
                    + (control.tolerances() == null
                            ? "; take larger steps"
                            : "; loosen the tolerances, or look for a singularity or a discontinuity there");
            case NON_FINITE_DERIVATIVE -> "the function returned an infinity or NaN" + where + step
                    + "; check the function there, lower the learning rate, or take smaller steps";
            case NON_FINITE_STATE -> "the state is not finite" + where + step
                    + "; check the initial state, or take smaller steps";
            case NO_CONVERGENCE -> "the equations of an implicit step could not be solved" + where + step
                    + "; take smaller steps, allow more iterations, or check the function's derivative there";
            case STIFF -> "the problem seems to be stiff: stability holds the steps far below what the error allows"
                    + where + step + "; use an implicit method such as kvaerno5 or radau5, or go on with"
                    + " AdaptiveSolver.ignoringStiffness()";
            case EVALUATION_BUDGET -> "the next step would exceed the budget of " + budget + " evaluations" + where
                    + "; raise it" + partial;
            case DEADLINE -> "the deadline passed" + where + "; allow more time" + partial;
            case CANCELLED -> "the solve was cancelled" + where + "; start it again" + partial;
            case SUCCESS, EVENT -> throw new IllegalArgumentException(outcome + " is no failure");
        };
    }
}
