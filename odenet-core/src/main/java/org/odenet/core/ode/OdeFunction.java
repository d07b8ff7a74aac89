package org.odenet.core.ode;

import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.odenet.core.state.VectorSpace;

/**
 * The right-hand side of an ordinary differential equation, {@code dy/dt = f(t, y)}.
 *
 * <p>It writes into a given state, so that a solve allocates nothing per evaluation. Where that is not needed, {@link
 * #ofTensors} and {@link #ofArrays} take a function that returns its value.
 *
 * @param <S> the type of a state: an {@link INDArray} or a {@code double[]}
 */
@FunctionalInterface
public interface OdeFunction<S> {

    /**
     * Evaluates the derivative.
     *
     * @param t the time
     * @param y the state, not to be changed
     * @param dydt the derivative, to be overwritten whole
     */
    void evaluate(double t, S y, S dydt);

    /**
     * Evaluates the derivative where those of quadratures are of no use: components on which no derivative depends, such as
     * the parameters' gradient in the continuous adjoint. A solver asks so for a stage that has no weight in its step's
     * result.
     *
     * @param t the time
     * @param y the state, not to be changed
     * @param dydt the derivative, to be overwritten whole; those of quadratures may be set to 0
     */
    default void evaluateWithoutQuadratures(double t, S y, S dydt) {
        evaluate(t, y, dydt);
    }

    /**
     * The space that states of this function live in. A function may offer one with memory of its own, such as a pool.
     *
     * @param prototype a state
     * @return a new space of states like the given one; the solve that asks for it closes it
     * @throws IllegalArgumentException if such a state has no space
     */
    default VectorSpace<S> space(S prototype) {
        return VectorSpace.of(prototype);
    }

    /**
     * How this function is cut into pieces that a solver may evaluate apart.
     *
     * @param space the space of the states; a function that divides its states also needs the spaces of their pieces,
     *     {@link VectorSpace#ofPiece}
     * @return a division for one solve; that into the whole alone by default
     */
    default Division<S> division(VectorSpace<S> space) {
        return Division.whole(this, space);
    }

    /**
     * A function that returns its value instead of writing it.
     *
     * @param <S> the type of a state
     */
    @FunctionalInterface
    interface Returning<S> {

        /**
         * Evaluates the derivative.
         *
         * @param t the time
         * @param y the state, not to be changed
         * @return the derivative, a state of its own
         */
        S evaluate(double t, S y);
    }

    /**
     * An ODE function from one that returns a tensor.
     *
     * @param function the function; what it returns is copied and then closed
     * @return the ODE function; it throws {@link IllegalArgumentException} where a result has not the state's shape
     */
    static OdeFunction<INDArray> ofTensors(Returning<INDArray> function) {
        return (t, y, dydt) -> {
            INDArray result = function.evaluate(t, y);
            if (result == null) {
                throw new IllegalArgumentException("the function returned null; it must return the derivative");
            }
            try {
                if (!Arrays.equals(result.shape(), y.shape())) {
                    throw new IllegalArgumentException("the function returned shape "
                            + Arrays.toString(result.shape()) + " for a state of shape "
                            + Arrays.toString(y.shape()) + "; the derivative must have the state's shape");
                }
                dydt.assign(result);
            } finally {
                boolean ofState = result == y || result.data().sameUnderlyingData(y.data());
                if (!ofState && result.closeable()) {
                    result.close();
                }
            }
        };
    }

    /**
     * An ODE function from one that returns an array.
     *
     * @param function the function
     * @return the ODE function; it throws {@link IllegalArgumentException} where a result has not the state's length
     */
    static OdeFunction<double[]> ofArrays(Returning<double[]> function) {
        return (t, y, dydt) -> {
            double[] result = function.evaluate(t, y);
            if (result == null || result.length != y.length) {
                throw new IllegalArgumentException("the function returned "
                        + (result == null ? "null" : result.length + " components") + " for a state of " + y.length
                        + "; the derivative must have as many");
            }
            System.arraycopy(result, 0, dydt, 0, y.length);
        };
    }
}
