package org.odenet.models.serving;

import java.time.Duration;

/**
 * How far a query may go. Its limits hold together: the first one that is reached ends the solve. Immutable; each
 * {@code with…} method returns a changed copy.
 *
 * @param depth the time t of the hidden state that is asked for, from 0 to 1
 * @param evaluations the budget of function evaluations, positive
 * @param time the wall-clock time from the submission on, waiting included, positive; null for none. No step is begun after
 *     it, so it is missed by a step at most, and by the downsampling, which is never left out
 * @param tolerance the relative and absolute tolerance of an adaptive solver, positive; 0 for the network's own
 * @param pathPoints in how many parts the way to the depth is observed; 0 to observe its end alone
 */
public record Query(double depth, long evaluations, Duration time, double tolerance, int pathPoints) {

    /** More points make no smoother drawing, but each costs a pass through the last layers. */
    private static final int MAX_PATH_POINTS = 100;

    /**
     * Checks the limits.
     *
     * @param depth the time t of the hidden state that is asked for, from 0 to 1
     * @param evaluations the budget of function evaluations, positive
     * @param time the wall-clock time from the submission on, positive, or null
     * @param tolerance the tolerance of an adaptive solver, positive, or 0 for the network's own
     * @param pathPoints in how many parts the way to the depth is observed
     * @throws IllegalArgumentException if a limit has no sense
     */
    public Query {
        if (!(depth >= 0 && depth <= 1)) {
            throw new IllegalArgumentException("the depth t is " + depth + "; give t from 0 to 1");
        }
        if (evaluations <= 0) {
            throw new IllegalArgumentException(
                    "the budget of function evaluations is " + evaluations + "; it must be positive");
        }
        if (time != null && (time.isZero() || time.isNegative())) {
            throw new IllegalArgumentException("the deadline is " + time + "; it must be positive");
        }
        if (!(tolerance >= 0) || Double.isInfinite(tolerance)) {
            throw new IllegalArgumentException("the tolerance is " + tolerance + "; it must be positive");
        }
        if (pathPoints < 0 || pathPoints > MAX_PATH_POINTS) {
            throw new IllegalArgumentException(
                    "the number of path points is " + pathPoints + "; give 0 to " + MAX_PATH_POINTS);
        }
    }

    /**
     * To the end of the ODE, without limits.
     *
     * @return the query
     */
    public static Query full() {
        return new Query(1, Long.MAX_VALUE, null, 0, 0);
    }

    /**
     * To a depth.
     *
     * @param t the depth, from 0 to 1
     * @return the query
     * @throws IllegalArgumentException if the depth lies outside
     */
    public static Query toDepth(double t) {
        return full().withDepth(t);
    }

    /**
     * As deep as a number of evaluations allows.
     *
     * @param evaluations the budget, positive
     * @return the query
     * @throws IllegalArgumentException if the budget is not positive
     */
    public static Query withinEvaluations(long evaluations) {
        return full().withEvaluations(evaluations);
    }

    /**
     * As deep as a time allows.
     *
     * @param time the time from the submission on, positive
     * @return the query
     * @throws IllegalArgumentException if the time is not positive
     */
    public static Query within(Duration time) {
        return full().withTime(time);
    }

    /**
     * Changes the depth.
     *
     * @param t the depth, from 0 to 1
     * @return the changed query
     */
    public Query withDepth(double t) {
        return new Query(t, evaluations, time, tolerance, pathPoints);
    }

    /**
     * Changes the budget of evaluations.
     *
     * @param budget the budget, positive
     * @return the changed query
     */
    public Query withEvaluations(long budget) {
        return new Query(depth, budget, time, tolerance, pathPoints);
    }

    /**
     * Changes the time.
     *
     * @param limit the time from the submission on, positive, or null for none
     * @return the changed query
     */
    public Query withTime(Duration limit) {
        return new Query(depth, evaluations, limit, tolerance, pathPoints);
    }

    /**
     * Changes the tolerance.
     *
     * @param value the relative and absolute tolerance, positive, or 0 for the network's own
     * @return the changed query
     */
    public Query withTolerance(double value) {
        return new Query(depth, evaluations, time, value, pathPoints);
    }

    /**
     * Observes the way as well as its end.
     *
     * @param points in how many parts
     * @return the changed query
     */
    public Query withPath(int points) {
        return new Query(depth, evaluations, time, tolerance, points);
    }
}
