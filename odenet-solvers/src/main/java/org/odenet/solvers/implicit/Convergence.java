package org.odenet.solvers.implicit;

/**
 * Judges the iterations of Newton's method by the rate Θ at which their changes shrink: the error left is about Θ / (1 -
 * Θ) times the last change (Hairer and Wanner II, section IV.8).
 */
final class Convergence {

    enum Verdict {
        GO_ON,
        DONE,
        HOPELESS
    }

    /** Changes that do not shrink any more, but are smaller than this, are rounding. */
    private static final double NOISE = 0.05;

    /** The best that is believed of equations not yet tried. */
    private static final double FASTEST = 1e-3;

    /** The error allowed, in units of the tolerances. */
    private final double allowed;

    private final int limit;
    private final boolean patient;
    private double factor = 1;
    private double previous;
    private double rate;
    private int iterations;

    Convergence(StageEquations<?> equations) {
        patient = equations.isTight();
        allowed = allowed(equations);
        limit = patient ? 50 : 10;
    }

    static double allowed(StageEquations<?> equations) {
        double precision =
                equations.space().precision() / equations.tolerances().relative();
        double share = Math.min(0.03, Math.sqrt(equations.tolerances().relative()));
        return equations.isTight() ? 0.1 * precision : Math.max(10 * precision, share);
    }

    void begin() {
        iterations = 0;
        rate = 0;
        // What the equations before have shown lets easy ones pass with a single iteration, unless it has to be exact.
        factor = patient ? 1 : Math.pow(Math.max(factor, FASTEST), 0.8);
    }

    /** Judges the next change, by its norm in units of the tolerances. */
    Verdict judge(double norm) {
        if (!Double.isFinite(norm)) {
            return fail();
        }
        iterations++;
        if (iterations > 1) {
            rate = norm / previous;
            if (rate >= 1) {
                return norm <= NOISE ? Verdict.DONE : fail();
            }
            factor = rate / (1 - rate);
        }
        previous = norm;
        if (factor * norm <= allowed) {
            return Verdict.DONE;
        }
        boolean slow = !patient && iterations > 1 && factor * norm * Math.pow(rate, limit - iterations) > allowed;
        return slow || iterations >= limit ? fail() : Verdict.GO_ON;
    }

    private Verdict fail() {
        factor = 1;
        return Verdict.HOPELESS;
    }

    /** The last rate measured, 0 if there was one iteration only. */
    double rate() {
        return rate;
    }
}
