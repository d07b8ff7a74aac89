package org.odenet.adjoint;

import java.util.List;
import java.util.Objects;
import org.odenet.core.ode.Linearization;
import org.odenet.core.state.VectorSpace;
import org.odenet.solvers.step.RungeKuttaStep;
import org.odenet.solvers.tableau.ButcherTableau;

/** A step of which only the initial state was kept. */
final class RecomputedStep<S> implements SavedStep<S> {

    private final ButcherTableau tableau;
    private final double start;
    private final double end;
    private final double size;
    private final VectorSpace<S> space;
    private final StageRecomputation<S> recomputation;
    private S initialState;
    private List<Linearization<S>> linearizations = List.of();
    private long evaluations;

    RecomputedStep(RungeKuttaStep<S> step, VectorSpace<S> space, StageRecomputation<S> recomputation) {
        this.tableau = step.tableau();
        this.start = step.start();
        this.end = step.end();
        this.size = step.size();
        this.space = space;
        this.recomputation = recomputation;
        this.initialState = space.copyOf(step.initialState());
    }

    @Override
    public ButcherTableau tableau() {
        return tableau;
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
    public double size() {
        return size;
    }

    @Override
    public List<Linearization<S>> linearize(boolean[] active) {
        linearizations = recomputation.linearize(this, initialState, active);
        evaluations = linearizations.size();
        return linearizations;
    }

    @Override
    public long evaluations() {
        return evaluations;
    }

    @Override
    public void close() {
        linearizations.stream().filter(Objects::nonNull).forEach(Linearization::close);
        linearizations = List.of();
        space.release(initialState);
        initialState = null;
    }
}
