package org.odenet.core.nn;

import java.util.Arrays;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.odenet.core.kernel.Convolution;
import org.odenet.core.kernel.Kernels;
import org.odenet.core.kernel.Window2d;
import org.odenet.core.tensor.Tensors;

/**
 * A convolution of {@code [batch, in, height, width]} with the time {@code t} joined to it as channel 0 (Chen et al.
 * 2018, "Neural Ordinary Differential Equations"). Nothing is joined in fact:
 * {@code W * [t, x] + b = W[:, 1:] * x + (t (W[:, :1] * 1) + b)}, where {@code W[:, :1] * 1} does not depend on the
 * batch or the time.
 *
 * <p>Parameters: {@code _layer.weight} {@code [out, 1 + in, size, size]} and {@code _layer.bias} {@code [out]}, at first
 * uniform in {@code ±1/sqrt((1 + in) * size * size)}.
 */
public final class TimeConv2d implements Layer {

    private final long inChannels;
    private final long outChannels;
    private final Window2d window;
    private final ParameterSpec weight;
    private final ParameterSpec bias;

    /**
     * Makes the layer.
     *
     * @param inChannels the input's channels, without the time
     * @param outChannels the output's channels
     * @param window the window
     * @throws IllegalArgumentException if a number of channels is not positive
     */
    public TimeConv2d(long inChannels, long outChannels, Window2d window) {
        if (inChannels <= 0 || outChannels <= 0) {
            throw new IllegalArgumentException(
                    "a convolution from " + inChannels + " to " + outChannels + " channels; both must be positive");
        }
        this.inChannels = inChannels;
        this.outChannels = outChannels;
        this.window = window;
        int size = window.size();
        Initializer initializer = Initializer.uniformFanIn((1 + inChannels) * size * size);
        this.weight = new ParameterSpec("_layer.weight", initializer, outChannels, 1 + inChannels, size, size);
        this.bias = new ParameterSpec("_layer.bias", initializer, outChannels);
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
        Prepared prepared = context.prepared(this, () -> new Prepared(context));
        prepared.requireMap(x, out);
        if (context.times().areCommon()) {
            convolveAll(x, context, prepared, out);
        } else {
            convolveEach(x, context, prepared, out);
        }
        return ForwardPass.notReadingOutput(context, x, ofPass, (cotangent, gradient, result) -> {
            WeightParts parts = gradient == null ? null : prepared.partsOf(gradient.get(weight));
            context.backward(prepared.state, x, cotangent, result, parts == null ? null : parts.ofState());
            if (parts != null) {
                addOffsetGradient(context, prepared, cotangent, parts.ofTime(), gradient.get(bias));
            }
        });
    }

    private void convolveAll(INDArray x, LayerContext context, Prepared prepared, INDArray out) {
        INDArray offset = context.allocate(1, outChannels, out.size(2), out.size(3));
        context.kernels().combine(offset, prepared.biasMap, new double[] {context.time()}, List.of(prepared.map));
        prepared.state.forward(x, offset, out);
        context.release(offset);
    }

    /** With an offset for each sample, which is laid out first. */
    private static void convolveEach(INDArray x, LayerContext context, Prepared prepared, INDArray out) {
        if (!haveOneOrder(prepared.map, out)) {
            INDArray inOrder = context.allocate(out.shape());
            convolveEach(x, context, prepared, inOrder);
            Elementwise.copy(context.kernels(), inOrder, out);
            context.release(inOrder);
            return;
        }
        int samples = Math.toIntExact(x.size(0));
        double[][] weights = new double[samples][];
        double[] each = context.times().each(samples);
        Arrays.setAll(weights, i -> new double[] {each[i]});
        // The maps are batches of one sample, which serves all.
        int[] theOne = new int[samples];
        prepared.kernels.combineSamples(samples, out, null, prepared.biasMap, theOne, weights, List.of(prepared.map));
        prepared.state.addTo(x, out);
    }

