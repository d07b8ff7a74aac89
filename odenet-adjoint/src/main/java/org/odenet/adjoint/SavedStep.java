package org.odenet.adjoint;

import java.util.List;
import org.odenet.core.ode.Linearization;
import org.odenet.solvers.tableau.ButcherTableau;

/** An accepted step with what it takes to linearize its stages in the backward pass. */
interface SavedStep<S> extends AutoCloseable {

    ButcherTableau tableau();

    double start();

    double end();

    double size();

    /**
     * The linearizations of the stages.
     *
     * @param active for each stage whether it is wanted; where the extra ones are not, they may be left out
     * @return an entry up to the last stage that is wanted, null where it is not wanted; they are the step's own
     */
    List<Linearization<S>> linearize(boolean[] active);

    /** How many function evaluations {@link #linearize} has made. */
    long evaluations();

    /** Gives back the linearizations, and whatever was saved. */
    @Override
    void close();
}
