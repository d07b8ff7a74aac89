package org.odenet.solvers.dense;

import java.util.List;
import org.odenet.core.ode.Interpolant;
import org.odenet.core.state.VectorSpace;
import org.odenet.solvers.tableau.ButcherTableau;

/**
 * The continuous solution over one step of a Runge–Kutta method, from its own copies of the step's stages.
 *
 * @param <S> the type of a state
 */
public final class RungeKuttaInterpolant<S> implements Interpolant<S> {

    private final ButcherTableau tableau;
    private final VectorSpace<S> space;
    private final double start;
    private final double end;
    private final double size;
    private final S initialState;
    private final List<S> stages;

    /**
     * Copies a step.
     *
     * @param tableau the method
     * @param space the space of the states
     * @param start where the step starts
     * @param end where the step ends
     * @param size the step's size
     * @param initialState the state at the start
     * @param stages the derivatives of all stages
     */
    public RungeKuttaInterpolant(
            ButcherTableau tableau,
            VectorSpace<S> space,
            double start,
            double end,
            double size,
            S initialState,
            List<S> stages) {
        this.tableau = tableau;
        this.space = space;
        this.start = start;
        this.end = end;
        this.size = size;
        this.initialState = space.copyOf(initialState);
        this.stages = stages.stream().map(space::copyOf).toList();
    }

    @Override
    public double start() {
        return start;
    }

    @Override
    public double end() {
        return end;
    }

    @Override
    public void evaluate(double t, S out) {
        // The end is rounded, which counts where steps are near the resolution of time.
        double theta = t == end ? 1 : (t - start) / size;
        interpolate(tableau, space, initialState, size, theta, stages, out);
    }

    /**
     * Forms a state within a step.
     *
     * @param tableau the method
     * @param space the space of the states
     * @param initialState the state at the start of the step
     * @param size the step's size
     * @param theta the place in the step, from 0 to 1
     * @param stages the derivatives of all stages
     * @param out overwritten with {@code y + h Σ b(θ) k}
     * @param <S> the type of a state
     */
    public static <S> void interpolate(
            ButcherTableau tableau,
            VectorSpace<S> space,
            S initialState,
            double size,
            double theta,
            List<S> stages,
            S out) {
        double[] weights = new double[stages.size()];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = size * tableau.interpolation(i, theta);
        }
        space.combine(out, initialState, weights, stages);
    }

    @Override
    public void close() {
        space.release(initialState);
        stages.forEach(space::release);
    }
}
