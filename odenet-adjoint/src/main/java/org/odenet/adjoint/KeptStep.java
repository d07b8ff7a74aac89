package org.odenet.adjoint;

import java.util.List;

/**
 * A step of which the linearizations of all its own stages were kept.
 *
 * @param held the step
 * @param stages the linearizations, null for stages of earlier steps
 * @param owned those that this step closes; one shared with the previous step is closed by that, which comes later in
 *     the backward pass
 */
record KeptStep<S>(HeldStep held, List<DividedLinearization<S>> stages, List<DividedLinearization<S>> owned)
        implements SavedStep<S> {

    @Override
    public List<DividedLinearization<S>> linearize(boolean[] active) {
        return stages;
    }

    @Override
    public long evaluations() {
        return 0;
    }

    @Override
    public void close() {
        owned.forEach(DividedLinearization::close);
        owned.clear();
    }
}
