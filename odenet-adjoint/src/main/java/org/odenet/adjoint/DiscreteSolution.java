package org.odenet.adjoint;

import java.util.List;
import org.odenet.core.ode.DifferentiableDivision;
import org.odenet.core.ode.DifferentiableSolution;
import org.odenet.core.ode.OdeSolution;
import org.odenet.core.ode.SolverStatistics;
import org.odenet.core.state.VectorSpace;

/** A solution whose gradient is the exact reverse of its steps. */
final class DiscreteSolution<S> implements DifferentiableSolution<S> {

    private final OdeSolution<S> solution;
    private final VectorSpace<S> space;
    private final DifferentiableDivision<S> division;
    private final List<SavedStep<S>> steps;
    private final Runnable release;
    private boolean wentBack;
    private boolean closed;
    private SolverStatistics backward = SolverStatistics.NONE;

    /**
     * Takes a solution over.
     *
     * @param solution the solution
     * @param space the space of its states
     * @param division the division of the function, into the pieces that the steps' linearizations are of
     * @param steps its steps
     * @param release gives back the memory that the steps share
     */
    DiscreteSolution(
            OdeSolution<S> solution,
            VectorSpace<S> space,
            DifferentiableDivision<S> division,
            List<SavedStep<S>> steps,
            Runnable release) {
        this.solution = solution;
        this.space = space;
        this.division = division;
        this.steps = steps;
        this.release = release;
    }

    @Override
    public OdeSolution<S> solution() {
        return solution;
    }

    @Override
    public S backward(List<S> cotangents, S parameterGradient) {
        if (wentBack) {
            throw new IllegalStateException("the steps were given back by the first backward pass; solve again");
        }
        S cotangent = space.zeros();
        boolean matters = false;
        long evaluations = 0;
        DividedBackward<S> reverse = new DividedBackward<>(division, parameterGradient);
        try (Cotangents<S> observed = new Cotangents<>(solution, cotangents, space)) {
            double nextStart = steps.get(steps.size() - 1).held().end();
            for (int n = steps.size() - 1; n >= 0; n--) {
                wentBack = true;
                SavedStep<S> step = steps.get(n);
                matters |= observed.addAt(step.held().end(), nextStart, cotangent);
                nextStart = step.held().start();
                List<ObservedCotangent<S>> inside = observed.inside(step.held());
                reverse.step(step, cotangent, matters, inside);
                matters |= !inside.isEmpty();
                evaluations += step.evaluations();
                step.close();
            }
            backward = new SolverStatistics(evaluations, reverse.products(), 0, 0, 0, 0);
            return cotangent;
        } catch (RuntimeException e) {
            space.release(cotangent);
            throw e;
        } finally {
            reverse.close();
        }
    }

    @Override
    public SolverStatistics backwardStatistics() {
        return backward;
    }

    /** Gives back all memory. A second call does nothing. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        steps.forEach(SavedStep::close);
        release.run();
        solution.close();
        space.close();
    }
}
