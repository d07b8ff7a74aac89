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

    /**
     * Evaluates the derivative and its vector-Jacobian product at one point. It is what {@link #linearize} and {@link
     * Linearization#vjp} give, but a function may save itself the memory and the time to keep things between the two.
     *
     * @param t the time
     * @param y the state, not to be changed
     * @param dydt the derivative, to be overwritten whole
     * @param cotangent the cotangent of the derivative, not changed
     * @param stateCotangent overwritten with {@code (∂f/∂y)ᵀ cotangent}
     * @param parameterGradient {@code (∂f/∂θ)ᵀ cotangent} is added to it; null where it is not wanted
     */
    default void evaluateWithVjp(double t, S y, S dydt, S cotangent, S stateCotangent, S parameterGradient) {
        try (Linearization<S> linearization = linearize(t, y, dydt)) {
            linearization.vjp(cotangent, stateCotangent, parameterGradient);
        }
    }

    @Override
    default DifferentiableDivision<S> division(VectorSpace<S> space) {
        return DifferentiableDivision.whole(this, space);
    }
}
