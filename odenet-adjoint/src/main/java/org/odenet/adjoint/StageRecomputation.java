package org.odenet.adjoint;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.odenet.core.ode.DifferentiableOdeFunction;
import org.odenet.core.ode.Linearization;
import org.odenet.core.state.VectorSpace;
import org.odenet.solvers.tableau.StageWeights;

/** Computes the stages of one step at a time again, from its initial state, in memory that all steps share. */
final class StageRecomputation<S> implements AutoCloseable {

    private final DifferentiableOdeFunction<S> function;
    private final VectorSpace<S> space;
    private final List<S> stages = new ArrayList<>();
    private S stageState;

    StageRecomputation(DifferentiableOdeFunction<S> function, VectorSpace<S> space) {
        this.function = function;
        this.space = space;
    }

    /** Up to the last active stage: the linearizations of the active ones, null for the others. */
    List<Linearization<S>> linearize(StageWeights weights, S initialState, boolean[] active) {
        int count = active.length;
        while (count > 0 && !active[count - 1]) {
            count--;
        }
        allocate(count);
        List<Linearization<S>> linearizations = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                space.combine(stageState, initialState, weights.ofStage(i), stages.subList(0, i));
                linearizations.add(evaluate(weights.time(i), stages.get(i), active[i]));
            }
            return linearizations;
        } catch (RuntimeException e) {
            linearizations.stream().filter(Objects::nonNull).forEach(Linearization::close);
            throw e;
        }
    }

    /** The linearization at a state that is known. */
    Linearization<S> linearize(double time, S state) {
        allocate(1);
        return function.linearize(time, state, stages.get(0));
    }

    private Linearization<S> evaluate(double time, S derivative, boolean active) {
        if (active) {
            return function.linearize(time, stageState, derivative);
        }
        function.evaluate(time, stageState, derivative);
        return null;
    }

    private void allocate(int count) {
        if (stageState == null) {
            stageState = space.create();
        }
        while (stages.size() < count) {
            stages.add(space.create());
        }
    }

    @Override
    public void close() {
        space.release(stageState);
        stages.forEach(space::release);
    }
}
