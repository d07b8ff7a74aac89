package org.odenet.solvers.step;

import java.util.List;
import org.odenet.core.ode.Interpolant;
import org.odenet.core.state.VectorSpace;
import org.odenet.solvers.dense.StagedInterpolant;
import org.odenet.solvers.tableau.ButcherTableau;
import org.odenet.solvers.tableau.RungeKuttaWeights;
import org.odenet.solvers.tableau.StageWeights;

/**
 * A step of a Runge–Kutta method.
 *
 * @param tableau the method
 * @param space the space of the states
 * @param start where the step starts
 * @param end where the step ends
 * @param size the step's size, negative where time runs backward
 * @param error the step's error, at most 1 where the step was accepted, or 0 for a fixed step
 * @param initialState the state at the start
 * @param finalState the state at the end
 * @param stages the derivatives of all stages
 * @param evaluations for each stage the number, from 0, of the function evaluation in this solve that gave it
 * @param <S> the type of a state
 */
public record RungeKuttaStep<S>(
        ButcherTableau tableau,
        VectorSpace<S> space,
        double start,
        double end,
        double size,
        double error,
        S initialState,
        S finalState,
        List<S> stages,
        long[] evaluations)
        implements StagedStep<S> {

    @Override
    public StageWeights weights() {
        return new RungeKuttaWeights(tableau, start, end, size);
    }

    @Override
    public long handedOn() {
        return 0;
    }

    @Override
    public void stageState(int stage, S out) {
        space.combine(out, initialState, weights().ofStage(stage), stages);
    }

    @Override
    public void evaluate(double t, S out) {
        space.combine(out, initialState, weights().ofInside((t - start) / size), stages);
    }

    @Override
    public Interpolant<S> interpolant() {
        return new StagedInterpolant<>(weights(), space, start, end, size, initialState, stages);
    }
}
