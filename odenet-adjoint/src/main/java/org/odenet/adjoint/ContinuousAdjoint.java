package org.odenet.adjoint;

import org.odenet.core.ode.DifferentiableOdeFunction;
import org.odenet.core.ode.DifferentiableSolution;
import org.odenet.core.ode.GradientMethod;
import org.odenet.core.ode.OdeSolution;
import org.odenet.core.ode.OdeSolver;
import org.odenet.core.ode.SolveOptions;
import org.odenet.core.ode.TimeSpan;
import org.odenet.solvers.sample.PerSampleSolver;

/**
 * Gradients by the continuous adjoint (Chen et al. 2018): an ODE solved backward in time, whose memory does not grow with
 * the number of steps. At each observed time the state is reset to the one of the forward solve.
 */
public final class ContinuousAdjoint implements GradientMethod {

    private final OdeSolver solver;
    private final boolean seminorm;

    ContinuousAdjoint() {
        this(null, false);
    }

    private ContinuousAdjoint(OdeSolver solver, boolean seminorm) {
        this.solver = solver;
        this.seminorm = seminorm;
    }

    /**
     * Solves the adjoint with a solver of its own, such as one with tighter tolerances.
     *
     * @param adjointSolver the solver of the backward pass
     * @return a changed copy
     */
    public ContinuousAdjoint withSolver(OdeSolver adjointSolver) {
        return new ContinuousAdjoint(adjointSolver, seminorm);
    }

    /**
     * Leaves the parameters' part out of the error norm of the backward solve (Kidger et al. 2021). It takes fewer steps,
     * and the parameters' gradient is then less exact than the tolerances say where the function has kinks, such as
     * ReLU's.
     *
     * @return a changed copy
     */
    public ContinuousAdjoint withSeminorm() {
        return new ContinuousAdjoint(solver, true);
    }

    /**
     * The solver of the backward pass.
     *
     * @return the solver, or null for that of the forward pass
     */
    public OdeSolver solver() {
        return solver;
    }

    /**
     * Whether the error norm leaves the parameters out.
     *
     * @return true after {@link #withSeminorm}
     */
    public boolean hasSeminorm() {
        return seminorm;
    }

    @Override
    public String name() {
        return "adjoint";
    }

    @Override
    public <S> DifferentiableSolution<S> solve(
            OdeSolver forwardSolver, DifferentiableOdeFunction<S> function, S initialState, TimeSpan span) {
        if (forwardSolver instanceof PerSampleSolver) {
            throw new UnsupportedOperationException(
                    "the continuous adjoint solves a batch as one state backward in time;"
                            + " use direct or checkpointed gradients where samples take steps of their own");
        }
        OdeSolution<S> solution = forwardSolver.solve(function, initialState, span, SolveOptions.defaults());
        return new AdjointSolution<>(
                solution,
                function,
                function.space(initialState),
                span,
                solver == null ? forwardSolver : solver,
                seminorm);
    }

    @Override
    public String toString() {
        return name() + (solver == null ? "" : " with " + solver) + (seminorm ? ", seminorm" : "");
    }
}
