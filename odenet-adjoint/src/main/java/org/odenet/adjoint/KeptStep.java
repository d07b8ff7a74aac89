package org.odenet.adjoint;

import java.util.List;
import org.odenet.core.ode.Linearization;
import org.odenet.solvers.tableau.ButcherTableau;

/**
 * A step of which the linearizations of all stages were kept.
 *
 * @param tableau the method
 * @param start where the step starts
 * @param end where it ends
 * @param size its size
 * @param stages the linearizations
 * @param owned those that this step closes; one shared with the previous step is closed by that, which comes later in
 *     the backward pass
 */
record KeptStep<S>(
        ButcherTableau tableau,
        double start,
        double end,
        double size,
        List<Linearization<S>> stages,
        List<Linearization<S>> owned)
        implements SavedStep<S> {

    @Override
    public List<Linearization<S>> linearize(boolean[] active) {
        return stages;
    }

    @Override
    public long evaluations() {
        return 0;
    }

    @Override
    public void close() {
        owned.forEach(Linearization::close);
        owned.clear();
    }
}
