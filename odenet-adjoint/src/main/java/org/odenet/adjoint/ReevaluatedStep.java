package org.odenet.adjoint;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.odenet.core.state.VectorSpace;
import org.odenet.solvers.step.MultistepStep;

/**
 * A step of which the states were kept at which it evaluated the function. They depend on earlier steps, which would
 * otherwise have to be taken again as well.
 */
final class ReevaluatedStep<S> implements SavedStep<S> {

    private final HeldStep held;
    private final VectorSpace<S> space;
    private final StageRecomputation<S> recomputation;
    private final List<S> stageStates = new ArrayList<>();
    private final List<DividedLinearization<S>> linearizations = new ArrayList<>();
    private long evaluations;

    ReevaluatedStep(MultistepStep<S> step, VectorSpace<S> space, StageRecomputation<S> recomputation) {
        this.held = HeldStep.of(step);
        this.space = space;
        this.recomputation = recomputation;
        for (int i = held.earlier(); i < held.stages(); i++) {
            S state = space.create();
            step.stageState(i, state);
            stageStates.add(state);
        }
    }

    @Override
    public HeldStep held() {
        return held;
    }

    @Override
    public List<DividedLinearization<S>> linearize(boolean[] active) {
        for (int i = 0; i < active.length; i++) {
            boolean own = i >= held.earlier();
            linearizations.add(own && active[i] ? linearize(i) : null);
        }
        return linearizations;
    }

    private DividedLinearization<S> linearize(int stage) {
        evaluations++;
        return recomputation.linearize(held.weights().time(stage), stageStates.get(stage - held.earlier()));
    }

    @Override
    public long evaluations() {
        return evaluations;
    }

    @Override
    public void close() {
        linearizations.stream().filter(Objects::nonNull).forEach(DividedLinearization::close);
        linearizations.clear();
        stageStates.forEach(space::release);
        stageStates.clear();
    }
}
