package org.odenet.adjoint;

import java.util.List;
import org.odenet.core.ode.DifferentiableOdeFunction;
import org.odenet.core.ode.DifferentiableSolution;
import org.odenet.core.ode.OdeException;
import org.odenet.core.ode.OdeSolution;
import org.odenet.core.ode.OdeSolver;
import org.odenet.core.ode.SolveOptions;
import org.odenet.core.ode.SolverStatistics;
import org.odenet.core.ode.TimeSpan;
import org.odenet.core.state.VectorSpace;

/** A solution whose gradient is an ODE solved backward in time. */
final class AdjointSolution<S> implements DifferentiableSolution<S> {

    private static final double[] ONE = {1};

    private final OdeSolution<S> solution;
    private final DifferentiableOdeFunction<S> function;
    private final VectorSpace<S> states;
    private final double start;
    private final OdeSolver solver;
    private final boolean fullNorm;
    private SolverStatistics backward = SolverStatistics.NONE;

    AdjointSolution(
            OdeSolution<S> solution,
            DifferentiableOdeFunction<S> function,
            VectorSpace<S> states,
            double start,
            OdeSolver solver,
            boolean fullNorm) {
        this.solution = solution;
        this.function = function;
        this.states = states;
        this.start = start;
        this.solver = solver;
        this.fullNorm = fullNorm;
    }

    @Override
    public OdeSolution<S> solution() {
        return solution;
    }

    @Override
    public S backward(List<S> cotangents, S parameterGradient) {
        VectorSpace<S> gradients = parameterGradient == null ? null : VectorSpace.of(parameterGradient);
        AdjointSpace<S> space = new AdjointSpace<>(states, gradients, fullNorm);
        AdjointState<S> state = space.create();
        backward = SolverStatistics.NONE;
        try (AdjointFunction<S> adjoint = new AdjointFunction<>(function, states, gradients);
                Cotangents<S> observed = new Cotangents<>(solution, cotangents, states)) {
            double[] times = solution.times();
            for (int i = times.length - 1; i >= 0; i--) {
                states.copy(solution.states().get(i), state.y());
                observed.addAt(times[i], state.cotangent());
                solve(adjoint, space, state, TimeSpan.of(times[i], i == 0 ? start : times[i - 1]));
            }
            if (gradients != null) {
                gradients.combine(parameterGradient, parameterGradient, ONE, List.of(state.gradient()));
            }
            return states.copyOf(state.cotangent());
        } finally {
            space.release(state);
            if (gradients != null) {
                gradients.close();
            }
        }
    }

    /** Solves over one interval between observed times; the state is replaced by the result. */
    private void solve(AdjointFunction<S> adjoint, AdjointSpace<S> space, AdjointState<S> state, TimeSpan interval) {
        SolveOptions<AdjointState<S>> options =
                SolveOptions.<AdjointState<S>>defaults().withSpace(space);
        try (OdeSolution<AdjointState<S>> back = solver.solve(adjoint, state, interval, options)) {
            space.copy(back.finalState(), state);
            SolverStatistics cost = back.statistics();
            backward = backward.plus(new SolverStatistics(
                    cost.functionEvaluations(),
                    cost.functionEvaluations(),
                    cost.acceptedSteps(),
                    cost.rejectedSteps(),
                    cost.smallestStep(),
                    cost.largestStep()));
        } catch (OdeException e) {
            OdeException inBackward = new OdeException(
                    "in the backward solve of the continuous adjoint, " + e.getMessage(), e.partialSolution());
            inBackward.initCause(e);
            throw inBackward;
        }
    }

    @Override
    public SolverStatistics backwardStatistics() {
        return backward;
    }

    @Override
    public void close() {
        solution.close();
        states.close();
    }
}
