package org.odenet.solvers.control;

import org.odenet.core.state.Tolerances;

/**
 * Chooses the sizes of steps. Immutable. All sizes here are without sign.
 *
 * @see FixedSteps
 * @see ErrorControl
 */
public sealed interface StepControl permits FixedSteps, ErrorControl {

    /**
     * The tolerances that errors are measured by.
     *
     * @return the tolerances, or null if errors are not measured
     */
    Tolerances tolerances();

    /**
     * The size of the first step, if it is given.
     *
     * @param length the length of the interval
     * @return the size, or NaN if it is to be estimated from the function
     */
    double firstStep(double length);

    /**
     * Starts a solve.
     *
     * @return the choice of its sizes
     */
    StepSizes begin();

    /**
     * The smallest size that may be tried.
     *
     * @return the size; 0 if only the resolution of time limits it
     */
    double minStep();

    /**
     * The largest size.
     *
     * @return the size, infinite where nothing limits it
     */
    double maxStep();

    /**
     * How many steps may be tried.
     *
     * @return the limit
     */
    long maxSteps();

    /**
     * Whether an explicit method stops where stability, not the error, limits its steps.
     *
     * @return true if stiffness is looked for
     */
    boolean stopsIfStiff();

    /**
     * Whether the last step may pass the end of the interval, where the solution is then interpolated.
     *
     * @return false if the last step lands on the end
     */
    boolean stepsPastEnd();
}
