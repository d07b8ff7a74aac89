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

    /**
     * Runs the layer and its vector-Jacobian products, each piece both ways before the next.
     *
     * @param at the context, which records, or a view of it at another time
     * @param x the input
     * @param out overwritten with the output; its first axis must be the slowest in memory
     * @param cotangent the output's cotangent
     * @param inputCotangent overwritten with the input's cotangent
     * @param gradient the parameters' gradient is added to it; null where it is not wanted
     */
    void forwardAndBackward(
            LayerContext at,
            INDArray x,
            INDArray out,
            INDArray cotangent,
            INDArray inputCotangent,
            Parameters gradient) {
        try (Passes passes = new Passes(x, piecesOf(x))) {
            PieceTask forward = passes.forwardTask(at, x, out);
            PieceTask backward = passes.backwardTask(cotangent, inputCotangent);
            passes.runWithGradient(gradient, (part, piece, own) -> {
                forward.run(part, piece, own);
                backward.run(part, piece, own);
                passes.close(piece);
            });
        }
    }

    /** What is done with a piece, the gradient of its part at hand. */
    @FunctionalInterface
    private interface PieceTask {
        void run(int part, int piece, Parameters gradient);
    }

    PartGradients gradients() {
        return gradients;
    }

    /** How a batch is cut. */
    BatchPieces piecesOf(INDArray x) {
        long samples = x.size(0);
        int parts = divisible ? kernels().parts(x.dataType(), samples) : 1;
        if (pieces == null || pieces.samples() != samples || pieces.parts() != parts) {
            long sampleBytes =
                    layer.largestLength(x.shape()) / samples * x.dataType().width();
            pieces = new BatchPieces(samples, parts, parts == 1 ? samples : Math.max(1, pieceBytes / sampleBytes));
        }
        return pieces;
    }

    /** One run of the layer. */
    final class Passes implements AutoCloseable {

        private final BatchPieces pieces;
        private final ForwardPass[] passes;

        private Passes(INDArray x, BatchPieces pieces) {
            this.pieces = pieces;
            this.passes = new ForwardPass[pieces.count()];
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
            PieceTask forward = forwardTask(at, x, out);
            runWithGradient(null, (part, piece, none) -> {
                forward.run(part, piece, none);
                if (!at.isRecording()) {
                    close(piece);
                }
            });
        }

        private PieceTask forwardTask(LayerContext at, INDArray x, INDArray out) {
            // Views and the contexts of all parts, before threads ask for them.
            List<INDArray> inputs = pieces.of(x);
            List<INDArray> outputs = pieces.of(out);
            contextOf(pieces.parts() - 1, at);
            return (part, piece, gradient) -> {
                LayerContext own = contextOf(part, at);
                LayerContext ofPiece = own.times().areCommon() ? own : own.at(pieces.timesOf(piece, own.times()));
                passes[piece] = layer.forward(inputs.get(piece), ofPiece, outputs.get(piece));
            };
        }

        /**
         * The vector-Jacobian products.
         *
         * @param cotangent the output's cotangent
         * @param inputCotangent overwritten with the input's cotangent; null where it is not wanted, but the gradient
         * @param gradient the parameters' gradient is added to it; null where it is not wanted
         */
        void backward(INDArray cotangent, INDArray inputCotangent, Parameters gradient) {
            runWithGradient(gradient, backwardTask(cotangent, inputCotangent));
        }

        private PieceTask backwardTask(INDArray cotangent, INDArray inputCotangent) {
            List<INDArray> from = pieces.of(cotangent);
            if (inputCotangent == null) {
                return (part, piece, gradient) -> passes[piece].backwardToParameters(from.get(piece), gradient);
            }
            List<INDArray> to = pieces.of(inputCotangent);
            return (part, piece, gradient) -> passes[piece].backward(from.get(piece), gradient, to.get(piece));
        }

        private void runWithGradient(Parameters gradient, PieceTask task) {
            INDArray sum = gradient == null ? null : gradient.flatOf(layer);
            boolean apart = sum != null && pieces.parts() > 1;
            run(part -> {
                Parameters own = apart ? gradients.cleared(part, sum) : gradient;
                contextOf(part, context).leavingGradientsOpen(own == null ? null : own.flat(), () -> {
                    for (int i = pieces.firstOf(part); i < pieces.firstOf(part + 1); i++) {
                        task.run(part, i, own);
                    }
                });
            });
            if (apart) {
                gradients.addTo(sum, pieces.parts());
            }
        }

        private void close(int piece) {
            passes[piece].close();
            passes[piece] = null;
        }

        /** Gives back all activations. */
        @Override
        public void close() {
            // Some are closed, and a run that failed has not made all.
            Stream.of(passes).filter(Objects::nonNull).forEach(ForwardPass::close);
        }
    }
}
