package org.odenet.core.nn;

import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.odenet.core.kernel.Nhwc;

/**
 * Batch normalization (Ioffe and Szegedy 2015) of {@code [batch, channels, height, width]}: {@code y = γ (x - mean) /
 * sqrt(variance + ε) + β}, with mean and variance of a channel over the batch and all pixels. The batch's own statistics
 * serve always, in inference too; there are no running ones.
 *
 * <p>Parameters: {@code weight} γ {@code [channels]}, at first ones, and {@code bias} β {@code [channels]}, at first
 * zeros.
 */
public final class BatchNorm implements Layer {

    private final int channels;
    private final double epsilon;
    private final ParameterSpec weight;
    private final ParameterSpec bias;

    /**
     * Makes the layer with ε = 1e-5.
     *
     * @param channels the input's channels
     * @throws IllegalArgumentException if the number is not positive
     */
    public BatchNorm(int channels) {
        this(channels, GroupNorm.DEFAULT_EPSILON);
    }

    /**
     * Makes the layer.
     *
     * @param channels the input's channels
     * @param epsilon added to the variance, positive
     * @throws IllegalArgumentException if a value is not positive
     */
    public BatchNorm(int channels, double epsilon) {
        if (channels <= 0 || !(epsilon > 0)) {
            throw new IllegalArgumentException("batch normalization of " + channels + " channels with epsilon "
                    + epsilon + "; both must be positive");
        }
        this.channels = channels;
        this.epsilon = epsilon;
        this.weight = new ParameterSpec("weight", Initializer.ONES, channels);
        this.bias = new ParameterSpec("bias", Initializer.ZEROS, channels);
    }

    @Override
    public ForwardPass forward(INDArray x, LayerContext context) {
        INDArray out = context.allocate(Inputs.check(this, x, context));
        INDArray statistics = context.allocate(2, 1, channels);
        INDArray scale = context.parameters().get(weight);
        INDArray shift = context.parameters().get(bias);
        try (Nhwc from = Nhwc.read(x);
                Nhwc to = Nhwc.write(out)) {
            context.kernels().groupNorm(asOne(from), channels, scale, shift, epsilon, false, asOne(to), statistics);
        }
        ForwardPass.Backward backward = (cotangent, gradient, result) -> {
            try (Nhwc from = Nhwc.read(x);
                    Nhwc back = Nhwc.read(cotangent);
                    Nhwc to = Nhwc.write(result)) {
                context.kernels()
                        .groupNormBackward(
                                asOne(from),
                                channels,
                                scale,
                                shift,
                                false,
                                statistics,
                                asOne(back),
                                asOne(to),
                                gradient == null ? null : gradient.get(weight),
                                gradient == null ? null : gradient.get(bias));
            }
        };
        return ForwardPass.of(context, x, out, backward, statistics);
    }

    /**
     * The batch as one image, its samples one below the other: normalizing each channel of that image by itself is
     * normalizing over the batch.
     */
    private static INDArray asOne(Nhwc images) {
        INDArray array = images.array();
        return array.reshape('c', 1, array.size(0) * array.size(1), array.size(2), array.size(3))
                .permute(0, 3, 1, 2);
    }

    /** The statistics are the batch's. */
    @Override
    public boolean mixesSamples() {
        return true;
    }

    @Override
    public long[] outputShape(long... inputShape) {
        Inputs.requireImages(this, channels, inputShape);
        return inputShape.clone();
    }

    @Override
    public List<ParameterSpec> parameters() {
        return List.of(weight, bias);
    }
}
