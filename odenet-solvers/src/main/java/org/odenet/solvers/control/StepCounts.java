package org.odenet.solvers.control;

import org.odenet.core.ode.SolverStatistics;

/** Counts the steps of one solve. */
public final class StepCounts {

    private long accepted;
    private long rejected;
    private double smallest;
    private double largest;

    /** Starts from nothing. */
    public StepCounts() {
        // All are 0.
    }

    /**
     * Counts an accepted step.
     *
     * @param size its size, without sign
     */
    public void countAccepted(double size) {
        accepted++;
        smallest = accepted == 1 ? size : Math.min(smallest, size);
        largest = Math.max(largest, size);
    }

    /** Counts a rejected step. */
    public void countRejected() {
        rejected++;
    }

    /**
     * The accepted steps.
     *
     * @return their number
     */
    public long accepted() {
        return accepted;
    }

    /**
     * The rejected steps.
     *
     * @return their number
     */
    public long rejected() {
        return rejected;
    }

    /**
     * All steps.
     *
     * @return their number
     */
    public long tried() {
        return accepted + rejected;
    }

    /**
     * The counts.
     *
     * @param evaluations the function evaluations
     * @param products the products with the function's derivative
     * @return them all
     */
    public SolverStatistics statistics(long evaluations, long products) {
        return new SolverStatistics(evaluations, products, accepted, rejected, smallest, largest);
    }
}
