package org.odenet.benchmarks;

/**
 * One solve of a problem.
 *
 * @param problem the problem's name
 * @param solver the integrator's name
 * @param tolerance the relative tolerance
 * @param error at the end, NaN if it was not reached
 * @param evaluations of the right-hand side
 * @param accepted steps
 * @param rejected steps, -1 if unknown
 * @param milliseconds of a solve, the median
 * @param message why the end was not reached, else empty
 */
record Run(
        String problem,
        String solver,
        double tolerance,
        double error,
        long evaluations,
        long accepted,
        long rejected,
        double milliseconds,
        String message) {

    boolean succeeded() {
        return message.isEmpty();
    }
}
