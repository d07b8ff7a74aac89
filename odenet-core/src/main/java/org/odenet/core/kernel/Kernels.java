package org.odenet.core.kernel;

import java.util.List;
import java.util.function.IntConsumer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The tensor operations that layers and solvers are made of. Stateless: one instance may serve many threads.
 *
 * <p>Images are logically {@code [batch, channels, height, width]}; their memory order is the kernels' own, as {@link
 * #create} makes it. Every image passed in must be dense; one of another memory order is allowed and may be slower.
 * Outputs are overwritten, gradients of parameters are added to. An output may not be an input.
 */
public interface Kernels {

    /**
     * The name under which the kernels are logged and chosen.
     *
     * @return the name
     */
    String name();

    /**
     * Makes a tensor in the memory order that these kernels like best; its values are undefined.
     *
     * @param type FLOAT or DOUBLE
     * @param shape the logical shape
     * @return a new tensor
     */
    INDArray create(DataType type, long... shape);

    /**
     * Prepares a convolution.
     *
     * @param window the window
     * @param weight {@code [outChannels, inChannels, size, size]}, may be a view with gaps
     * @return the convolution with this weight as it is now, to be closed by the caller
     */
    Convolution convolution(Window2d window, INDArray weight);

    /**
     * Normalises over groups of channels (Wu and He 2018, "Group Normalization"), optionally followed by ReLU.
     *
     * @param x the input, {@code [batch, channels, height, width]}
     * @param groups the number of groups, a divisor of the channels
     * @param scale γ, {@code [channels]}
     * @param shift β, {@code [channels]}
     * @param epsilon added to the variance
     * @param relu whether ReLU follows
     * @param out the result, of x's shape
     * @param statistics overwritten with mean and reciprocal standard deviation, {@code [2, batch, groups]}
     */
    void groupNorm(
            INDArray x,
            int groups,
            INDArray scale,
            INDArray shift,
            double epsilon,
            boolean relu,
            INDArray out,
            INDArray statistics);

    /**
     * Computes the result of {@link #groupNorm} once more, from its statistics.
     *
     * @param x the input of the forward pass
     * @param groups the number of groups
     * @param scale γ, {@code [channels]}
     * @param shift β, {@code [channels]}
     * @param relu whether ReLU follows
     * @param statistics those of the forward pass
     * @param out overwritten with the same result, to the bit
     */
    void repeatGroupNorm(
            INDArray x, int groups, INDArray scale, INDArray shift, boolean relu, INDArray statistics, INDArray out);

    /**
     * The vector-Jacobian products of {@link #groupNorm}.
     *
     * @param x the input of the forward pass
     * @param groups the number of groups
     * @param scale γ, {@code [channels]}
     * @param shift β, {@code [channels]}
     * @param relu whether ReLU followed
     * @param statistics those of the forward pass
     * @param cotangent the output's cotangent
     * @param inputCotangent overwritten with the input's cotangent; in memory of its own
     * @param scaleGradient γ's gradient is added to it; null where it is not wanted
     * @param shiftGradient β's gradient is added to it; null where the other is
     */
    void groupNormBackward(
            INDArray x,
            int groups,
            INDArray scale,
            INDArray shift,
            boolean relu,
            INDArray statistics,
            INDArray cotangent,
            INDArray inputCotangent,
            INDArray scaleGradient,
            INDArray shiftGradient);

    /**
     * Sums the samples of a batch.
     *
     * @param x {@code [batch, channels, height, width]}
     * @param weights a weight for each sample, or null to weigh all by 1
     * @param sum overwritten with {@code [1, channels, height, width]}
     */
    void sumOverBatch(INDArray x, double[] weights, INDArray sum);

    /**
     * Sums each channel over all samples and pixels.
     *
     * @param x {@code [batch, channels, height, width]}
     * @param sums the sums are added to it, {@code [channels]}
     */
    void addChannelSums(INDArray x, INDArray sums);

