package org.odenet.models.serving;

/**
 * The size of step that solves could lately begin with. A solver that knows none estimates one carefully: it costs an
 * evaluation, and the first step is short. Under load that is a large part of what a query may take. The error control is
 * the same either way: a step that turns out too large is repeated.
 */
final class FirstStep {

    private static final double SAFETY = 0.8;
    private static final double MOST_GROWTH = 2;
    private static final double MOST_SHRINKING = 0.2;
    /** Of an error of order 5; methods of other orders come to their size in a few more solves. */
    private static final double EXPONENT = -0.2;

    private double tolerance;
    private double size = Double.NaN;

    /** NaN if none is known. */
    synchronized double size(double ofTolerance) {
        return tolerance == ofTolerance ? size : Double.NaN;
    }

    /**
     * Learns from the first step that a solve tried.
     *
     * @param ofTolerance the tolerance of the query
     * @param tried its size
     * @param error its error; more than 1 where it was too large, 0 where the solver has no error control
     */
    synchronized void learn(double ofTolerance, double tried, double error) {
        if (error > 0 && Double.isFinite(error)) {
            double factor = SAFETY * Math.pow(error, EXPONENT);
            tolerance = ofTolerance;
            size = Math.min(1, tried * Math.min(MOST_GROWTH, Math.max(MOST_SHRINKING, factor)));
        }
    }
}
