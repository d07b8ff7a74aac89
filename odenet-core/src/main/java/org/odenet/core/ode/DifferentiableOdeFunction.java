package org.odenet.core.ode;

import org.odenet.core.state.VectorSpace;

/**
 * An ODE function {@code f(t, y; θ)} that can be differentiated in reverse: it adds vector-Jacobian products.
 *
 * @param <S> the type of a state, and of the flat vector of parameters
 */
public interface DifferentiableOdeFunction<S> extends OdeFunction<S> {

    /**
     * Evaluates the derivative and keeps what its vector-Jacobian products need.
     *
     * @param t the time
     * @param y the state; the caller may change it afterwards
     * @param dydt the derivative, to be overwritten whole
     * @return the linearization of {@code f} at this point, to be closed by the caller
     */
    Linearization<S> linearize(double t, S y, S dydt);

    @Override
    default DifferentiableDivision<S> division(VectorSpace<S> space) {
        return DifferentiableDivision.whole(this, space);
    }
}
