package org.odenet.solvers.tableau;

/**
 * The weights of a step that can be taken back exactly: the vector that it hands on, its last stage and the state at its end
 * determine those at its start.
 */
public interface ReversibleWeights extends StageWeights {

    /**
     * The step from the end to the start.
     *
     * @return its weights, with three stages: the vector that this step hands on, its last stage, and as the only one of its
     *     own the derivative at the start; it hands on the vector that this step has from the one before
     */
    StageWeights back();
}
