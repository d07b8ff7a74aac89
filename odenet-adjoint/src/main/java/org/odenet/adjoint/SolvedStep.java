package org.odenet.adjoint;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.odenet.core.ode.DifferentiableDivision;
import org.odenet.core.state.VectorSpace;
import org.odenet.solvers.step.RungeKuttaAlgebra;
import org.odenet.solvers.step.RungeKuttaStep;
import org.odenet.solvers.tableau.ButcherTableau;

/**
 * A step of an implicit method, kept with the derivatives of its stages: to solve for them again would cost far more than
 * the one linearization of each that the backward pass makes of them.
 */
final class SolvedStep<S> implements SavedStep<S> {

    private final ButcherTableau tableau;
    private final HeldStep held;
    private final DifferentiableDivision<S> division;
    private final VectorSpace<S> space;
    private final List<S> stages = new ArrayList<>();
    private S initialState;
    private List<DividedLinearization<S>> linearizations = List.of();
    private long evaluations;

    SolvedStep(RungeKuttaStep<S> step, VectorSpace<S> space, DifferentiableDivision<S> division) {
        this.tableau = step.tableau();
        this.held = HeldStep.of(step);
        this.division = division;
        this.space = space;
        this.initialState = space.copyOf(step.initialState());
        step.stages().ofInterpolation().forEach(stage -> stages.add(space.copyOf(stage)));
    }

    @Override
    public HeldStep held() {
        return held;
    }

    @Override
    public List<DividedLinearization<S>> linearize(boolean[] active) {
        linearizations = new ArrayList<>();
        RungeKuttaAlgebra<S> algebra = new RungeKuttaAlgebra<>(tableau, space);
        S state = space.create();
        S derivative = space.create();
        try {
            for (int i = 0; i < active.length; i++) {
                DividedLinearization<S> linearization = null;
                if (active[i]) {
                    algebra.solvedState(i, initialState, held.size(), stages, state);
                    double time = algebra.stageTime(i, held.start(), held.end());
                    linearization = DividedLinearization.of(division, time, state, derivative);
                    evaluations++;
                }
                linearizations.add(linearization);
            }
            return linearizations;
        } finally {
            space.release(state);
            space.release(derivative);
        }
    }

    @Override
    public long evaluations() {
        return evaluations;
    }

    @Override
    public void close() {
        linearizations.stream().filter(Objects::nonNull).forEach(DividedLinearization::close);
        linearizations = List.of();
        stages.forEach(space::release);
        stages.clear();
        space.release(initialState);
        initialState = null;
    }
}
