package org.odenet.adjoint;

import org.odenet.core.ode.DifferentiableOdeFunction;
import org.odenet.core.ode.DifferentiableSolution;
import org.odenet.core.ode.GradientMethod;
import org.odenet.core.ode.OdeSolver;
import org.odenet.core.ode.TimeSpan;

/** Exact gradients through a reversible method, which keep the last state only. */
final class ReversibleGradient implements GradientMethod {

    @Override
    public String name() {
        return "reversible";
    }

    @Override
    public <S> DifferentiableSolution<S> solve(
            OdeSolver solver, DifferentiableOdeFunction<S> function, S initialState, TimeSpan span) {
        return ReversibleSolve.solve(solver, function, initialState, span);
    }

    @Override
    public String toString() {
        return name();
    }
}
