package org.odenet.solvers.step;

import org.odenet.core.ode.Step;
import org.odenet.solvers.tableau.StageWeights;

/**
 * A step that is linear in its stages, which is what it takes to differentiate it.
 *
 * @param <S> the type of a state
 */
public interface StagedStep<S> extends Step<S> {

    /**
     * How the step is a sum of its stages.
     *
     * @return the weights, also valid after the step
     */
    StageWeights weights();

    /**
     * Which evaluations gave the stages.
     *
     * @return for each stage evaluated so far the number, from 0, of the function evaluation in this solve that gave it; a negative number
     *     for a vector that an earlier step has handed on
     */
    long[] evaluations();

    /**
     * Which vector this step hands on to the next one.
     *
     * @return the negative number by which the next step's evaluations name it; 0 if there is none
     */
    long handedOn();
}
