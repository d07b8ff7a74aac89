package org.odenet.adjoint;

import java.util.ArrayList;
import java.util.List;
import org.odenet.core.ode.DifferentiableDivision;
import org.odenet.core.ode.DifferentiableOdeFunction;
import org.odenet.core.ode.DifferentiableSolution;
import org.odenet.core.ode.OdeFunction;
import org.odenet.core.ode.OdeSolution;
import org.odenet.core.ode.OdeSolver;
import org.odenet.core.ode.SolveOptions;
import org.odenet.core.ode.Step;
import org.odenet.core.ode.StepListener;
import org.odenet.core.ode.TimeSpan;
import org.odenet.core.state.VectorSpace;
import org.odenet.solvers.sample.PerSampleSolver;
import org.odenet.solvers.step.MultistepStep;
import org.odenet.solvers.step.RungeKuttaStep;
import org.odenet.solvers.step.StagedStep;

/**
 * A solve that saves every accepted step for its exact reverse: by the linearizations of its stages while they fit into
 * a budget of memory, after that by its initial state, or by the states of its stages if it remembers earlier steps.
 */
final class SavedSolve<S> implements StepListener<S> {

    private final DifferentiableOdeFunction<S> function;
    private final VectorSpace<S> space;
    private final DifferentiableDivision<S> division;
    private final RecordedEvaluations<S> evaluations;
    private final StageRecomputation<S> recomputation;
    private final List<SavedStep<S>> steps = new ArrayList<>();

    private SavedSolve(DifferentiableOdeFunction<S> function, VectorSpace<S> space, long budget) {
        this.function = function;
        this.space = space;
        this.division = function.division(space);
        this.evaluations = new RecordedEvaluations<>(function, budget, division);
        this.recomputation = new StageRecomputation<>(division, space);
    }

    static <S> DifferentiableSolution<S> solve(
            OdeSolver solver, DifferentiableOdeFunction<S> function, S initialState, TimeSpan span, long budget) {
        if (solver instanceof PerSampleSolver perSample) {
            return PerSampleSolution.solve(perSample, function, initialState, span);
        }
        VectorSpace<S> space = function.space(initialState);
        return new SavedSolve<>(function, space, budget).run(solver, initialState, span);
    }

    private DifferentiableSolution<S> run(OdeSolver solver, S initialState, TimeSpan span) {
        SolveOptions<S> options = SolveOptions.<S>defaults().withListener(this);
        try (evaluations) {
            // Implicit steps use the derivatives of the function, and few of their evaluations are stages.
            OdeFunction<S> solved = Steps.areImplicit(solver) ? function : evaluations;
            OdeSolution<S> solution = solver.solve(solved, initialState, span, options);
            Steps.requireAll(steps, solver, solution);
            return new DiscreteSolution<>(solution, space, division, steps, recomputation::close);
        } catch (RuntimeException e) {
            steps.forEach(SavedStep::close);
            space.close();
            throw e;
        }
    }

    @Override
    public void accepted(Step<S> step) {
        StagedStep<S> taken = Steps.requireStaged(step);
        if (Steps.isImplicit(step)) {
            evaluations.close();
            steps.add(new SolvedStep<>((RungeKuttaStep<S>) step, space, division));
            return;
        }
        SavedStep<S> kept = evaluations.take(taken);
        steps.add(kept != null ? kept : withoutLinearizations(taken));
    }

    private SavedStep<S> withoutLinearizations(StagedStep<S> step) {
        return step instanceof MultistepStep<S> multistep
                ? new ReevaluatedStep<>(multistep, space, recomputation)
                : new RecomputedStep<>(step, space, recomputation);
    }

    @Override
    public void rejected(Step<S> step) {
        StagedStep<S> tried = Steps.requireStaged(step);
        if (Steps.isImplicit(step)) {
            evaluations.close();
        } else {
            evaluations.discard(tried);
        }
    }
}
