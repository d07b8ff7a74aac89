package org.odenet.core.kernel;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The tensor operations that layers are made of. Stateless: one instance may serve many threads.
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
     * The vector-Jacobian products of {@link #groupNorm}.
     *
     * @param x the input of the forward pass
     * @param groups the number of groups
     * @param scale γ, {@code [channels]}
     * @param shift β, {@code [channels]}
     * @param relu whether ReLU followed
     * @param statistics those of the forward pass
     * @param cotangent the output's cotangent
     * @param inputCotangent overwritten with the input's cotangent
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
     * @param sum overwritten with {@code [1, channels, height, width]}
     */
    void sumOverBatch(INDArray x, INDArray sum);
}
