package org.odenet.core.nn;

import java.util.Arrays;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.odenet.core.ode.DifferentiableBatchFunction;
import org.odenet.core.ode.DifferentiableDivision;
import org.odenet.core.ode.DifferentiableOdeFunction;
import org.odenet.core.ode.Linearization;
import org.odenet.core.ode.Samples;
import org.odenet.core.state.BatchSpace;
import org.odenet.core.state.VectorSpace;

/**
 * A layer as the right-hand side of an ODE; the context's time is the ODE's. Serves one context. A layer that treats each
 * sample by itself also serves samples that are at times of their own.
 */
public final class LayerFunction implements DifferentiableOdeFunction<INDArray>, DifferentiableBatchFunction<INDArray> {

    private final Layer layer;
    private final LayerContext context;
    private final BatchParts parts;
    private Parameters gradient;

    /**
     * Makes the function.
     *
     * @param layer a layer whose output has its input's shape
     * @param context the context that it runs in
     */
    public LayerFunction(Layer layer, LayerContext context) {
        this.layer = layer;
        this.context = context;
        this.parts = new BatchParts(layer, context);
    }

    /** States in the memory of the context. */
    @Override
    public VectorSpace<INDArray> space(INDArray prototype) {
        return VectorSpace.pooled(prototype, context.pool());
    }

    /** Into some samples each, where the layer treats each sample by itself and the kernels share out batches. */
    @Override
    public DifferentiableDivision<INDArray> division(VectorSpace<INDArray> space) {
        INDArray state = space.create();
        try {
            BatchPieces pieces = parts.piecesOf(state);
            List<VectorSpace<INDArray>> spaces = pieces.of(state).stream()
                    .flatMap(piece -> space.ofPiece(piece).stream())
                    .toList();
            return pieces.count() > 1 && spaces.size() == pieces.count()
                    ? new LayerDivision(layer, context, pieces, parts.gradients(), spaces)
                    : DifferentiableDivision.whole(this, space);
        } finally {
            space.release(state);
        }
    }

    @Override
    public void evaluate(double t, INDArray y, INDArray dydt) {
        requireSameShape(y);
        parts.forward(context.withRecording(false).at(t), y, dydt).close();
    }

    @Override
    public Linearization<INDArray> linearize(double t, INDArray y, INDArray dydt) {
        requireSameShape(y);
        long before = context.pool().lentBytes();
        INDArray input = context.allocate(y.shape());
        try {
            Elementwise.copy(context.kernels(), y, input);
            BatchParts.Passes passes = parts.forward(context.withRecording(true).at(t), input, dydt);
            return new LayerLinearization(passes, input, context.pool().lentBytes() - before);
        } catch (RuntimeException e) {
            context.release(input);
            throw e;
        }
    }

    /** Piece by piece, so that activations need not leave a processor's cache. */
    @Override
    public void evaluateWithVjp(
            double t,
            INDArray y,
            INDArray dydt,
            INDArray cotangent,
            INDArray stateCotangent,
            INDArray parameterGradient) {
        requireSameShape(y);
        Parameters views = parameterGradient == null ? null : viewsOf(parameterGradient);
        parts.forwardAndBackward(context.withRecording(true).at(t), y, dydt, cotangent, stateCotangent, views);
    }

    /** Batches in the memory of the context. */
    @Override
    public BatchSpace<INDArray> batchSpace(INDArray prototype, int samples) {
        if (layer.mixesSamples()) {
            throw new IllegalArgumentException("the layer mixes the samples of a batch, as batch normalisation does;"
                    + " they cannot take steps of their own");
        }
        return BatchSpace.pooled(prototype, context.pool());
    }

    @Override
    public void evaluate(Samples at, INDArray states, INDArray derivatives) {
        requireSameShape(states);
        parts.forward(context.withRecording(false).at(Times.ofEach(at.times())), states, derivatives)
                .close();
    }

    @Override
    public Linearization<INDArray> linearize(Samples at, INDArray states, INDArray derivatives) {
        requireSameShape(states);
        long before = context.pool().lentBytes();
        BatchParts.Passes passes =
                parts.forward(context.withRecording(true).at(Times.ofEach(at.times())), states, derivatives);
        return new LayerLinearization(passes, null, context.pool().lentBytes() - before);
    }

    private void requireSameShape(INDArray y) {
        long[] shape = layer.outputShape(y.shape());
        if (!Arrays.equals(shape, y.shape())) {
            throw new IllegalArgumentException("the layer gives shape " + Arrays.toString(shape)
                    + " for a state of shape " + Arrays.toString(y.shape())
                    + "; as an ODE function it must keep the shape");
        }
    }

    private Parameters viewsOf(INDArray flat) {
        if (gradient == null || gradient.flat() != flat) {
            gradient = context.parameters().viewsOf(layer, flat);
        }
        return gradient;
    }

    private final class LayerLinearization implements Linearization<INDArray> {

        private final BatchParts.Passes passes;
        private final INDArray input;
        private final long bytes;

        LayerLinearization(BatchParts.Passes passes, INDArray input, long bytes) {
            this.passes = passes;
            this.input = input;
            this.bytes = bytes;
        }

        @Override
        public void vjp(INDArray cotangent, INDArray stateCotangent, INDArray parameterGradient) {
            passes.backward(cotangent, stateCotangent, parameterGradient == null ? null : viewsOf(parameterGradient));
        }

        @Override
        public long bytes() {
            return bytes;
        }

        @Override
        public void close() {
            passes.close();
            context.release(input);
        }
    }
}
