package org.odenet.core.nn;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Layers one after the other. */
public final class Sequential implements Layer {

    private final Map<String, Layer> layers;

    private Sequential(Map<String, Layer> layers) {
        if (layers.isEmpty()) {
            throw new IllegalArgumentException("a sequence of no layers; add at least one");
        }
        this.layers = Collections.unmodifiableMap(new LinkedHashMap<>(layers));
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
        return context.isRecording() ? record(x, context) : infer(x, context);
    }

    private ForwardPass infer(INDArray x, LayerContext context) {
        ForwardPass pass = null;
        for (Layer layer : layers.values()) {
            ForwardPass next = layer.forward(pass == null ? x : pass.output(), context);
            if (pass != null) {
                pass.close();
            }
            pass = next;
        }
        return pass;
    }

    private ForwardPass record(INDArray x, LayerContext context) {
        List<ForwardPass> passes = new ArrayList<>();
        INDArray input = x;
        for (Layer layer : layers.values()) {
            ForwardPass pass = layer.forward(input, context);
            passes.add(pass);
            input = pass.output();
        }
        return new SequencePass(context, passes);
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

        SequencePass(LayerContext context, List<ForwardPass> passes) {
            super(context, passes.get(passes.size() - 1).output());
            this.passes = passes;
        }

        @Override
        public INDArray backward(INDArray cotangent, Parameters gradient) {
            INDArray current = cotangent;
            for (int i = passes.size() - 1; i >= 0; i--) {
                current = backward(i, current, cotangent, gradient);
            }
            return current;
        }

        @Override
        public void backwardToParameters(INDArray cotangent, Parameters gradient) {
            INDArray current = cotangent;
            for (int i = passes.size() - 1; i > 0; i--) {
                current = backward(i, current, cotangent, gradient);
            }
            passes.get(0).backwardToParameters(current, gradient);
            if (current != cotangent) {
                context().release(current);
            }
        }

        private INDArray backward(int layer, INDArray current, INDArray cotangent, Parameters gradient) {
            INDArray next = passes.get(layer).backward(current, gradient);
            if (current != cotangent) {
                context().release(current);
            }
            return next;
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
