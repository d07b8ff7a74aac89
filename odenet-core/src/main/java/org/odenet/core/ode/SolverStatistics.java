package org.odenet.core.ode;

/**
 * What a solve cost.
 *
 * @param functionEvaluations calls of the function on the whole state, with or without linearization
 * @param vectorJacobianProducts calls of a linearization
 * @param acceptedSteps steps that passed the error control
 * @param rejectedSteps steps that were repeated with a smaller size
 * @param smallestStep the smallest accepted step's size without its sign, or 0 before the first
 * @param largestStep the largest accepted step's size without its sign, or 0 before the first
 */
public record SolverStatistics(
        long functionEvaluations,
        long vectorJacobianProducts,
        long acceptedSteps,
        long rejectedSteps,
        double smallestStep,
        double largestStep) {

    /** Nothing done yet. */
    public static final SolverStatistics NONE = new SolverStatistics(0, 0, 0, 0, 0, 0);

    /**
     * The cost of two pieces of work together.
     *
     * @param other the other piece
     * @return the sums, and the extremes of the step sizes
     */
    public SolverStatistics plus(SolverStatistics other) {
        return new SolverStatistics(
                functionEvaluations + other.functionEvaluations,
                vectorJacobianProducts + other.vectorJacobianProducts,
                acceptedSteps + other.acceptedSteps,
                rejectedSteps + other.rejectedSteps,
                smallest(smallestStep, other.smallestStep),
                Math.max(largestStep, other.largestStep));
    }

    private static double smallest(double a, double b) {
        return a == 0 ? b : b == 0 ? a : Math.min(a, b);
    }
}
