package org.odenet.adjoint;

import java.util.List;
import org.odenet.solvers.tableau.StageWeights;

/** A step of which no state was kept. The steps after it must have been taken back, and be closed. */
final class TakenBackStep<S> implements SavedStep<S> {

    private final HeldStep held;
    private final StageWeights back;
    private final WayBack<S> wayBack;
    private long evaluations;
    private boolean open;

    /**
     * Keeps the numbers of a step.
     *
     * @param held the step
     * @param back the weights of the step from its end to its start
     * @param wayBack where the states are
     */
    TakenBackStep(HeldStep held, StageWeights back, WayBack<S> wayBack) {
        this.held = held;
        this.back = back;
        this.wayBack = wayBack;
    }

    @Override
    public HeldStep held() {
        return held;
    }

    @Override
    public List<DividedLinearization<S>> linearize(boolean[] active) {
        open = true;
        long before = wayBack.evaluations();
        List<DividedLinearization<S>> linearizations = wayBack.takeBack(held, back);
        evaluations = wayBack.evaluations() - before;
        return linearizations;
    }

    @Override
    public long evaluations() {
        return evaluations;
    }

    @Override
    public void close() {
        if (open) {
            wayBack.closeEnd(held);
            open = false;
        }
    }
}