    /**
     * Forms {@code out = base + sum of weights[i] * vectors[i]} over whole buffers. Vectors whose weight is zero are not
     * read.
     *
     * @param out the result, dense; may be {@code base}, must not be one of the vectors that are read
     * @param base the tensor to add to, of out's memory order, or null for zero
     * @param weights the weights, at least as many as there are vectors
     * @param vectors the vectors, of out's length and memory order
     */
    void combine(INDArray out, INDArray base, double[] weights, List<INDArray> vectors);

    /**
     * Forms {@code outs[k] = base + sum of weights[k][i] * vectors[i]}, as {@link #combine} does one of them.
     *
     * @param outs the results, dense; none may be the base or a vector
     * @param base the tensor to add to, of the outs' memory order, or null for zero
     * @param weights for each result at least as many weights as there are vectors
     * @param vectors the vectors, of the outs' length and memory order
     */
    default void combineAll(List<INDArray> outs, INDArray base, double[][] weights, List<INDArray> vectors) {
        for (int k = 0; k < outs.size(); k++) {
            combine(outs.get(k), base, weights[k], vectors);
        }
    }

    /**
     * The root mean square of {@code e / (absolute + relative * max(|first|, |second|))} with {@code e = sum of weights[i]
     * * vectors[i]}.
     *
     * @param weights the weights, at least as many as there are vectors
     * @param vectors the vectors, all of one memory order
     * @param first one tensor to scale by
     * @param second another tensor to scale by; may be the first
     * @param relative the relative tolerance
     * @param absolute the absolute tolerance
     * @return the norm; not finite where a component of the vectors, of first or of second is not
     */
    double errorNorm(
            double[] weights,
            List<INDArray> vectors,
            INDArray first,
            INDArray second,
            double relative,
            double absolute);

    /**
     * The inner product over whole buffers.
     *
     * @param a a tensor, dense
     * @param b a tensor of a's length and memory order
     * @return the sum of the products of their elements
     */
    default double dot(INDArray a, INDArray b) {
        return VectorOps.dot(a, b);
    }

    /**
     * Forms {@code out[outRows[i]] = base[rows[i]] + sum of weights[i][j] * vectors[j][rows[i]]} for some samples of
     * batches, where {@code x[i]} is the sample in row {@code i}. Vectors whose weight is zero are not read, and without
     * vectors samples are copied.
     *
     * @param count how many samples
     * @param out the result, dense, the samples one after another in memory; may be {@code base} where no
     *     sample that is written is read for another
     * @param outRows the rows to write, or null for the first ones
     * @param base the batch to add to, its samples as long and in the memory order of out's, or null for zero
     * @param rows the rows to read, or null for the first ones
     * @param weights for each sample at least as many weights as there are vectors; null where there are none
     * @param vectors the vectors, their samples as long and in the memory order of out's
     */
    void combineSamples(
            int count,
            INDArray out,
            int[] outRows,
            INDArray base,
            int[] rows,
            double[][] weights,
            List<INDArray> vectors);

    /**
     * The {@link #errorNorm} of each of a batch's first samples by itself.
     *
     * @param count how many samples
     * @param weights for each sample at least as many weights as there are vectors
     * @param vectors the vectors, the samples one after another in memory
     * @param first one batch to scale by, in the same memory order
     * @param second another batch to scale by; may be the first
     * @param relative the relative tolerance of each sample
     * @param absolute the absolute tolerance of each sample
     * @param norms overwritten with the norm of each sample; not finite where a component is not
     */
    void sampleErrorNorms(
            int count,
            double[][] weights,
            List<INDArray> vectors,
            INDArray first,
            INDArray second,
            double[] relative,
            double[] absolute,
            double[] norms);

    /**
     * In how many parts a batch is best shared out, each for a thread of its own: layers that treat each sample by itself
     * then run on a part from end to end, which saves waiting for other threads and keeps the part in a processor's own
     * cache.
     *
     * @param type FLOAT or DOUBLE
     * @param samples the size of the batch
     * @return the number of parts; 1 inside a part, and where the operations themselves use all threads
     */
    int parts(DataType type, long samples);

    /**
     * Runs a task for each part of a batch, at once where there are threads for it, and returns when all have ended.
     *
     * @param parts the number of parts
     * @param task is given 0 to {@code parts - 1}
     */
    void forEachPart(int parts, IntConsumer task);
}
