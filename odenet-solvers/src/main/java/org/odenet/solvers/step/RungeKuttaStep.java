package org.odenet.solvers.step;

import java.util.Arrays;
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
    public long[] evaluations() {
        return stages.evaluations();
    }

    @Override
    public void evaluate(double t, S out) {
        space.combine(out, initialState, weights().ofInside((t - start) / size), stages.ofInterpolation());
    }

    @Override
    public void evaluateAll(double[] times, List<S> outs) {
        StageWeights inside = weights();
        double[][] each = Arrays.stream(times)
                .mapToObj(t -> inside.ofInside((t - start) / size))
                .toArray(double[][]::new);
        space.combineAll(outs, initialState, each, stages.ofInterpolation());
    }

    @Override
    public Interpolant<S> interpolant() {
        return new StagedInterpolant<>(weights(), space, start, end, size, initialState, stages.ofInterpolation());
    }
}
