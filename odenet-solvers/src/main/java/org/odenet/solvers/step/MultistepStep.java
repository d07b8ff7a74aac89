package org.odenet.solvers.step;

import java.util.List;
import org.odenet.core.ode.Interpolant;
import org.odenet.core.state.VectorSpace;
import org.odenet.solvers.dense.StagedInterpolant;
import org.odenet.solvers.tableau.StageWeights;

/**
 * A step of a method that remembers earlier ones.
 *
 * @param weights the weights of its stages
 * @param space the space of the states
 * @param start where the step starts
 * @param end where the step ends
 * @param size the step's size, negative where time runs backward
 * @param error the step's error, at most 1 where the step was accepted, or 0 for a fixed step
 * @param initialState the state at the start
 * @param finalState the state at the end
 * @param stages the stages, those from earlier steps first
 * @param evaluations for each stage the number of the evaluation that gave it
 * @param handedOn the number of the vector that the step hands on, or 0
 * @param <S> the type of a state
 */
public record MultistepStep<S>(
        StageWeights weights,
        VectorSpace<S> space,
        double start,
        double end,
        double size,
        double error,
        S initialState,
        S finalState,
        List<S> stages,
        long[] evaluations,
        long handedOn)
        implements StagedStep<S> {

    /**
     * Forms the state at which a stage was evaluated.
     *
     * @param stage a stage of this step's own
     * @param out overwritten
     */
    public void stageState(int stage, S out) {
        space.combine(out, initialState, weights.ofStage(stage), stages.subList(0, stage));
    }

    @Override
    public void evaluate(double t, S out) {
        space.combine(out, initialState, weights.ofInside((t - start) / size), stages);
    }

    @Override
    public Interpolant<S> interpolant() {
        return new StagedInterpolant<>(weights, space, start, end, size, initialState, stages);
    }
}
