package org.odenet.solvers.reversible;

import org.odenet.solvers.tableau.ReversibleWeights;
import org.odenet.solvers.tableau.StageWeights;

/**
 * The weights of a step of the reversible Heun method. Its stages are the lag {@code y₀ - ŷ₀} of the companion behind the
 * state, handed on by the step before, the derivative at ŷ₀, which that step has evaluated, and the derivative at ŷ₁. A
 * first step has no lag, and evaluates both derivatives.
 */
record ReversibleHeunWeights(double start, double stop, double size, boolean first) implements ReversibleWeights {

    @Override
    public int stages() {
        return first ? 2 : 3;
    }

    @Override
    public int earlier() {
        return first ? 0 : 2;
    }

    @Override
    public int stageAtEnd() {
        return -1;
    }

    @Override
    public double time(int stage) {
        return stage == stages() - 1 ? stop : start;
    }

    @Override
    public double[] ofStage(int stage) {
        double[] ofCompanion = first ? new double[] {size} : new double[] {1, size};
        return stage == stages() - 1 ? ofCompanion : new double[stage];
    }

    @Override
    public double[] ofEnd() {
        return weights(0, size / 2, size / 2);
    }

    /** The integral of the straight line through both derivatives. */
    @Override
    public double[] ofInside(double theta) {
        double half = theta * theta / 2;
        return weights(0, size * (theta - half), size * half);
    }

    @Override
    public double[] ofHandedOn() {
        return weights(-1, -size / 2, size / 2);
    }

    /** The same formulas with the opposite size. */
    @Override
    public StageWeights back() {
        return new ReversibleHeunWeights(stop, start, -size, false);
    }

    double[] ofError() {
        return weights(0, -size / 2, size / 2);
    }

    private double[] weights(double lag, double atStart, double atEnd) {
        return first ? new double[] {atStart, atEnd} : new double[] {lag, atStart, atEnd};
    }
}
