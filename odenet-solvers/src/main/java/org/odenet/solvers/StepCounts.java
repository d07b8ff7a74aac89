package org.odenet.solvers;

import org.odenet.core.ode.SolverStatistics;

/** Counts the steps of one solve. */
final class StepCounts {

    private long accepted;
    private long rejected;
    private double smallest;
    private double largest;

    /** Counts a step of a size without sign. */
    void countAccepted(double size) {
        accepted++;
        smallest = accepted == 1 ? size : Math.min(smallest, size);
        largest = Math.max(largest, size);
    }

    void countRejected() {
        rejected++;
    }

    long accepted() {
        return accepted;
    }

    long rejected() {
        return rejected;
    }

    long tried() {
        return accepted + rejected;
    }

    SolverStatistics statistics(long evaluations, long products) {
        return new SolverStatistics(evaluations, products, accepted, rejected, smallest, largest);
    }
}
