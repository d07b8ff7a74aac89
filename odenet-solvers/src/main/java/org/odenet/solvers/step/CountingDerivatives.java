package org.odenet.solvers.step;

import org.odenet.core.ode.DifferentiableOdeFunction;
import org.odenet.core.ode.Linearization;
import org.odenet.core.state.VectorSpace;

/** A counted function with its derivatives, whose products are counted too. */
record CountingDerivatives<S>(CountingFunction<S> counter, DifferentiableOdeFunction<S> function)
        implements DifferentiableOdeFunction<S> {

    @Override
    public void evaluate(double t, S y, S dydt) {
        counter.evaluate(t, y, dydt);
    }

    @Override
    public VectorSpace<S> space(S prototype) {
        return function.space(prototype);
    }

    @Override
    public Linearization<S> linearize(double t, S y, S dydt) {
        Linearization<S> linearization = counter.linearize(function, t, y, dydt);
        return new Linearization<>() {
            @Override
            public void vjp(S cotangent, S stateCotangent, S parameterGradient) {
                counter.countProduct();
                linearization.vjp(cotangent, stateCotangent, parameterGradient);
            }

            @Override
            public boolean hasJvp() {
                return linearization.hasJvp();
            }

            @Override
            public void jvp(S tangent, S derivativeTangent) {
                counter.countProduct();
                linearization.jvp(tangent, derivativeTangent);
            }

            @Override
            public long bytes() {
                return linearization.bytes();
            }

            @Override
            public void close() {
                linearization.close();
            }
        };
    }
}
