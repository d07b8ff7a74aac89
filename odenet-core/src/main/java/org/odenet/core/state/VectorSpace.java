package org.odenet.core.state;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.odenet.core.kernel.ArrayPool;

/**
 * The vector space in which a solve takes place: all that a solver may do with a state.
 *
 * <p>An instance belongs to one solve. It may hold scratch memory, so it is not for concurrent use.
 *
 * @param <S> the type of a state
 */
public interface VectorSpace<S> extends AutoCloseable {

    /**
     * The space of states like a given one.
     *
     * @param prototype an {@link INDArray} of a floating type or a {@code double[]}
     * @param <S> the type of a state
     * @return the space of states with the prototype's type and shape
     * @throws IllegalArgumentException if the prototype is of another type; such a state needs a space of its own
     */
    @SuppressWarnings("unchecked")
    static <S> VectorSpace<S> of(S prototype) {
        if (prototype instanceof double[] array) {
            return (VectorSpace<S>) new ArraySpace(array.length);
        }
        if (prototype instanceof INDArray tensor) {
            return (VectorSpace<S>) new TensorSpace(tensor);
        }
        throw new IllegalArgumentException("no vector space is known for "
                + (prototype == null ? "null" : prototype.getClass().getName())
                + "; use an INDArray or a double[], or pass a VectorSpace in the solve options");
    }

    /**
     * The space of tensors like a given one, with memory from a pool.
     *
     * @param prototype a tensor of a floating type
     * @param pool where states come from and go to; they have the memory order of its kernels
     * @return the space of states with the prototype's type and shape
     */
    static VectorSpace<INDArray> pooled(INDArray prototype, ArrayPool pool) {
        return new TensorSpace(prototype, pool);
    }

    /**
     * The number of components of a state.
     *
     * @return the dimension of the space
     */
    long dimension();

    /**
     * Makes a state, to be overwritten: its values are undefined, as clearing them would be a pass over memory for nothing.
     *
     * @return a new state, to be given to {@link #release} when it is no longer needed
     */
    S create();

    /**
     * Makes a state of zeros.
     *
     * @return a new state, to be given to {@link #release} when it is no longer needed
     */
    default S zeros() {
        S zeros = create();
        clear(zeros);
        return zeros;
    }

    /**
     * Sets a state to zeros.
     *
     * @param state the state
     */
    default void clear(S state) {
        combine(state, null, new double[0], List.of());
    }

    /**
     * Copies a state.
     *
     * @param from the source
     * @param to the target, overwritten
     */
    void copy(S from, S to);

    /**
     * Makes a copy of a state.
     *
     * @param state the state to copy
     * @return a new state with the same values
     */
    default S copyOf(S state) {
        S copy = create();
        copy(state, copy);
        return copy;
    }

    /**
     * Makes a state and fills it.
     *
     * @param fill writes all of the state; where it throws, the state is given back
     * @return a new state, to be given to {@link #release} when it is no longer needed
     */
    default S filled(Consumer<S> fill) {
        S state = create();
        try {
            fill.accept(state);
            return state;
        } catch (RuntimeException e) {
            release(state);
            throw e;
        }
    }

    /**
     * Forms {@code out = base + sum of weights[i] * vectors[i]}. Vectors whose weight is zero are not read.
     *
     * @param out the result; may be {@code base}, must not be one of the vectors that are read
     * @param base the state to add to, or null for zero
     * @param weights the weights, at least as many as there are vectors
     * @param vectors the vectors
     */
    void combine(S out, S base, double[] weights, List<S> vectors);

    /**
     * Forms {@code outs[k] = base + sum of weights[k][i] * vectors[i]}, as {@link #combine} does one of them. A space may
     * read the vectors once for all.
     *
     * @param outs the results; none may be the base or a vector
     * @param base the state to add to, or null for zero
     * @param weights for each result at least as many weights as there are vectors
     * @param vectors the vectors
     */
    default void combineAll(List<S> outs, S base, double[][] weights, List<S> vectors) {
        for (int k = 0; k < outs.size(); k++) {
            combine(outs.get(k), base, weights[k], vectors);
        }
    }

