package org.odenet.solvers;

import org.odenet.core.state.VectorSpace;
import org.odenet.solvers.step.CountingFunction;
import org.odenet.solvers.step.LargestRate;
import org.odenet.solvers.step.Method;
import org.odenet.solvers.step.Stepper;

/**
 * Tells when stability, not the error, limits the steps of an explicit method: when {@code h ρ} stays at the end of the
 * region of stability, where ρ is the largest rate of the linearized problem (Hairer and Wanner II, section IV.2, whose
 * counts these are).
 */
final class StiffnessDetector<S> {

    private static final long STEPS_BETWEEN_TESTS = 1000;
    private static final int STIFF_TESTS = 15;
    private static final int CALM_TESTS = 6;
    private static final double NEAR_LIMIT = 0.85;

    private final Method method;
    private final CountingFunction<S> function;
    private final LargestRate<S> rate;
    private double limit = Double.NaN;
    private int stiff;
    private int calm;

    StiffnessDetector(Method method, CountingFunction<S> function, VectorSpace<S> space) {
        this.method = method;
        this.function = function;
        this.rate = new LargestRate<>(function, space);
    }

    /** Looks at the step after {@code accepted} ones; mostly does nothing. */
    boolean isStiff(long accepted, double t, double h, S y, Stepper<S> stepper) {
        boolean due = stiff > 0 || accepted % STEPS_BETWEEN_TESTS == 0;
        boolean affordable = function.remaining() > LargestRate.FIRST_ITERATIONS + stepper.cost();
        if (!due || !affordable || Double.isInfinite(limit())) {
            return false;
        }
        if (Math.abs(h) * rate.at(t, y, stepper.derivative(t, y)) > NEAR_LIMIT * limit()) {
            calm = 0;
            stiff++;
        } else if (++calm == CALM_TESTS) {
            stiff = 0;
            calm = 0;
        }
        return stiff == STIFF_TESTS;
    }

    private double limit() {
        if (Double.isNaN(limit)) {
            limit = method.stabilityLimit();
        }
        return limit;
    }

    void close() {
        rate.close();
    }
}
