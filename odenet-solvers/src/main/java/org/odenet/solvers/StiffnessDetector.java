package org.odenet.solvers;

import java.util.List;
import org.odenet.core.state.Tolerances;
import org.odenet.core.state.VectorSpace;
import org.odenet.solvers.step.CountingFunction;
import org.odenet.solvers.step.Method;
import org.odenet.solvers.step.Stepper;

/**
 * Tells when stability, not the error, limits the steps of an explicit method: when {@code h ρ} stays at the end of the
 * region of stability, where ρ is the largest rate of the linearized problem (Hairer and Wanner II, section IV.2, whose
 * counts these are). ρ is found by a power iteration on differences of the derivative, which goes on from test to test.
 */
final class StiffnessDetector<S> {

    private static final long STEPS_BETWEEN_TESTS = 1000;
    private static final int STIFF_TESTS = 15;
    private static final int CALM_TESTS = 6;
    private static final int FIRST_ITERATIONS = 3;
    private static final double NEAR_LIMIT = 0.85;
    private static final double PERTURBATION = 1e-6;
    private static final double[] ONE = {1};
    private static final double[] DIFFERENCE = {-1, 1};
    private static final Tolerances UNIT = new Tolerances(Double.MIN_NORMAL, 1);

    private final Method method;
    private final CountingFunction<S> function;
    private final VectorSpace<S> space;
    private S direction;
    private S perturbed;
    private S derivative;
    private double limit = Double.NaN;
    private int stiff;
    private int calm;

    StiffnessDetector(Method method, CountingFunction<S> function, VectorSpace<S> space) {
        this.method = method;
        this.function = function;
        this.space = space;
    }

    /** Looks at the step after {@code accepted} ones; mostly does nothing. */
    boolean isStiff(long accepted, double t, double h, S y, Stepper<S> stepper) {
        boolean due = stiff > 0 || accepted % STEPS_BETWEEN_TESTS == 0;
        if (!due || function.remaining() <= FIRST_ITERATIONS + stepper.cost() || Double.isInfinite(limit())) {
            return false;
        }
        if (Math.abs(h) * rate(t, y, stepper.derivative(t, y)) > NEAR_LIMIT * limit()) {
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

    private double rate(double t, S y, S dydt) {
        int iterations = 1;
        if (direction == null) {
            direction = space.copyOf(dydt);
            perturbed = space.create();
            derivative = space.create();
            iterations = FIRST_ITERATIONS;
        }
        double rate = 0;
        double distance = PERTURBATION * (1 + norm(y));
        for (int i = 0; i < iterations; i++) {
            double length = norm(direction);
            if (length == 0 || !Double.isFinite(length)) {
                return rate;
            }
            space.combine(perturbed, y, new double[] {distance / length}, List.of(direction));
            function.evaluate(t, perturbed, derivative);
            space.combine(direction, null, DIFFERENCE, List.of(dydt, derivative));
            rate = norm(direction) / distance;
        }
        return rate;
    }

    private double norm(S state) {
        return space.errorNorm(ONE, List.of(state), state, state, UNIT);
    }

    void close() {
        space.release(direction);
        space.release(perturbed);
        space.release(derivative);
    }
}