    /**
     * The scaled size of an error: the root mean square over all components of
     * {@code e / (absolute + relative * max(|first|, |second|))} with {@code e = sum of weights[i] * vectors[i]}.
     *
     * @param weights the weights, at least as many as there are vectors
     * @param vectors the vectors
     * @param first one state to scale by
     * @param second another state to scale by; may be the first
     * @param tolerances the tolerances
     * @return the norm; not finite where a component of the error or of one of the two states is not, though an infinite
     *     state alone would scale its error to nothing: a finite norm is a solver's only proof of a finite step
     */
    double errorNorm(double[] weights, List<S> vectors, S first, S second, Tolerances tolerances);

    /**
     * The norms of which {@link #errorNorm} is the largest, where a state has parts whose errors are measured apart.
     *
     * @param weights the weights, at least as many as there are vectors
     * @param vectors the vectors
     * @param first one state to scale by
     * @param second another state to scale by; may be the first
     * @param tolerances the tolerances
     * @return a norm for each part; that of the whole by default
     */
    default double[] errorNorms(double[] weights, List<S> vectors, S first, S second, Tolerances tolerances) {
        return new double[] {errorNorm(weights, vectors, first, second, tolerances)};
    }

    /**
     * The dimensions of the parts that {@link #errorNorms} measures.
     *
     * @return a dimension for each part; that of the whole by default
     */
    default long[] dimensions() {
        return new long[] {dimension()};
    }

    /**
     * The inner product of two states, which implicit methods need.
     *
     * @param a a state
     * @param b another state; may be the same
     * @return the sum over all components of {@code a * b}
     * @throws UnsupportedOperationException if this space has none
     */
    default double dot(S a, S b) {
        throw new UnsupportedOperationException(
                getClass().getName() + " has no inner product; implement dot, or use an explicit method");
    }

    /**
     * The relative precision of a component: the distance from 1 to the next larger number.
     *
     * @return the precision, that of {@code double} by default
     */
    default double precision() {
        return Math.ulp(1.0);
    }

    /**
     * This space with tolerances of its own for each component, which its {@link #errorNorm} uses in place of those that
     * are passed.
     *
     * @param relative the relative tolerances
     * @param absolute the absolute tolerances
     * @return a view of this space, which shares its memory
     * @throws IllegalArgumentException if a tolerance is not a positive finite number
     * @throws UnsupportedOperationException if the space cannot tell its components apart
     */
    default VectorSpace<S> withTolerances(S relative, S absolute) {
        throw new UnsupportedOperationException("the space " + getClass().getSimpleName()
                + " has no tolerances for single components; use those of the solver for all");
    }

    /**
     * This space without tolerances of components, for norms that are not of errors.
     *
     * @return the space that {@link #withTolerances} was called on; this one where it has none
     */
    default VectorSpace<S> withoutTolerances() {
        return this;
    }

    /**
     * The space of pieces of this one's states, such as some samples of a batch: with the same algebra, and with norms
     * that are those of the pieces' components.
     *
     * @param piece a piece of a state, which shares its memory
     * @return the space of such pieces, for use by one thread, closed with this one; empty if states of this space cannot
     *     be worked on piece by piece
     */
    default Optional<VectorSpace<S>> ofPiece(S piece) {
        return Optional.empty();
    }

    /**
     * Whether all components are finite.
     *
     * @param state the state to look at
     * @return false if there is an infinity or a NaN
     */
    boolean isFinite(S state);

    /**
     * Checks that a state lies in this space.
     *
     * @param state the state to check
     * @param what what the state is, for the message
     * @throws IllegalArgumentException if its type or shape differs, with both
     */
    void require(S state, String what);

    /**
     * Gives back the memory of a state that {@link #create}, {@link #zeros} or {@link #copyOf} made.
     *
     * @param state the state, not to be used any more; null is ignored
     */
    void release(S state);

    /** Gives back the scratch memory, at the end of the solve. A solution still makes, fills and releases states after it. */
    @Override
    void close();
}
