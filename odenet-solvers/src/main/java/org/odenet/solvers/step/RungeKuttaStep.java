package org.odenet.solvers.step;

import org.odenet.core.ode.Interpolant;
import org.odenet.core.ode.Step;
import org.odenet.core.state.VectorSpace;
import org.odenet.solvers.dense.RungeKuttaInterpolant;
import org.odenet.solvers.tableau.ButcherTableau;

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
 * @param stages the stages
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
        StepStages<S> stages)
        implements Step<S> {

    /**
     * Which evaluations gave the stages.
     *
     * @return for each stage evaluated so far the number, from 0, of the function evaluation in this solve that gave it
     */
    public long[] evaluations() {
        return stages.evaluations();
    }

    @Override
    public void evaluate(double t, S out) {
        RungeKuttaInterpolant.interpolate(
                tableau, space, initialState, size, (t - start) / size, stages.ofInterpolation(), out);
    }

    @Override
    public Interpolant<S> interpolant() {
        return new RungeKuttaInterpolant<>(tableau, space, start, end, size, initialState, stages.ofInterpolation());
    }
}
