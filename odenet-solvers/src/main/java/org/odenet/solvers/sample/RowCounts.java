package org.odenet.solvers.sample;

import java.util.Arrays;
import org.odenet.core.ode.SolverStatistics;

/** What each sample cost, by row. Turns cost the same for all that are still here, so they are counted once for all. */
final class RowCounts {

    private final double[] smallest;
    private final double[] largest;
    private final double[] savedSmallest;
    private final double[] savedLargest;
    /** Turns whose step was not accepted, and those of them that count as rejected steps. */
    private final long[] notAccepted;

    private final long[] rejected;
    /** Evaluations beside those of all. */
    private final long[] extraEvaluations;

    private long evaluations;
    private long turns;

    RowCounts(int rows) {
        this.smallest = new double[rows];
        this.largest = new double[rows];
        this.savedSmallest = new double[rows];
        this.savedLargest = new double[rows];
        this.notAccepted = new long[rows];
        this.rejected = new long[rows];
        this.extraEvaluations = new long[rows];
        Arrays.fill(smallest, Double.POSITIVE_INFINITY);
    }

    void countEvaluations(int row, int number) {
        extraEvaluations[row] += number;
    }

    /** Counts evaluations of all. */
    void countEvaluations(int number) {
        evaluations += number;
    }

    long evaluations(int row) {
        return evaluations + extraEvaluations[row];
    }

    private long accepted(int row) {
        return turns - notAccepted[row];
    }

    /** The accepted and rejected steps. */
    long tried(int row) {
        return accepted(row) + rejected[row];
    }

    void countRejected(int row) {
        rejected[row]++;
    }

    /**
     * Counts the accepted steps of a turn.
     *
     * @param count the number of rows
     * @param sizes the size of each row's step
     * @param others the rows whose steps are not accepted
     */
    void countAccepted(int count, double[] sizes, RowList others) {
        turns++;
        for (int n = 0; n < others.size; n++) {
            notAccepted[others.rows[n]]++;
            savedSmallest[n] = smallest[others.rows[n]];
            savedLargest[n] = largest[others.rows[n]];
        }
        measure(count, sizes);
        for (int n = 0; n < others.size; n++) {
            smallest[others.rows[n]] = savedSmallest[n];
            largest[others.rows[n]] = savedLargest[n];
        }
    }

    private void measure(int count, double[] sizes) {
        for (int row = 0; row < count; row++) {
            smallest[row] = Math.min(smallest[row], Math.abs(sizes[row]));
            largest[row] = Math.max(largest[row], Math.abs(sizes[row]));
        }
    }

    SolverStatistics statistics(int row) {
        double least = accepted(row) == 0 ? 0 : smallest[row];
        return new SolverStatistics(evaluations(row), 0, accepted(row), rejected[row], least, largest[row]);
    }

    /** Lets a sample take the row of one that has ended. */
    void move(int from, int to) {
        smallest[to] = smallest[from];
        largest[to] = largest[from];
        notAccepted[to] = notAccepted[from];
        rejected[to] = rejected[from];
        extraEvaluations[to] = extraEvaluations[from];
    }
}
