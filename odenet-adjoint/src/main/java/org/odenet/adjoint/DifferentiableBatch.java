package org.odenet.adjoint;

import java.util.ArrayList;
import java.util.List;
import org.odenet.core.ode.DifferentiableBatchFunction;
import org.odenet.core.ode.OdeSolution;
import org.odenet.core.ode.SolveOptions;
import org.odenet.core.ode.SolverStatistics;
import org.odenet.core.ode.TimeSpan;
import org.odenet.core.state.BatchSpace;
import org.odenet.core.state.VectorSpace;
import org.odenet.solvers.sample.BatchSolution;
import org.odenet.solvers.sample.PerSampleSolver;

/**
 * The solution of a batch whose samples took steps of their own, with its exact gradient: the reverse of each sample's
 * accepted steps. It keeps the states at the start of the steps, and computes the stages again in the backward pass.
 *
 * @param <S> the type of a batch, and of the flat vector of parameters
 */
public final class DifferentiableBatch<S> implements AutoCloseable {

    private final PerSampleSolver solver;
    private final DifferentiableBatchFunction<S> function;
    private final BatchSpace<S> space;
    private final RowStore<S> states;
    private final List<SavedBatchStep> steps = new ArrayList<>();
    private final List<Long> places = new ArrayList<>();
    private BatchSolution<S> solution;
    private SolverStatistics backward = SolverStatistics.NONE;
    private boolean taken;
    private boolean closed;

    private DifferentiableBatch(PerSampleSolver solver, DifferentiableBatchFunction<S> function, BatchSpace<S> space) {
        this.solver = solver;
        this.function = function;
        this.space = space;
        this.states = new RowStore<>(space);
    }

    /**
     * Solves a batch and keeps what its gradient needs.
     *
     * @param solver the solver
     * @param function the right-hand side
     * @param initialStates the states at the start, not changed
     * @param samples how many samples they are
     * @param spans the interval and the observed times of each sample, or one for all
     * @param <S> the type of a batch
     * @return the solution with its gradient, to be closed by the caller
     */
    public static <S> DifferentiableBatch<S> solve(
            PerSampleSolver solver,
            DifferentiableBatchFunction<S> function,
            S initialStates,
            int samples,
            List<TimeSpan> spans) {
        BatchSpace<S> space = function.batchSpace(initialStates, samples);
        DifferentiableBatch<S> result = new DifferentiableBatch<>(solver, function, space);
        try {
            result.solve(initialStates, samples, spans);
            return result;
        } catch (RuntimeException e) {
            result.close();
            throw e;
        }
    }

    private void solve(S initialStates, int samples, List<TimeSpan> spans) {
        solution = solver.solve(function, initialStates, samples, spans, SolveOptions.defaults(), step -> {
            SavedBatchStep saved = SavedBatchStep.of(step);
            places.add(states.append(saved.count(), step.initialStates(), saved.rows()));
            steps.add(saved);
        });
    }

    /**
     * The solution. A sample that failed has its outcome there, and its gradient is that of the state it reached.
     *
     * @return the solution; it lives as long as this object
     */
    public BatchSolution<S> solution() {
        return solution;
    }

    /** The solution with the batch as a single state, to be closed by the caller. */
    OdeSolution<S> takeSolution(VectorSpace<S> whole) {
        taken = true;
        return solution.asOne(whole);
    }

    /**
     * Goes back through the solve.
     *
     * @param cotangents the cotangents of {@link BatchSolution#states}, in their order; an entry may be null for zero
     * @param parameterGradient the gradient of the function's parameters is added to it; null where it is not wanted
     * @return the cotangents of the initial states, a new batch
     * @throws IllegalArgumentException if there are not as many cotangents as observed states
     */
    public S backward(List<S> cotangents, S parameterGradient) {
        S sum = space.create();
        space.combineRows(space.samples(), sum, null, null, null, null, List.of());
        try (BatchCotangents<S> given = new BatchCotangents<>(space, solution, cotangents);
                BatchStepReverse<S> reverse =
                        new BatchStepReverse<>(solver.tableau(), function, space, parameterGradient)) {
            given.start(sum);
            for (int n = steps.size() - 1; n >= 0; n--) {
                SavedBatchStep step = steps.get(n);
                if (step.count() > 0) {
                    List<BatchCotangents.Inside<S>> inside = given.take(step, sum);
                    states.read(places.get(n), step.count(), reverse.initialStates());
                    reverse.step(step, sum, inside);
                }
            }
            backward = new SolverStatistics(reverse.evaluations(), reverse.products(), 0, 0, 0, 0);
            return sum;
        } catch (RuntimeException e) {
            space.release(sum);
            throw e;
        }
    }

    /**
     * What the backward pass cost: calls of the function and of its linearizations on a batch.
     *
     * @return the statistics; all zero before {@link #backward}
     */
    public SolverStatistics backwardStatistics() {
        return backward;
    }

    /** Gives back all memory, the solution's as well. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            states.close();
            if (solution != null && !taken) {
                solution.close();
            }
            space.close();
        }
    }
}
