package org.odenet.solvers;

import org.odenet.core.ode.OdeFunction;
import org.odenet.core.ode.OdeSolution;
import org.odenet.core.ode.OdeSolver;
import org.odenet.core.ode.SolveOptions;
import org.odenet.core.ode.TimeSpan;
import org.odenet.core.state.VectorSpace;
import org.odenet.solvers.control.StepControl;
import org.odenet.solvers.tableau.ButcherTableau;

/**
 * A Runge–Kutta method with a choice of steps.
 *
 * @see FixedStepSolver
 * @see AdaptiveSolver
 */
abstract sealed class RungeKuttaSolver implements OdeSolver permits FixedStepSolver, AdaptiveSolver {

    private final ButcherTableau tableau;
    private final StepControl control;

    RungeKuttaSolver(ButcherTableau tableau, StepControl control) {
        this.tableau = tableau;
        this.control = control;
    }

    /**
     * The method.
     *
     * @return its tableau
     */
    public ButcherTableau tableau() {
        return tableau;
    }

    @Override
    public String name() {
        return tableau.name();
    }

    @Override
    public <S> OdeSolution<S> solve(OdeFunction<S> function, S initialState, TimeSpan span, SolveOptions<S> options) {
        VectorSpace<S> space = options.space() != null ? options.space() : function.space(initialState);
        space.require(initialState, "the initial state");
        return new SolveLoop<>(tableau, control, function, space, span, options).run(initialState);
    }
}
