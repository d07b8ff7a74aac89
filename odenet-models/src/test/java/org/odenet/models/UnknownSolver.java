package org.odenet.models;

import org.odenet.core.ode.OdeFunction;
import org.odenet.core.ode.OdeSolution;
import org.odenet.core.ode.OdeSolver;
import org.odenet.core.ode.SolveOptions;
import org.odenet.core.ode.TimeSpan;
import org.odenet.solvers.Solvers;

/** A solver from outside of this library. */
final class UnknownSolver implements OdeSolver {

    @Override
    public String name() {
        return "mine";
    }

    @Override
    public <S> OdeSolution<S> solve(OdeFunction<S> function, S initialState, TimeSpan span, SolveOptions<S> options) {
        return Solvers.euler().solve(function, initialState, span, options);
    }
}
