package org.odenet.solvers.control;

import org.odenet.core.state.Tolerances;

/**
 * Steps of one size: either so many in the interval, or of a given size, the last one shortened to land on the end.
 *
 * @param count the number of steps, or 0 if the size is given
 * @param size the size of a step, or 0 if the number is given
 */
public record FixedSteps(long count, double size) implements StepControl {

    /**
     * Checks the values.
     *
     * @param count the number of steps, or 0 if the size is given
     * @param size the size of a step, or 0 if the number is given
     * @throws IllegalArgumentException unless one is positive and the other 0
     */
    public FixedSteps {
        if (count < 0 || !(size >= 0) || Double.isInfinite(size) || (count > 0) == (size > 0)) {
            throw new IllegalArgumentException("fixed steps need a positive number of steps or a positive finite size;"
                    + " the number is " + count + ", the size " + size);
        }
    }

    @Override
    public Tolerances tolerances() {
        return null;
    }

    @Override
    public double firstStep(double length) {
        return count > 0 ? length / count : size;
    }

    @Override
    public StepSizes begin() {
        return (tried, error, order) -> tried;
    }

    @Override
    public double minStep() {
        return 0;
    }

    @Override
    public double maxStep() {
        return Double.POSITIVE_INFINITY;
    }

    @Override
    public long maxSteps() {
        return Long.MAX_VALUE;
    }

    @Override
    public boolean stopsIfStiff() {
        return false;
    }

    @Override
    public boolean stepsPastEnd() {
        return false;
    }
}
