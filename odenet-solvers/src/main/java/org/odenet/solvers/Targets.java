package org.odenet.solvers;

import org.odenet.core.ode.TimeSpan;

/** The times at which a step of one solve has to end: just before each discontinuity, and the end. */
final class Targets {

    private final double[] discontinuities;
    private final double start;
    private final double end;
    private int passed;

    Targets(TimeSpan span) {
        this.discontinuities = span.discontinuities();
        this.start = span.start();
        this.end = span.end();
    }

    /** Where the next step may not go beyond. */
    double next() {
        return isDiscontinuity() ? Math.nextAfter(discontinuities[passed], start) : end;
    }

    /** Whether the next target is a discontinuity, and a time is there. */
    boolean isReached(double t) {
        return isDiscontinuity() && t == next();
    }

    /** The discontinuity that was reached, from which the solve goes on. */
    double pass() {
        return discontinuities[passed++];
    }

    /** One at the end is none: nothing follows it. */
    private boolean isDiscontinuity() {
        return passed < discontinuities.length && discontinuities[passed] != end;
    }
}
