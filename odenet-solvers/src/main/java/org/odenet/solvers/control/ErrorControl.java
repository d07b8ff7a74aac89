package org.odenet.solvers.control;

import org.odenet.core.state.Tolerances;

/**
 * Steps as large as the tolerances allow, chosen by a controller (Hairer, Nørsett and Wanner I, section II.4), with the
 * safety factor and the limits of change of torchdiffeq.
 *
 * @param gains the gains of the controller
 * @param tolerances the tolerances
 * @param givenFirstStep the size of the first step, or NaN to estimate it
 * @param minStep the smallest size that may be tried, 0 for none
 * @param maxStep the largest size
 * @param maxSteps how many steps may be tried
 * @param stepsPastEnd whether the last step may pass the end of the interval
 * @param stopsIfStiff whether an explicit method stops where stability, not the error, limits its steps
 */
public record ErrorControl(
        ControllerGains gains,
        Tolerances tolerances,
        double givenFirstStep,
        double minStep,
        double maxStep,
        long maxSteps,
        boolean stepsPastEnd,
        boolean stopsIfStiff)
        implements StepControl {

    /** The default limit on the number of steps: far beyond any sensible solve, so that a hopeless one ends. */
    public static final long DEFAULT_MAX_STEPS = 100_000;

    /**
     * Checks the values.
     *
     * @param gains the gains of the controller
     * @param tolerances the tolerances
     * @param givenFirstStep the size of the first step, or NaN to estimate it
     * @param minStep the smallest size that may be tried, 0 for none
     * @param maxStep the largest size
     * @param maxSteps how many steps may be tried
     * @param stepsPastEnd whether the last step may pass the end of the interval
     * @param stopsIfStiff whether an explicit method stops where stability, not the error, limits its steps
     * @throws IllegalArgumentException if a size or limit is not positive or the sizes contradict each other
     */
    public ErrorControl {
        if (!Double.isNaN(givenFirstStep)) {
            requireFirstStep(givenFirstStep);
        }
        if (!(minStep >= 0) || !(maxStep > minStep)) {
            throw new IllegalArgumentException("the steps are limited to [" + minStep + ", " + maxStep
                    + "]; the minimum must not be negative and the maximum must be larger");
        }
        if (givenFirstStep < minStep || givenFirstStep > maxStep) {
            throw new IllegalArgumentException("the first step " + givenFirstStep + " lies outside the limits ["
                    + minStep + ", " + maxStep + "] of steps; change the one or the other");
        }
        if (maxSteps <= 0) {
            throw new IllegalArgumentException("the limit on the steps is " + maxSteps + "; it must be positive");
        }
    }

    private static void requireFirstStep(double size) {
        if (!(size > 0 && Double.isFinite(size))) {
            throw new IllegalArgumentException("the first step is " + size + "; it must be positive and finite");
        }
    }

    /** Tolerances of 1e-3, the I controller, an estimated first step, landing on the end. */
    public static final ErrorControl DEFAULT = new ErrorControl(
            ControllerGains.I,
            Tolerances.DEFAULT,
            Double.NaN,
            0,
            Double.POSITIVE_INFINITY,
            DEFAULT_MAX_STEPS,
            false,
            true);

    /**
     * Changes the controller.
     *
     * @param changed its gains
     * @return the changed control
     */
    public ErrorControl withGains(ControllerGains changed) {
        return new ErrorControl(
                changed, tolerances, givenFirstStep, minStep, maxStep, maxSteps, stepsPastEnd, stopsIfStiff);
    }

    /**
     * Changes the tolerances.
     *
     * @param changed the tolerances
     * @return the changed control
     */
    public ErrorControl withTolerances(Tolerances changed) {
        return new ErrorControl(gains, changed, givenFirstStep, minStep, maxStep, maxSteps, stepsPastEnd, stopsIfStiff);
    }

    /**
     * Gives the first step instead of estimating it, which saves an evaluation.
     *
     * @param size its size, positive
     * @return the changed control
     */
    public ErrorControl withFirstStep(double size) {
        requireFirstStep(size);
        return new ErrorControl(gains, tolerances, size, minStep, maxStep, maxSteps, stepsPastEnd, stopsIfStiff);
    }

    /**
     * Limits the sizes of steps.
     *
     * @param min the smallest size that may be tried, 0 for none
     * @param max the largest size
     * @return the changed control
     */
    public ErrorControl withStepLimits(double min, double max) {
        return new ErrorControl(gains, tolerances, givenFirstStep, min, max, maxSteps, stepsPastEnd, stopsIfStiff);
    }

    /**
     * Limits the number of steps.
     *
     * @param limit how many steps may be tried, rejected ones included
     * @return the changed control
     */
    public ErrorControl withMaxSteps(long limit) {
        return new ErrorControl(gains, tolerances, givenFirstStep, minStep, maxStep, limit, stepsPastEnd, stopsIfStiff);
    }

    /**
     * Chooses how the interval ends.
     *
     * @param past whether the last step may pass the end, where the solution is then interpolated
     * @return the changed control
     */
    public ErrorControl withSteppingPastEnd(boolean past) {
        return new ErrorControl(gains, tolerances, givenFirstStep, minStep, maxStep, maxSteps, past, stopsIfStiff);
    }

    /**
     * Goes on where the problem seems to be stiff.
     *
     * @return the changed control
     */
    public ErrorControl ignoringStiffness() {
        return new ErrorControl(gains, tolerances, givenFirstStep, minStep, maxStep, maxSteps, stepsPastEnd, false);
    }

    @Override
    public double firstStep(double length) {
        return givenFirstStep;
    }

    @Override
    public StepSizes begin() {
        return new ErrorController(gains, maxStep);
    }
}
