package org.odenet.solvers.control;

import org.odenet.core.ode.TimeSpan;

/** The times at which a step of one solve has to end: just before each discontinuity, and the end. */
public final class Targets {

    private final double[] discontinuities;
    private final double start;
    private final double end;
    private int passed;

    /**
     * Starts at the start.
     *
     * @param span the interval with its discontinuities
     */
    public Targets(TimeSpan span) {
        this.discontinuities = span.discontinuities();
        this.start = span.start();
        this.end = span.end();
    }

    /**
     * Where the next step may not go beyond.
     *
     * @return the time
     */
    public double next() {
        return isDiscontinuity() ? Math.nextAfter(discontinuities[passed], start) : end;
    }

    /**
     * Whether the next target is a discontinuity, and a time is there.
     *
     * @param t the time
     * @return true if the solve has to start anew behind it
     */
    public boolean isReached(double t) {
        return isDiscontinuity() && t == next();
    }

    /**
     * Where the solve goes on behind the discontinuity that was reached.
     *
     * @return the first time behind it
     */
    public double pass() {
        return Math.nextAfter(discontinuities[passed++], end);
    }

    /** One at the end is none: nothing follows it. */
    private boolean isDiscontinuity() {
        return passed < discontinuities.length && discontinuities[passed] != end;
    }
}
