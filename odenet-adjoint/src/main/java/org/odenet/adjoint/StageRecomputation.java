package org.odenet.adjoint;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.odenet.core.ode.DifferentiableOdeFunction;
import org.odenet.core.ode.Linearization;
import org.odenet.core.state.VectorSpace;
import org.odenet.solvers.step.RungeKuttaAlgebra;

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
    List<Linearization<S>> linearize(SavedStep<S> step, S initialState, boolean[] active) {
        int count = active.length;
        while (count > 0 && !active[count - 1]) {
            count--;
        }
        allocate(count);
        RungeKuttaAlgebra<S> stepper = new RungeKuttaAlgebra<>(step.tableau(), space);
        List<Linearization<S>> linearizations = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                double time = stepper.stageTime(i, step.start(), step.end());
                stepper.stageState(i, initialState, step.size(), stages, stageState);
                linearizations.add(evaluate(time, stages.get(i), active[i]));
            }
            return linearizations;
        } catch (RuntimeException e) {
            linearizations.stream().filter(Objects::nonNull).forEach(Linearization::close);
            throw e;
        }
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
