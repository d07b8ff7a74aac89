package org.odenet.core.ode;

/** How a solve ended. */
public enum Outcome {
    /** The end of the interval was reached. */
    SUCCESS,
    /** The limit on the number of steps was reached. */
    STEP_LIMIT,
    /** The error control asked for a step below the minimum. */
    STEP_UNDERFLOW,
    /** The function returned an infinity or a NaN, however small the step. */
    NON_FINITE_DERIVATIVE,
    /** The state itself became infinite or NaN, or was so at the start. */
    NON_FINITE_STATE,
    /** The equations of an implicit step could not be solved, however small the step. */
    NO_CONVERGENCE,
    /** The next step would exceed the budget of function evaluations. */
    EVALUATION_BUDGET,
    /** The deadline passed. */
    DEADLINE,
    /** An explicit method's steps are limited by stability, not by the error: the problem is stiff. */
    STIFF,
    /** An event ended the solve, which is no failure. */
    EVENT,
    /** The caller cancelled the solve. */
    CANCELLED;

    /**
     * Whether the solve ended otherwise than the caller wanted.
     *
     * @return false for {@link #SUCCESS} and {@link #EVENT}
     */
    public boolean isFailure() {
        return this != SUCCESS && this != EVENT;
    }
}
