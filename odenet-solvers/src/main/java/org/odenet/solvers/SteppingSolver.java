package org.odenet.solvers;

import org.odenet.core.ode.OdeFunction;
import org.odenet.core.ode.OdeSolution;
import org.odenet.core.ode.OdeSolver;
import org.odenet.core.ode.SolveOptions;
import org.odenet.core.ode.TimeSpan;
import org.odenet.core.state.VectorSpace;
import org.odenet.solvers.control.StepControl;
import org.odenet.solvers.step.Method;

/**
 * A method with a choice of steps.
 *
 * @see FixedStepSolver
 * @see AdaptiveSolver
 */
public abstract sealed class SteppingSolver implements OdeSolver permits FixedStepSolver, AdaptiveSolver {

    private final Method method;
    private final StepControl control;

    SteppingSolver(Method method, StepControl control) {
        this.method = method;
        this.control = control;
    }

    /**
     * The method.
     *
     * @return the method
     */
    public Method method() {
        return method;
    }

    @Override
    public String name() {
        return method.name();
    }

    @Override
    public <S> OdeSolution<S> solve(OdeFunction<S> function, S initialState, TimeSpan span, SolveOptions<S> options) {
        VectorSpace<S> space = options.space() != null ? options.space() : function.space(initialState);
        space.require(initialState, "the initial state");
        return new SolveLoop<>(method, control, function, space, span, options).run(initialState);
    }
}
