package org.odenet.core.nn;

import java.util.List;
import java.util.Objects;
import java.util.function.IntConsumer;
import java.util.stream.Stream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.odenet.core.kernel.Kernels;

/**
 * A layer run on parts of a batch at once, a thread for each. A thread takes its part through the whole layer, piece by
 * piece, and so waits for the others once instead of after every operation, and finds a piece's activations in its
 * processor's own cache.
 */
final class BatchParts {

    /** Some of a piece's activations fit in a processor's second cache, of 1 MB on many servers. */
    private static final long PIECE_BYTES = 800_000;

    private final Layer layer;
    private final LayerContext context;
    private final PartGradients gradients;
    private final boolean divisible;
    private final long pieceBytes;
    private BatchPieces pieces;

    BatchParts(Layer layer, LayerContext context) {
        this.layer = layer;
        this.context = context;
        this.gradients = new PartGradients(layer, context);
        this.divisible = !layer.mixesSamples();
        // Each piece reads all parameters, so it should not be smaller than they are.
        this.pieceBytes = Math.max(PIECE_BYTES, context.parameters().bytesOf(layer));
    }

    private Kernels kernels() {
        return context.kernels();
    }

    /**
     * Runs the layer.
     *
     * @param at the context, or a view of it at another time or in another mode
     * @param x the input
     * @param out overwritten with the output; its first axis must be the slowest in memory
     * @return the passes of the parts, to be closed by the caller
     */
    Passes forward(LayerContext at, INDArray x, INDArray out) {
        Passes passes = new Passes(x, piecesOf(x));
        try {
            passes.forward(at, x, out);
            return passes;
        } catch (RuntimeException e) {
            passes.close();
            throw e;
        }
    }

    PartGradients gradients() {
        return gradients;
    }

    /** How a batch is cut. */
    BatchPieces piecesOf(INDArray x) {
        long samples = x.size(0);
        int parts = divisible ? kernels().parts(x.dataType(), samples) : 1;
        if (pieces == null || pieces.samples() != samples || pieces.parts() != parts) {
            long sampleBytes = x.length() / samples * x.dataType().width();
            pieces = new BatchPieces(samples, parts, parts == 1 ? samples : Math.max(1, pieceBytes / sampleBytes));
        }
        return pieces;
    }

    /** One run of the layer. */
    final class Passes implements AutoCloseable {

        private final long[] inputShape;
        private final BatchPieces pieces;
        private final ForwardPass[] passes;

        private Passes(INDArray x, BatchPieces pieces) {
            this.inputShape = x.shape().clone();
            this.pieces = pieces;
            this.passes = new ForwardPass[pieces.count()];
        }

        long[] inputShape() {
            return inputShape;
        }

        private void run(IntConsumer task) {
            if (pieces.parts() == 1) {
                task.accept(0);
            } else {
                kernels().forEachPart(pieces.parts(), task);
            }
        }

        private LayerContext contextOf(int part, LayerContext whole) {
            return pieces.parts() == 1 ? whole : whole.part(part);
        }

        private void forward(LayerContext at, INDArray x, INDArray out) {
            // Views and the contexts of all parts, before threads ask for them.
            List<INDArray> inputs = pieces.of(x);
            List<INDArray> outputs = pieces.of(out);
            contextOf(pieces.parts() - 1, at);
            run(part -> {
                LayerContext own = contextOf(part, at);
                for (int i = pieces.firstOf(part); i < pieces.firstOf(part + 1); i++) {
                    LayerContext ofPiece = own.times().areCommon() ? own : own.at(pieces.timesOf(i, own.times()));
                    ForwardPass pass = layer.forward(inputs.get(i), ofPiece);
                    passes[i] = pass;
                    Elementwise.copy(kernels(), pass.output(), outputs.get(i));
                    if (!at.isRecording()) {
                        pass.close();
                    }
                }
            });
        }

        /**
         * The vector-Jacobian products.
         *
         * @param cotangent the output's cotangent
         * @param inputCotangent overwritten with the input's cotangent
         * @param gradient the parameters' gradient is added to it; null where it is not wanted
         */
        void backward(INDArray cotangent, INDArray inputCotangent, Parameters gradient) {
            INDArray sum = gradient == null ? null : gradient.flatOf(layer);
            boolean apart = sum != null && pieces.parts() > 1;
            List<INDArray> from = pieces.of(cotangent);
            List<INDArray> to = pieces.of(inputCotangent);
            run(part -> {
                Parameters own = apart ? gradients.cleared(part, sum) : gradient;
                for (int i = pieces.firstOf(part); i < pieces.firstOf(part + 1); i++) {
                    INDArray result = passes[i].backward(from.get(i), own);
                    Elementwise.copy(kernels(), result, to.get(i));
                    contextOf(part, context).release(result);
                }
            });
            if (apart) {
                gradients.addTo(sum, pieces.parts());
            }
        }

        /** Gives back all activations. */
        @Override
        public void close() {
            // A run that failed has not made all of them.
            Stream.of(passes).filter(Objects::nonNull).forEach(ForwardPass::close);
        }
    }
}
