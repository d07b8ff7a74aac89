package org.odenet.benchmarks;

import java.util.List;

/** How many evaluations a solver needs for an error on one problem: a curve through its runs. */
final class WorkPrecision {

    /** Errors below are the reference's and rounding. */
    private static final double LEAST_ERROR = ReferenceEnds.AGREEMENT;

    private final double[] errors;
    private final double[] evaluations;

    /** Takes runs of one solver on one problem, from loose tolerances to tight ones; those that failed do not count. */
    WorkPrecision(List<Run> runs) {
        List<Run> good = runs.stream().filter(Run::succeeded).toList();
        errors = good.stream().mapToDouble(Run::error).toArray();
        evaluations = good.stream().mapToDouble(Run::evaluations).toArray();
    }

    /**
     * The evaluations from which on the error stays below a bound, between two runs by logarithms.
     *
     * @param bound the error
     * @return the evaluations, or NaN if all runs stay below the bound or the last one does not
     */
    double evaluationsFor(double bound) {
        int first = errors.length;
        while (first > 0 && errors[first - 1] <= bound) {
            first--;
        }
        if (first == 0 || first == errors.length || bound < LEAST_ERROR) {
            return Double.NaN;
        }
        double above = Math.log(errors[first - 1]);
        double below = Math.log(Math.max(errors[first], LEAST_ERROR));
        double part = (above - Math.log(bound)) / (above - below);
        double few = Math.log(evaluations[first - 1]);
        return Math.exp(few + part * (Math.log(evaluations[first]) - few));
    }
}