    /** Whether samples lie in memory as a map does, one after the other. */
    private static boolean haveOneOrder(INDArray map, INDArray batch) {
        boolean one = batch.size(0) == 1 || batch.stride(0) == map.length();
        for (int axis = 1; axis < 4; axis++) {
            one &= batch.size(axis) == 1 || batch.stride(axis) == map.stride(axis);
        }
        return one;
    }

    /**
     * The offset of a sample is {@code t map + bias}, with the same map for all; so the sum of their cotangents, and the
     * sum weighted by their times, are all that its gradient needs.
     */
    private void addOffsetGradient(
            LayerContext context, Prepared prepared, INDArray cotangent, INDArray timeGradient, INDArray biasGradient) {
        Kernels kernels = context.kernels();
        INDArray sum = context.allocate(1, outChannels, cotangent.size(2), cotangent.size(3));
        INDArray timesTime = context.allocate(sum.shape());
        kernels.sumOverBatch(cotangent, null, sum);
        kernels.addChannelSums(sum, biasGradient);
        if (context.times().areCommon()) {
            kernels.combine(timesTime, null, new double[] {context.time()}, List.of(sum));
        } else {
            kernels.sumOverBatch(cotangent, context.times().each(cotangent.size(0)), timesTime);
        }
        prepared.time.backward(prepared.ones, timesTime, null, timeGradient);
        context.release(sum);
        context.release(timesTime);
    }

    /** The two parts of a weight or of its gradient, as views. */
    private record WeightParts(INDArray whole, INDArray ofTime, INDArray ofState) {}

    private WeightParts partsOf(INDArray weight) {
        return new WeightParts(weight, Tensors.part(weight, 1, 0, 1), Tensors.part(weight, 1, 1, 1 + inChannels));
    }

    @Override
    public long[] outputShape(long... inputShape) {
        Inputs.requireImages(this, inChannels, inputShape);
        return Inputs.windowed(this, window, outChannels, inputShape);
    }

    @Override
    public List<ParameterSpec> parameters() {
        return List.of(weight, bias);
    }

    /** What depends on the weight and the size of the images alone. */
    private final class Prepared implements AutoCloseable {

        private final Kernels kernels;
        private final Convolution state;
        private final Convolution time;
        /** {@code [1, 1, height, width]}. */
        private INDArray ones;
        /** The time's weight on ones, {@code [1, out, outHeight, outWidth]}. */
        private INDArray map;
        /** The bias at every pixel, {@code [1, out, outHeight, outWidth]}. */
        private INDArray biasMap;

        private final INDArray biasValue;
        /** Of the gradient that was asked for last: making views takes longer than a small convolution. */
        private WeightParts gradient;

        Prepared(LayerContext context) {
            INDArray value = context.parameters().get(weight);
            this.kernels = context.kernels();
            this.biasValue = context.parameters().get(bias);
            WeightParts parts = TimeConv2d.this.partsOf(value);
            this.state = kernels.convolution(window, parts.ofState());
            this.time = kernels.convolution(window, parts.ofTime());
        }

        /** Makes the map for images of a size, if it is not there. */
        void requireMap(INDArray x, INDArray out) {
            if (ones != null && ones.size(2) == x.size(2) && ones.size(3) == x.size(3)) {
                return;
            }
            closeMap();
            ones = kernels.create(x.dataType(), 1, 1, x.size(2), x.size(3));
            ones.assign(1);
            map = kernels.create(x.dataType(), 1, outChannels, out.size(2), out.size(3));
            time.forward(ones, null, map);
            biasMap = kernels.create(x.dataType(), 1, outChannels, out.size(2), out.size(3));
            biasMap.assign(0).addi(biasValue.reshape(1, outChannels, 1, 1));
        }

        WeightParts partsOf(INDArray weightGradient) {
            if (gradient == null || gradient.whole() != weightGradient) {
                gradient = TimeConv2d.this.partsOf(weightGradient);
            }
            return gradient;
        }

        private void closeMap() {
            if (ones != null) {
                ones.close();
                map.close();
                biasMap.close();
            }
        }

        @Override
        public void close() {
            closeMap();
            state.close();
            time.close();
        }
    }
}
