package org.odenet.core.nn;

import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.odenet.core.kernel.Convolution;
import org.odenet.core.kernel.Window2d;

/**
 * A convolution (cross-correlation), {@code y = W * x + b}, from {@code [batch, in, height, width]} to {@code [batch,
 * out, outHeight, outWidth]}, with zeros as padding.
 *
 * <p>Parameters: {@code weight} {@code [out, in, size, size]} and, if wanted, {@code bias} {@code [out]}, at first
 * uniform in {@code ±1/sqrt(in * size * size)}.
 */
public final class Conv2d implements Layer {

    private final long inChannels;
    private final long outChannels;
    private final Window2d window;
    private final ParameterSpec weight;
    private final ParameterSpec bias;

    /**
     * Makes the layer.
     *
     * @param inChannels the input's channels
     * @param outChannels the output's channels
     * @param window the window
     * @param withBias whether there is a bias
     * @throws IllegalArgumentException if a number of channels is not positive
     */
    public Conv2d(long inChannels, long outChannels, Window2d window, boolean withBias) {
        if (inChannels <= 0 || outChannels <= 0) {
            throw new IllegalArgumentException(
                    "a convolution from " + inChannels + " to " + outChannels + " channels; both must be positive");
        }
        this.inChannels = inChannels;
        this.outChannels = outChannels;
        this.window = window;
        int size = window.size();
        Initializer initializer = Initializer.uniformFanIn(inChannels * size * size);
        this.weight = new ParameterSpec("weight", initializer, outChannels, inChannels, size, size);
        this.bias = withBias ? new ParameterSpec("bias", initializer, outChannels) : null;
    }

    @Override
    public ForwardPass forward(INDArray x, LayerContext context) {
        INDArray out = context.allocate(Inputs.check(this, x, context));
        return convolve(x, context, out, out);
    }

    @Override
    public ForwardPass forward(INDArray x, LayerContext context, INDArray out) {
        Inputs.check(this, x, context);
        return convolve(x, context, out, null);
    }

    private ForwardPass convolve(INDArray x, LayerContext context, INDArray out, INDArray ofPass) {
        Parameters values = context.parameters();
        Convolution convolution =
                context.prepared(this, () -> context.kernels().convolution(window, values.get(weight)));
        convolution.forward(x, bias == null ? null : values.get(bias).reshape(1, outChannels, 1, 1), out);
        return ForwardPass.notReadingOutput(context, x, ofPass, new Products(convolution, x, context));
    }

    private final class Products implements ForwardPass.Backward {

        private final Convolution convolution;
        private final INDArray x;
        private final LayerContext context;

        Products(Convolution convolution, INDArray x, LayerContext context) {
            this.convolution = convolution;
            this.x = x;
            this.context = context;
        }

        /** Of an image with few channels the cotangent is the larger part of the work. */
        @Override
        public boolean mayLeaveOutInput() {
            return true;
        }

        @Override
        public void apply(INDArray cotangent, Parameters gradient, INDArray inputCotangent) {
            INDArray weightGradient = gradient == null ? null : gradient.get(weight);
            context.backward(convolution, x, cotangent, inputCotangent, weightGradient);
            if (gradient != null && bias != null) {
                context.kernels().addChannelSums(cotangent, gradient.get(bias));
            }
        }
    }

    @Override
    public long[] outputShape(long... inputShape) {
        Inputs.requireImages(this, inChannels, inputShape);
        return Inputs.windowed(this, window, outChannels, inputShape);
    }

    @Override
    public List<ParameterSpec> parameters() {
        return bias == null ? List.of(weight) : List.of(weight, bias);
    }
}
