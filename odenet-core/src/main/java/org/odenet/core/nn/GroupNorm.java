package org.odenet.core.nn;

import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.odenet.core.kernel.Kernels;

/**
 * Group normalization (Wu and He 2018) of {@code [batch, channels, height, width]}: {@code y = γ (x - mean) /
 * sqrt(variance + ε) + β}, with mean and variance over the channels of a group and all pixels of a sample, optionally
 * followed by {@code max(0, y)} in the same pass over memory.
 *
 * <p>Parameters: {@code weight} γ {@code [channels]}, at first ones, and {@code bias} β {@code [channels]}, at first
 * zeros.
 */
public final class GroupNorm implements Layer {

    /** The ε that is usual for normalization layers. */
    public static final double DEFAULT_EPSILON = 1e-5;

    private final int channels;
    private final int groups;
    private final double epsilon;
    private final boolean relu;
    private final ParameterSpec weight;
    private final ParameterSpec bias;

    /**
     * Makes the layer.
     *
     * @param channels the input's channels
     * @param groups the number of groups, a divisor of the channels
     * @param epsilon added to the variance, positive
     * @throws IllegalArgumentException if the groups do not divide the channels, or a value is not positive
     */
    public GroupNorm(int channels, int groups, double epsilon) {
        this(channels, groups, epsilon, false);
    }

    private GroupNorm(int channels, int groups, double epsilon, boolean relu) {
        if (channels <= 0 || groups <= 0 || channels % groups != 0) {
            throw new IllegalArgumentException("group normalization of " + channels + " channels in " + groups
                    + " groups; the groups must be positive and divide the channels");
        }
        if (!(epsilon > 0)) {
            throw new IllegalArgumentException("epsilon is " + epsilon + "; it must be positive, such as 1e-5");
        }
        this.channels = channels;
        this.groups = groups;
        this.epsilon = epsilon;
        this.relu = relu;
        this.weight = new ParameterSpec("weight", Initializer.ONES, channels);
        this.bias = new ParameterSpec("bias", Initializer.ZEROS, channels);
    }

    /**
     * The layer with {@code min(32, channels)} groups, as in the paper's networks.
     *
     * @param channels the input's channels, a multiple of 32 or below it
     * @return the layer
     */
    public static GroupNorm of(int channels) {
        return new GroupNorm(channels, Math.min(32, channels), DEFAULT_EPSILON);
    }

    /**
     * The layer followed by ReLU.
     *
     * @return a new layer, with parameters of its own
     */
    public GroupNorm withRelu() {
        return new GroupNorm(channels, groups, epsilon, true);
    }

    @Override
    public ForwardPass forward(INDArray x, LayerContext context) {
        INDArray out = context.allocate(Inputs.check(this, x, context));
        return normalize(x, context, out, out);
    }

    @Override
    public ForwardPass forward(INDArray x, LayerContext context, INDArray out) {
        Inputs.check(this, x, context);
        return normalize(x, context, out, null);
    }

    private ForwardPass normalize(INDArray x, LayerContext context, INDArray out, INDArray ofPass) {
        INDArray statistics = context.allocate(2, x.size(0), groups);
        INDArray scale = context.parameters().get(weight);
        INDArray shift = context.parameters().get(bias);
        Kernels kernels = context.kernels();
        kernels.groupNorm(x, groups, scale, shift, epsilon, relu, out, statistics);
        Products products = new Products(kernels, x, scale, shift, statistics);
        return ForwardPass.notReadingOutput(context, x, ofPass, products, statistics);
    }

    private final class Products implements ForwardPass.Backward {

        private final Kernels kernels;
        private final INDArray x;
        private final INDArray scale;
        private final INDArray shift;
        private final INDArray statistics;

        Products(Kernels kernels, INDArray x, INDArray scale, INDArray shift, INDArray statistics) {
            this.kernels = kernels;
            this.x = x;
            this.scale = scale;
            this.shift = shift;
            this.statistics = statistics;
        }

        @Override
        public void apply(INDArray cotangent, Parameters gradient, INDArray inputCotangent) {
            INDArray scaleGradient = gradient == null ? null : gradient.get(weight);
            INDArray shiftGradient = gradient == null ? null : gradient.get(bias);
            kernels.groupNormBackward(
                    x, groups, scale, shift, relu, statistics, cotangent, inputCotangent, scaleGradient, shiftGradient);
        }

        @Override
        public void repeatOutput(INDArray out) {
            kernels.repeatGroupNorm(x, groups, scale, shift, relu, statistics, out);
        }
    }

    @Override
    public boolean repeatsOutput() {
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
