package org.odenet.adjoint;

import org.odenet.core.ode.DifferentiableOdeFunction;
import org.odenet.core.ode.DifferentiableSolution;
import org.odenet.core.ode.GradientMethod;
import org.odenet.core.ode.OdeSolver;
import org.odenet.core.ode.TimeSpan;

/** Exact gradients from the activations of every stage of every accepted step. */
final class DirectGradient implements GradientMethod {

    @Override
    public String name() {
        return "direct";
    }

    @Override
    public <S> DifferentiableSolution<S> solve(
            OdeSolver solver, DifferentiableOdeFunction<S> function, S initialState, TimeSpan span) {
        return SavedSolve.solve(solver, function, initialState, span, Long.MAX_VALUE);
    }

    @Override
    public String toString() {
        return name();
    }
}
