package org.odenet.solvers.step;

import java.util.List;

/**
 * The stages of one step of a Runge–Kutta method.
 *
 * @param <S> the type of a state
 */
public interface StepStages<S> {

    /**
     * The stages that the solution within the step takes. The extra ones among them are evaluated when they are first asked
     * for: so a solve pays for them only where it wants a state inside a step.
     *
     * @return the derivatives of all stages, extra ones included
     */
    List<S> ofInterpolation();

    /**
     * Which evaluations gave the stages.
     *
     * @return for each stage evaluated so far the number, from 0, of the function evaluation in this solve that gave it
     */
    long[] evaluations();

    /**
     * Stages that are all known.
     *
     * @param stages the derivatives of all stages
     * @param evaluations for each the number of its evaluation
     * @param <S> the type of a state
     * @return the stages
     */
    static <S> StepStages<S> known(List<S> stages, long[] evaluations) {
        return new StepStages<>() {
            @Override
            public List<S> ofInterpolation() {
                return stages;
            }

            @Override
            public long[] evaluations() {
                return evaluations;
            }
        };
    }
}
