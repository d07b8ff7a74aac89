package org.odenet.models.serving;

import java.time.Duration;

/**
 * Shares the time among queries so that their latency keeps a target: a solve goes on as long as the queries that wait
 * can still be served in time, and stops early, at a smaller depth, when they could not.
 *
 * <p>Before each step it is asked anew, with the load of that moment. A solve that nobody waits for has the whole target.
 * When the queries that wait fill {@code r} further solves, then this one and those get an equal part of the target, so it
 * must be over before the oldest of the waiting is {@code target / (r + 1)} old. With one solve to follow that is the half: a
 * query then waits half of the target at most, for the solve before its own, and has the other half.
 *
 * <p>Nothing is remembered, so nothing needs to recover when the load falls.
 *
 * @param target the latency to keep, from the submission of a query to its answer
 * @param together how many queries are served at once: the largest batch, times the workers
 */
public record TimeSharing(Duration target, int together) {

    /**
     * Checks the values.
     *
     * @param target the latency to keep, positive
     * @param together how many queries are served at once, positive
     * @throws IllegalArgumentException if one is not positive
     */
    public TimeSharing {
        if (target.isZero() || target.isNegative()) {
            throw new IllegalArgumentException("the latency target is " + target + "; it must be positive");
        }
        if (together < 1) {
            throw new IllegalArgumentException("the queries served at once are " + together + "; give 1 or more");
        }
    }

    /**
     * The time that a solve may go on.
     *
     * @param load what there is to do now
     * @return the time from now; negative where it should have ended
     */
    public Duration remaining(Load load) {
        Duration own = target.minus(load.oldestSolving());
        if (load.waiting() == 0) {
            return own;
        }
        long rounds = ((long) load.waiting() + together - 1) / together;
        Duration ofOthers = target.dividedBy(rounds + 1).minus(load.oldestWaiting());
        return own.compareTo(ofOthers) < 0 ? own : ofOthers;
    }

    /**
     * Whether a solve may begin another step.
     *
     * @param load what there is to do now
     * @param step how long the step is likely to take
     * @return true if it would end in time
     */
    public boolean allows(Load load, Duration step) {
        return remaining(load).compareTo(step) >= 0;
    }
}
