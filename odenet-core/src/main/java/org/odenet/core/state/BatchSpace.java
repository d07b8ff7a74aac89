package org.odenet.core.state;

import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.odenet.core.kernel.ArrayPool;

/**
 * The space of batches of samples, in which each sample is a state of its own: all that a solver may do with batches
 * whose samples take steps of their own. A batch here has room for a fixed number of samples, its rows; most operations
 * concern some of them.
 *
 * <p>An instance belongs to one solve. It may hold scratch memory, so it is not for concurrent use.
 *
 * @param <S> the type of a batch: an {@link INDArray} or a {@code double[]}
 */
public interface BatchSpace<S> extends AutoCloseable {

    /**
     * The space of batches like a given one.
     *
     * @param prototype a tensor {@code [samples, …]} of a floating type, or a {@code double[]} with the components of one
     *     sample after those of another
     * @param samples the number of samples
     * @param <S> the type of a batch
     * @return the space of batches with the prototype's type and shape
     * @throws IllegalArgumentException if the prototype is of another type, or not of so many samples
     */
    @SuppressWarnings("unchecked")
    static <S> BatchSpace<S> of(S prototype, int samples) {
        if (prototype instanceof double[] array) {
            return (BatchSpace<S>) new ArrayBatchSpace(array.length, samples);
        }
        if (prototype instanceof INDArray tensor) {
            return (BatchSpace<S>) TensorBatchSpace.of(tensor, samples);
        }
        throw new IllegalArgumentException("no space of batches is known for "
                + (prototype == null ? "null" : prototype.getClass().getName()) + "; use an INDArray or a double[]");
    }

    /**
     * The space of batches like a given tensor, with memory from a pool.
     *
     * @param prototype a tensor {@code [samples, …]} of a floating type
     * @param pool where batches come from and go to; they have the memory order of its kernels
     * @return the space of batches with the prototype's type and shape
     */
    static BatchSpace<INDArray> pooled(INDArray prototype, ArrayPool pool) {
        return TensorBatchSpace.pooled(prototype, pool);
    }

    /**
     * How many samples a batch has room for.
     *
     * @return the number of rows
     */
    int samples();

    /**
     * The number of components of a sample.
     *
     * @return the dimension of a sample's own space
     */
    long dimension();

    /**
     * Makes a batch, to be overwritten: its values are undefined.
     *
     * @return a new batch, to be given to {@link #release} when it is no longer needed
     */
    S create();

    /**
     * The first rows of a batch as a function takes them.
     *
     * @param batch a batch from {@link #create}
     * @param count the number of rows
     * @return a view that shares the batch's memory, or the batch itself; not to be released
     */
    S first(S batch, int count);

    /**
     * Takes up a step of the samples in the first rows, for {@link #combine} and {@link #errorNorms}.
     *
     * @param count the number of rows
     * @param sizes the size of each one's step, at least {@code count} entries; shared, to be left as it is
     */
    void begin(int count, double[] sizes);

    /**
     * Forms {@code out_i = base_i + sum of size_i * weights[j] * vectors[j]_i} for the samples of the step in progress.
     * Vectors whose weight is zero are not read.
     *
     * @param out the result; may be {@code base}, must not be one of the vectors that are read
     * @param base the batch to add to, or null for zero
     * @param weights the weights, at least as many as there are vectors
     * @param vectors the vectors
     */
    void combine(S out, S base, double[] weights, List<S> vectors);

    /**
     * The scaled size of each sample's error in the step in progress, as {@link VectorSpace#errorNorm} has it, of {@code
     * e_i = sum of size_i * weights[j] * vectors[j]_i}.
     *
     * @param weights the weights, at least as many as there are vectors
     * @param vectors the vectors
     * @param first one batch to scale by
     * @param second another batch to scale by; may be the first
     * @param relative the relative tolerance of each row, or a single one for all
     * @param absolute the absolute tolerance of each row, or a single one for all
     * @param norms overwritten with the norm of each row; not finite where a component is not
     */
    void errorNorms(
            double[] weights, List<S> vectors, S first, S second, double[] relative, double[] absolute, double[] norms);

    /**
     * Forms {@code out[outRows[i]] = base[rows[i]] + sum of weights[i][j] * vectors[j][rows[i]]} for some rows. Vectors whose
     * weight is zero are not read.
     *
     * @param count the number of rows
     * @param out the result; may be {@code base} where no row that is written is read for another
     * @param outRows the rows to write, or null for the first ones
     * @param base the batch to add to, or null for zero
     * @param rows the rows to read, or null for the first ones
     * @param weights for each row at least as many weights as there are vectors; null where there are none
     * @param vectors the vectors
     */
    void combineRows(int count, S out, int[] outRows, S base, int[] rows, double[][] weights, List<S> vectors);

    /**
     * Copies some rows.
     *
     * @param count the number of rows
     * @param from the source
     * @param rows the rows to read, or null for the first ones
     * @param to the target; may be the source where no row that is written is read for another
     * @param toRows the rows to write, or null for the first ones
     */
    default void copyRows(int count, S from, int[] rows, S to, int[] toRows) {
        combineRows(count, to, toRows, from, rows, null, List.of());
    }

    /**
     * Copies a whole batch that may come from elsewhere, in another memory order.
     *
     * @param from the source
     * @param to a batch of this space
     */
    void copy(S from, S to);

    /**
     * Whether all components of a sample are finite.
     *
     * @param batch the batch
     * @param row the sample's row
     * @return false if there is an infinity or a NaN
     */
    boolean isFinite(S batch, int row);

    /**
     * The space of single samples, whose states are batches with one row.
     *
     * @return a new space, to be closed by the caller
     */
    VectorSpace<S> ofOne();

    /**
     * Checks that a batch lies in this space.
     *
     * @param batch the batch to check
     * @param what what it is, for the message
     * @throws IllegalArgumentException if its type or shape differs, with both
     */
    void require(S batch, String what);

    /**
     * Gives back the memory of a batch that {@link #create} made.
     *
     * @param batch the batch, not to be used any more; null is ignored
     */
    void release(S batch);

    /** Gives back the scratch memory, at the end of the solve. A solution still makes, fills and releases batches after it. */
    @Override
    void close();
}
