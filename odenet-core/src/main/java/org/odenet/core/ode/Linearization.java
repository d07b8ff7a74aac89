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
     * Whether {@link #jvp} is there. Implicit methods use it instead of differences of the function.
     *
     * @return false by default
     */
    default boolean hasJvp() {
        return false;
    }

    /**
     * The Jacobian-vector product. May be called more than once.
     *
     * @param tangent the direction, not changed
     * @param derivativeTangent overwritten with {@code (∂f/∂y) tangent}
     * @throws UnsupportedOperationException unless {@link #hasJvp}
     */
    default void jvp(S tangent, S derivativeTangent) {
        throw new UnsupportedOperationException(getClass().getName()
                + " has no Jacobian-vector product; ask hasJvp first, and use differences of the function instead");
    }

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
