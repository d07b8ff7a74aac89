package org.odenet.adjoint;

import java.util.List;

/** An accepted step with what it takes to linearize its stages in the backward pass. */
interface SavedStep<S> extends AutoCloseable {

    HeldStep held();

    /**
     * The linearizations of the stages.
     *
     * @param active for each stage whether it is wanted; where the extra ones are not, they may be left out
     * @return an entry up to the last stage that is wanted, null where it is not wanted or an earlier step has
     *     it; they are the step's own
     */
    List<DividedLinearization<S>> linearize(boolean[] active);

    /** How many function evaluations {@link #linearize} has made. */
    long evaluations();

    /** Gives back the linearizations, and whatever was saved. */
    @Override
    void close();
}
