package org.odenet.core.nn;

import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A layer that is run on parts of a batch at once, each on a thread of its own and from end to end, where the kernels
 * share out batches. It computes what the layer does; a layer that mixes samples is run on the whole batch. The
 * dynamics of an {@link OdeBlock} are run so without it.
 */
public final class InParts implements Layer {

    private final Layer layer;

    private InParts(Layer layer) {
        this.layer = layer;
    }

    /**
     * Makes the layer.
     *
     * @param layer what is run on the parts; its parameters keep their names
     * @return the layer
     */
    public static InParts of(Layer layer) {
        return new InParts(layer);
    }

    @Override
    public ForwardPass forward(INDArray x, LayerContext context) {
        INDArray out = context.allocate(Inputs.check(this, x, context));
        BatchParts.Passes passes = partsOf(context).forward(context, x, out);
        return context.isRecording() ? new InPartsPass(context, x, out, passes) : ForwardPass.of(context, x, out, null);
    }

    /** For all runs in a context, so that gradients of parts are made once. */
    private BatchParts partsOf(LayerContext context) {
        return context.prepared(this, () -> new Prepared(new BatchParts(layer, context)))
                .parts();
    }

    private record Prepared(BatchParts parts) implements AutoCloseable {

        @Override
        public void close() {
            // What the parts have made belongs to their contexts.
        }
    }

    @Override
    public long[] outputShape(long... inputShape) {
        return layer.outputShape(inputShape);
    }

    @Override
    public long largestLength(long... inputShape) {
        return layer.largestLength(inputShape);
    }

    @Override
    public Map<String, Layer> children() {
        return Map.of("", layer);
    }

    private static final class InPartsPass extends ForwardPass {

        private final BatchParts.Passes passes;

        InPartsPass(LayerContext context, INDArray x, INDArray output, BatchParts.Passes passes) {
            super(context, x, output);
            this.passes = passes;
        }

        @Override
        public void backward(INDArray cotangent, Parameters gradient, INDArray inputCotangent) {
            passes.backward(cotangent, inputCotangent, gradient);
        }

        @Override
        public void backwardToParameters(INDArray cotangent, Parameters gradient) {
            passes.backward(cotangent, null, gradient);
        }

        @Override
        public void close() {
            super.close();
            passes.close();
        }
    }
}
