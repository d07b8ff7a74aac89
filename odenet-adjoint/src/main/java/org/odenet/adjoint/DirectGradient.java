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

/** Exact gradients from the activations of every stage of every accepted step. */
final class DirectGradient implements GradientMethod {

    @Override
    public String name() {
        return "direct";
    }

    @Override
    public <S> DifferentiableSolution<S> solve(
            OdeSolver solver, DifferentiableOdeFunction<S> function, S initialState, TimeSpan span) {
        VectorSpace<S> space = function.space(initialState);
        List<DirectStep<S>> steps = new ArrayList<>();
        try (RecordedEvaluations<S> recorded = new RecordedEvaluations<>(function)) {
            SolveOptions<S> options = SolveOptions.<S>defaults()
                    .withListener(step -> steps.add(recorded.take(Steps.requireRungeKutta(step))));
            OdeSolution<S> solution = solver.solve(recorded, initialState, span, options);
            Steps.requireAll(steps, solver, solution);
            return new DiscreteSolution<>(solution, space, steps, () -> {});
        } catch (RuntimeException e) {
            steps.forEach(DirectStep::close);
            space.close();
            throw e;
        }
    }

    @Override
    public String toString() {
        return name();
    }
}
