package org.odenet.core.nn;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Layers one after the other. */
public final class Sequential implements Layer {

    private final Map<String, Layer> layers;
    private final List<Layer> beforeLast;
    private final Layer last;

    private Sequential(Map<String, Layer> layers) {
        if (layers.isEmpty()) {
            throw new IllegalArgumentException("a sequence of no layers; add at least one");
        }
        this.layers = Collections.unmodifiableMap(new LinkedHashMap<>(layers));
        List<Layer> inOrder = List.copyOf(layers.values());
        this.beforeLast = inOrder.subList(0, inOrder.size() - 1);
        this.last = inOrder.get(inOrder.size() - 1);
    }

    /**
     * A sequence with the names {@code 0}, {@code 1}, ….
     *
     * @param layers the layers, at least one
     * @return the sequence
     */
    public static Sequential of(Layer... layers) {
        Builder builder = builder();
        for (int i = 0; i < layers.length; i++) {
            builder.add(Integer.toString(i), layers[i]);
        }
        return builder.build();
    }

    /**
     * Starts a sequence with names of choice.
     *
     * @return an empty builder
     */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public ForwardPass forward(INDArray x, LayerContext context) {
        Inputs.check(this, x, context);
        return forward(x, context, input -> last.forward(input, context));
    }

    @Override
    public ForwardPass forward(INDArray x, LayerContext context, INDArray out) {
        Inputs.check(this, x, context);
        return forward(x, context, input -> last.forward(input, context, out));
    }

    private ForwardPass forward(INDArray x, LayerContext context, Function<INDArray, ForwardPass> ofLast) {
        return context.isRecording() ? record(x, context, ofLast) : infer(x, context, ofLast);
    }

    private ForwardPass infer(INDArray x, LayerContext context, Function<INDArray, ForwardPass> ofLast) {
        ForwardPass before = null;
        try {
            INDArray input = x;
            for (Layer layer : beforeLast) {
                ForwardPass pass = layer.forward(input, context);
                close(before);
                before = pass;
                input = pass.output();
            }
            return ofLast.apply(input);
        } finally {
            close(before);
        }
    }

    private static void close(ForwardPass pass) {
        if (pass != null) {
            pass.close();
        }
    }

    private ForwardPass record(INDArray x, LayerContext context, Function<INDArray, ForwardPass> ofLast) {
        List<ForwardPass> passes = new ArrayList<>();
        List<RepeatedOutput> repeated = new ArrayList<>();
        try {
            passes.add(ofLast.apply(recordBeforeLast(x, context, passes, repeated)));
        } catch (RuntimeException e) {
            passes.forEach(ForwardPass::close);
            throw e;
        }
        return new SequencePass(context, x, passes, repeated);
    }

    /** Returns the last layer's input. */
    private INDArray recordBeforeLast(
            INDArray x, LayerContext context, List<ForwardPass> passes, List<RepeatedOutput> repeated) {
        RepeatedOutputs tensors = context.prepared(this, () -> new RepeatedOutputs(context));
        INDArray input = x;
        for (Layer layer : beforeLast) {
            if (layer.repeatsOutput()) {
                RepeatedOutput output = tensors.of(passes.size(), layer.outputShape(input.shape()));
                passes.add(output.forward(layer, input, context));
                repeated.add(output);
                input = output.tensor();
            } else {
                ForwardPass pass = layer.forward(input, context);
                passes.add(pass);
                repeated.add(null);
                input = pass.output();
            }
        }
        return input;
    }

    @Override
    public long[] outputShape(long... inputShape) {
        long[] shape = inputShape.clone();
        for (Map.Entry<String, Layer> entry : layers.entrySet()) {
            try {
                shape = entry.getValue().outputShape(shape);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("layer '" + entry.getKey() + "': " + e.getMessage(), e);
            }
        }
        return shape;
    }

    @Override
    public long largestLength(long... inputShape) {
        long largest = 0;
        long[] shape = inputShape;
        for (Layer layer : layers.values()) {
            largest = Math.max(largest, layer.largestLength(shape));
            shape = layer.outputShape(shape);
        }
        return largest;
    }

    @Override
    public Map<String, Layer> children() {
        return layers;
    }

    /** Collects named layers. */
    public static final class Builder {

        private final Map<String, Layer> layers = new LinkedHashMap<>();

        private Builder() {}

        /**
         * Adds a layer at the end.
         *
         * @param name its name, the prefix of its parameters' names; {@code ""} for no prefix
         * @param layer the layer
         * @return this builder
         * @throws IllegalArgumentException if the name is taken
         */
        public Builder add(String name, Layer layer) {
            if (layers.putIfAbsent(name, layer) != null) {
                throw new IllegalArgumentException(
                        "two layers of a sequence have the name '" + name + "'; give them different names");
            }
            return this;
        }

        /**
         * Makes the sequence.
         *
         * @return the sequence
         * @throws IllegalArgumentException if there are no layers
         */
        public Sequential build() {
            return new Sequential(layers);
        }
    }

    private static final class SequencePass extends ForwardPass {

        private final List<ForwardPass> passes;
        /** For each layer but the last where its output is, or null if the pass itself has it. */
        private final List<RepeatedOutput> repeated;

        SequencePass(LayerContext context, INDArray x, List<ForwardPass> passes, List<RepeatedOutput> repeated) {
            super(context, x, passes.get(passes.size() - 1).output());
            this.passes = passes;
            this.repeated = repeated;
        }

        @Override
        public void backward(INDArray cotangent, Parameters gradient, INDArray inputCotangent) {
            INDArray ofFirst = backwardToFirst(cotangent, gradient);
            passes.get(0).backward(ofFirst, gradient, inputCotangent);
            release(ofFirst, cotangent);
        }

        @Override
        public void backwardToParameters(INDArray cotangent, Parameters gradient) {
            INDArray ofFirst = backwardToFirst(cotangent, gradient);
            passes.get(0).backwardToParameters(ofFirst, gradient);
            release(ofFirst, cotangent);
        }

        /** The cotangent of the first layer's output. */
        private INDArray backwardToFirst(INDArray cotangent, Parameters gradient) {
            INDArray current = cotangent;
            for (int i = passes.size() - 1; i > 0; i--) {
                requireOutput(i - 1);
                INDArray next = passes.get(i).backward(current, gradient);
                release(current, cotangent);
                current = next;
            }
            return current;
        }

        /** Makes sure that the output of a layer is there for the next to read, and for that its own input. */
        private void requireOutput(int layer) {
            if (layer >= 0 && repeated.get(layer) != null) {
                requireOutput(layer - 1);
                repeated.get(layer).require(passes.get(layer));
            }
        }

        private void release(INDArray current, INDArray ofCaller) {
            if (current != ofCaller) {
                context().release(current);
            }
        }

        @Override
        public void releaseOutput() {
            passes.get(passes.size() - 1).releaseOutput();
        }

        /** The output is the last layer's, which gives it back. */
        @Override
        public void close() {
            passes.forEach(ForwardPass::close);
        }
    }
}
