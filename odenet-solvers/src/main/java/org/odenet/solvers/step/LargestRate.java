package org.odenet.solvers.step;

import java.util.List;
import org.odenet.core.ode.OdeFunction;
import org.odenet.core.state.Tolerances;
import org.odenet.core.state.VectorSpace;

/**
 * Estimates the largest rate of the linearized problem, the spectral radius of {@code ∂f/∂y}, by a power iteration on
 * differences of the derivative. It goes on from call to call: along a solution the dominant direction changes little.
 *
 * @param <S> the type of a state
 */
public final class LargestRate<S> implements AutoCloseable {

    /** How many evaluations the first estimate costs; later ones cost one. */
    public static final int FIRST_ITERATIONS = 3;

    private static final double PERTURBATION = 1e-6;
    private static final double[] ONE = {1};
    private static final double[] DIFFERENCE = {-1, 1};
    private static final Tolerances UNIT = new Tolerances(Double.MIN_NORMAL, 1);

    private final OdeFunction<S> function;
    private final VectorSpace<S> space;
    private S direction;
    private S perturbed;
    private S derivative;

    /**
     * Prepares for one solve.
     *
     * @param function the right-hand side
     * @param space the space of the states
     */
    public LargestRate(OdeFunction<S> function, VectorSpace<S> space) {
        this.function = function;
        // Tolerances say how exact a component has to be, not how fast it is.
        this.space = space.withoutTolerances();
    }

    /**
     * Estimates the rate.
     *
     * @param t the time
     * @param y the state
     * @param dydt the derivative there
     * @return the rate in units of 1 / time; 0 where the derivative does not change
     */
    public double at(double t, S y, S dydt) {
        int iterations = direction == null ? begin(dydt) : 1;
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

    private int begin(S dydt) {
        direction = space.copyOf(dydt);
        perturbed = space.create();
        derivative = space.create();
        return FIRST_ITERATIONS;
    }

    private double norm(S state) {
        return space.errorNorm(ONE, List.of(state), state, state, UNIT);
    }

    @Override
    public void close() {
        space.release(direction);
        space.release(perturbed);
        space.release(derivative);
    }
}
