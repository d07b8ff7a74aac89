package org.odenet.solvers;

import org.odenet.core.ode.OdeFunction;
import org.odenet.core.ode.OdeFunctionException;
import org.odenet.core.state.VectorSpace;

/** Counts the evaluations of one solve, and says where the function failed. */
final class CountingFunction<S> implements OdeFunction<S> {

    private final OdeFunction<S> function;
    private long evaluations;

    CountingFunction(OdeFunction<S> function) {
        this.function = function;
    }

    @Override
    public void evaluate(double t, S y, S dydt) {
        evaluations++;
        try {
            function.evaluate(t, y, dydt);
        } catch (RuntimeException e) {
            throw new OdeFunctionException(t, evaluations, e);
        }
    }

    @Override
    public VectorSpace<S> space(S prototype) {
        return function.space(prototype);
    }

    long evaluations() {
        return evaluations;
    }
}
