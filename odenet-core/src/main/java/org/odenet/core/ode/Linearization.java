package org.odenet.core.ode;

/**
 * An ODE function linearized at one point: its vector-Jacobian products there.
 *
 * @param <S> the type of a state, and of the flat vector of parameters
 */
public interface Linearization<S> extends AutoCloseable {

    /**
     * The vector-Jacobian product. May be called more than once.
     *
     * @param cotangent the cotangent of the derivative, not changed
     * @param stateCotangent overwritten with {@code (∂f/∂y)ᵀ cotangent}
     * @param parameterGradient {@code (∂f/∂θ)ᵀ cotangent} is added to it; null where it is not wanted
     */
    void vjp(S cotangent, S stateCotangent, S parameterGradient);

    /**
     * The memory that it holds until it is closed. Gradient methods with a budget count it.
     *
     * @return the size in bytes, 0 if it is unknown or none
     */
    default long bytes() {
        return 0;
    }

    /** Gives back the activations. */
    @Override
    void close();
}
