package org.odenet.adjoint;

import java.util.ArrayList;
import java.util.List;
import org.odenet.core.ode.DifferentiableOdeFunction;
import org.odenet.core.ode.DifferentiableSolution;
import org.odenet.core.ode.GradientMethod;
import org.odenet.core.ode.OdeSolution;
import org.odenet.core.ode.OdeSolver;
import org.odenet.core.ode.SolveOptions;
import org.odenet.core.ode.TimeSpan;
import org.odenet.core.state.VectorSpace;

/** Exact gradients from the states at the steps; each step's stages are computed again in the backward pass. */
final class CheckpointedGradient implements GradientMethod {

    @Override
    public String name() {
        return "checkpointed";
    }

    @Override
    public <S> DifferentiableSolution<S> solve(
            OdeSolver solver, DifferentiableOdeFunction<S> function, S initialState, TimeSpan span) {
        VectorSpace<S> space = function.space(initialState);
        List<CheckpointedStep<S>> steps = new ArrayList<>();
        StageRecomputation<S> recomputation = new StageRecomputation<>(function, space);
        SolveOptions<S> options = SolveOptions.<S>defaults()
                .withListener(
                        step -> steps.add(new CheckpointedStep<>(Steps.requireRungeKutta(step), space, recomputation)));
        try {
            OdeSolution<S> solution = solver.solve(function, initialState, span, options);
            Steps.requireAll(steps, solver, solution);
            return new DiscreteSolution<>(solution, space, steps, recomputation::close);
        } catch (RuntimeException e) {
            steps.forEach(CheckpointedStep::close);
            space.close();
            throw e;
        }
    }

    @Override
    public String toString() {
        return name();
    }
}
