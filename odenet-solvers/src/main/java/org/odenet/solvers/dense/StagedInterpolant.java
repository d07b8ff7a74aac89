package org.odenet.solvers.dense;

import java.util.List;
import org.odenet.core.ode.Interpolant;
import org.odenet.core.state.VectorSpace;
import org.odenet.solvers.tableau.StageWeights;

/**
 * The continuous solution over one step, from its own copies of the step's stages.
 *
 * @param <S> the type of a state
 */
public final class StagedInterpolant<S> implements Interpolant<S> {

    private final StageWeights weights;
    private final VectorSpace<S> space;
    private final double start;
    private final double end;
    private final double size;
    private final S initialState;
    private final List<S> stages;

    /**
     * Copies a step.
     *
     * @param weights the weights of its stages
     * @param space the space of the states
     * @param start where the step starts
     * @param end where the step ends
     * @param size the step's size
     * @param initialState the state at the start
     * @param stages all stages
     */
    public StagedInterpolant(
            StageWeights weights,
            VectorSpace<S> space,
            double start,
            double end,
            double size,
            S initialState,
            List<S> stages) {
        this.weights = weights;
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
        space.combine(out, initialState, weights.ofInside(theta), stages);
    }

    @Override
    public void close() {
        space.release(initialState);
        stages.forEach(space::release);
    }
}
