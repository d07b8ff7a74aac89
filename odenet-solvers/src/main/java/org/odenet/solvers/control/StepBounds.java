package org.odenet.solvers.control;

import org.odenet.core.ode.TimeSpan;

/**
 * What bounds the steps of one solve: the times at which a step has to end, which are just before each discontinuity and
 * the end, and the smallest and largest sizes. All sizes here are without sign.
 */
public final class StepBounds {

    /** A step that would leave less than this part of itself before a target lands there instead. */
    private static final double LANDING = 1.01;

    /** The smallest step in units of the resolution of time. */
    private static final double MIN_ULPS = 4;

    private final StepControl control;
    private final double[] discontinuities;
    private final double start;
    private final double end;
    private int passed;
    private double target;
    private boolean atDiscontinuity;
    /** Whether a step may go beyond the target. */
    private boolean mayPass;

    /**
     * Starts at the start.
     *
     * @param control the choice of the steps
     * @param span the interval with its discontinuities
     */
    public StepBounds(StepControl control, TimeSpan span) {
        this.control = control;
        this.discontinuities = span.discontinuities();
        this.start = span.start();
        this.end = span.end();
        aim();
    }

    private void aim() {
        // A discontinuity at the end, or next to it, is none: no step follows it.
        atDiscontinuity = passed < discontinuities.length && Math.nextAfter(discontinuities[passed], end) != end;
        target = atDiscontinuity ? Math.nextAfter(discontinuities[passed], start) : end;
        mayPass = control.stepsPastEnd() && target == end;
    }

    /**
     * Where the next step may not go beyond.
     *
     * @return the time
     */
    public double target() {
        return target;
    }

    /**
     * How far the target is.
     *
     * @param t the time
     * @return the distance
     */
    public double remaining(double t) {
        return Math.abs(target - t);
    }

    /**
     * Whether the next step ends at the target instead of having the size that the control wants.
     *
     * @param t the time
     * @param size the size that the control wants
     * @return true if it is to land there
     */
    public boolean lands(double t, double size) {
        return remaining(t) <= size * landing();
    }

    /**
     * What {@link #lands} multiplies sizes by.
     *
     * @return the factor; NaN, with which nothing compares, while no step has to land
     */
    public double landing() {
        return mayPass ? Double.NaN : LANDING;
    }

    /**
     * Whether the target is a discontinuity, and a time is there.
     *
     * @param t the time
     * @return true if the solve has to start anew behind it
     */
    public boolean isAtDiscontinuity(double t) {
        return atDiscontinuity && t == target;
    }

    /**
     * Where the first step starts: at the start, or behind a discontinuity next to it, before which no step fits.
     *
     * @return the time
     */
    public double begin() {
        return isAtDiscontinuity(start) ? pass() : start;
    }

    /**
     * Where the solve goes on behind the discontinuity that was reached, and behind those so near that no step fits
     * between.
     *
     * @return the first time behind them
     */
    public double pass() {
        double direction = Math.signum(end - start);
        double behind;
        do {
            behind = Math.nextAfter(discontinuities[passed++], end);
            aim();
        } while (atDiscontinuity && (target - behind) * direction <= 0);
        return behind;
    }

    /**
     * Whether a step is smaller than allowed. One that is cut short by the target may be smaller than the minimum.
     *
     * @param t where it starts
     * @param size its size
     * @return true if it may not be tried
     */
    public boolean isTooSmall(double t, double size) {
        return size < smallest(t) && remaining(t) > size * LANDING;
    }

    /**
     * The smallest step that does not land on a target.
     *
     * @param t where it starts
     * @return its size
     */
    public double smallest(double t) {
        return Math.max(control.minStep(), MIN_ULPS * Math.ulp(t));
    }

    /**
     * The nearest size that is allowed.
     *
     * @param t where the step starts
     * @param size the size that is wanted
     * @return the size within the limits
     */
    public double limited(double t, double size) {
        return Math.min(Math.max(size, smallest(t)), control.maxStep());
    }

    /**
     * How far a trial step may go by which the size of the first one is estimated: half of the way, so that rounding cannot
     * take it outside.
     *
     * @param t where the step starts
     * @return the largest size of the trial
     */
    public double trialLimit(double t) {
        return mayPass ? Double.POSITIVE_INFINITY : 0.5 * remaining(t);
    }
}
