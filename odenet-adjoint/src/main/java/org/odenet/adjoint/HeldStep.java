package org.odenet.adjoint;

import org.odenet.solvers.step.StagedStep;
import org.odenet.solvers.tableau.StageWeights;

/**
 * A step that a solver took, without its states.
 *
 * @param weights how it is a sum of its stages
 * @param start where it starts
 * @param end where it ends
 * @param size its size
 * @param evaluations for each stage the number of the evaluation that gave it
 * @param handedOn the number of the vector that it hands on, or 0
 */
record HeldStep(StageWeights weights, double start, double end, double size, long[] evaluations, long handedOn) {

    static HeldStep of(StagedStep<?> step) {
        return new HeldStep(step.weights(), step.start(), step.end(), step.size(), step.evaluations(), step.handedOn());
    }

    int stages() {
        return weights.stages();
    }

    /** The first stages come from earlier steps. */
    int earlier() {
        return weights.earlier();
    }
}
