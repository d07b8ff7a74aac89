package org.odenet.adjoint;

import java.util.List;
import java.util.Objects;
import org.odenet.core.state.VectorSpace;
import org.odenet.solvers.step.StagedStep;

/** A step without memory, of which only the initial state was kept. */
final class RecomputedStep<S> implements SavedStep<S> {

    private final HeldStep held;
    private final VectorSpace<S> space;
    private final StageRecomputation<S> recomputation;
    private S initialState;
    private List<DividedLinearization<S>> linearizations = List.of();
    private long evaluations;

    RecomputedStep(StagedStep<S> step, VectorSpace<S> space, StageRecomputation<S> recomputation) {
        this.held = HeldStep.of(step);
        this.space = space;
        this.recomputation = recomputation;
        this.initialState = space.copyOf(step.initialState());
    }

    @Override
    public HeldStep held() {
        return held;
    }

    @Override
    public List<DividedLinearization<S>> linearize(boolean[] active) {
        linearizations = recomputation.linearize(held.weights(), initialState, active);
        evaluations = linearizations.size();
        return linearizations;
    }

    @Override
    public long evaluations() {
        return evaluations;
    }

    @Override
    public void close() {
        linearizations.stream().filter(Objects::nonNull).forEach(DividedLinearization::close);
        linearizations = List.of();
        space.release(initialState);
        initialState = null;
    }
}
