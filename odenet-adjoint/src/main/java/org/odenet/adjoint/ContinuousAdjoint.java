package org.odenet.adjoint;

import org.odenet.core.ode.DifferentiableOdeFunction;
import org.odenet.core.ode.DifferentiableSolution;
import org.odenet.core.ode.GradientMethod;
import org.odenet.core.ode.OdeSolution;
import org.odenet.core.ode.OdeSolver;
import org.odenet.core.ode.SolveOptions;
import org.odenet.core.ode.TimeSpan;
import org.odenet.core.state.VectorSpace;

/**
 * Gradients by the continuous adjoint (Chen et al. 2018): an ODE solved backward in time, whose memory does not grow with
 * the number of steps. At each observed time the state is reset to the one of the forward solve.
 */
public final class ContinuousAdjoint implements GradientMethod {

    private final OdeSolver solver;
    private final boolean fullNorm;

    ContinuousAdjoint() {
        this(null, false);
    }

    private ContinuousAdjoint(OdeSolver solver, boolean fullNorm) {
        this.solver = solver;
        this.fullNorm = fullNorm;
    }

    /**
     * Solves the adjoint with a solver of its own, such as one with tighter tolerances.
     *
     * @param adjointSolver the solver of the backward pass
     * @return a changed copy
     */
    public ContinuousAdjoint withSolver(OdeSolver adjointSolver) {
        return new ContinuousAdjoint(adjointSolver, fullNorm);
    }

    /**
     * Lets the parameters' part count in the error norm of the backward solve. It is left out by default (Kidger et al.
     * 2021), which takes fewer steps.
     *
     * @return a changed copy
     */
    public ContinuousAdjoint withFullNorm() {
        return new ContinuousAdjoint(solver, true);
    }

    @Override
    public String name() {
        return "adjoint";
    }

    @Override
    public <S> DifferentiableSolution<S> solve(
            OdeSolver forwardSolver, DifferentiableOdeFunction<S> function, S initialState, TimeSpan span) {
        OdeSolution<S> solution = forwardSolver.solve(function, initialState, span, SolveOptions.defaults());
        return new AdjointSolution<>(
                solution,
                function,
                VectorSpace.of(initialState),
                span.start(),
                solver == null ? forwardSolver : solver,
                fullNorm);
    }

    @Override
    public String toString() {
        return name() + (solver == null ? "" : " with " + solver) + (fullNorm ? ", full norm" : "");
    }
}
