package org.odenet.solvers.control;

/** The sizes of the steps of one solve, with what their choice remembers. */
@FunctionalInterface
public interface StepSizes {

    /**
     * The size of the next step.
     *
     * @param size the size of the step just tried, without sign
     * @param error its error, at most 1 if it was accepted; infinite if it failed
     * @param order the order in which the error shrinks with the step
     * @return the size to try next
     */
    double next(double size, double error, int order);
}
