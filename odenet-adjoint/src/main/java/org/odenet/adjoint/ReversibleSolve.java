package org.odenet.adjoint;

import java.util.ArrayList;
import java.util.List;
import org.odenet.core.ode.DifferentiableDivision;
import org.odenet.core.ode.DifferentiableOdeFunction;
import org.odenet.core.ode.DifferentiableSolution;
import org.odenet.core.ode.OdeSolution;
import org.odenet.core.ode.OdeSolver;
import org.odenet.core.ode.SolveOptions;
import org.odenet.core.ode.Step;
import org.odenet.core.ode.StepListener;
import org.odenet.core.ode.TimeSpan;
import org.odenet.core.state.VectorSpace;
import org.odenet.solvers.sample.PerSampleSolver;
import org.odenet.solvers.step.MultistepStep;
import org.odenet.solvers.tableau.ReversibleWeights;

/** A solve that saves the numbers of its steps and the last state, from which the backward pass takes the steps back. */
final class ReversibleSolve<S> implements StepListener<S> {

    private final OdeSolver solver;
    private final VectorSpace<S> space;
    private final DifferentiableDivision<S> division;
    private final WayBack<S> wayBack;
    private final List<SavedStep<S>> steps = new ArrayList<>();

    private ReversibleSolve(OdeSolver solver, DifferentiableOdeFunction<S> function, VectorSpace<S> space) {
        this.solver = solver;
        this.space = space;
        this.division = function.division(space);
        this.wayBack = new WayBack<>(division, space);
    }

    static <S> DifferentiableSolution<S> solve(
            OdeSolver solver, DifferentiableOdeFunction<S> function, S initialState, TimeSpan span) {
        if (solver instanceof PerSampleSolver) {
            throw new UnsupportedOperationException(
                    "the gradient method 'reversible' takes the steps of a batch as one state back;"
                            + " use direct or checkpointed gradients where samples take steps of their own");
        }
        return new ReversibleSolve<>(solver, function, function.space(initialState)).run(function, initialState, span);
    }

    private DifferentiableSolution<S> run(DifferentiableOdeFunction<S> function, S initialState, TimeSpan span) {
        SolveOptions<S> options = SolveOptions.<S>defaults().withListener(this);
        try {
            OdeSolution<S> solution = solver.solve(function, initialState, span, options);
            Steps.requireAll(steps, solver, solution);
            return new DiscreteSolution<>(solution, space, division, steps, wayBack::close);
        } catch (RuntimeException e) {
            wayBack.close();
            space.close();
            throw e;
        }
    }

    @Override
    public void accepted(Step<S> step) {
        if (step instanceof MultistepStep<S> taken && taken.weights() instanceof ReversibleWeights weights) {
            wayBack.advance(taken);
            steps.add(new TakenBackStep<>(HeldStep.of(taken), weights.back(), wayBack));
            return;
        }
        throw new UnsupportedOperationException("the gradient method 'reversible' takes steps back, which those of the"
                + " solver '" + solver.name()
                + "' do not allow; use it with 'reversible-heun', or use the gradient method"
                + " 'checkpointed' with this solver");
    }
}
