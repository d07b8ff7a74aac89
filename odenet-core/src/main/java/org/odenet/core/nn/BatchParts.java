package org.odenet.core.nn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.odenet.core.kernel.Kernels;
import org.odenet.core.tensor.Tensors;

/**
 * A layer run on parts of a batch at once, a thread for each. A thread takes its part through the whole layer, piece by
 * piece, and so waits for the others once instead of after every operation, and finds a piece's activations in its
 * processor's own cache.
 */
final class BatchParts {

    /** Some of a piece's activations fit in a processor's second cache, of 1 MB on many servers. */
    private static final long PIECE_BYTES = 800_000;

    private static final double[] NONE = {};

    private final Layer layer;
    private final LayerContext context;
    private final boolean divisible;
    private final long pieceBytes;

    BatchParts(Layer layer, LayerContext context) {
        this.layer = layer;
        this.context = context;
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
        Passes passes = new Passes(x);
        // The contexts of all parts, before threads ask for them.
        passes.contextOf(passes.count() - 1, at);
        try {
            run(passes.count(), part -> passes.forward(part, at, x, out));
            return passes;
        } catch (RuntimeException e) {
            passes.close();
            throw e;
        }
    }

    private void run(int count, IntConsumer task) {
        if (count == 1) {
            task.accept(0);
        } else {
            kernels().forEachPart(count, task);
        }
    }

    /** Samples {@code from} to {@code to - 1} of a batch, and their pass. */
    private record Piece(long from, long to, ForwardPass pass) {

        INDArray of(INDArray batch) {
            return of(batch, from, to);
        }

        static INDArray of(INDArray batch, long from, long to) {
            return from == 0 && to == batch.size(0) ? batch : Tensors.samples(batch, from, to);
        }
    }

    /** One run of the layer. */
    final class Passes implements AutoCloseable {

        private final long[] inputShape;
        private final long samples;
        private final long samplesPerPiece;
        /** The pieces of each part. */
        private final List<List<Piece>> parts = new ArrayList<>();

        private Passes(INDArray x) {
            inputShape = x.shape().clone();
            samples = x.size(0);
            int count = divisible ? kernels().parts(x.dataType(), samples) : 1;
            samplesPerPiece = count == 1
                    ? samples
                    : Math.max(
                            1, pieceBytes / (x.length() / samples * x.dataType().width()));
            for (int part = 0; part < count; part++) {
                parts.add(new ArrayList<>());
            }
        }

        long[] inputShape() {
            return inputShape;
        }

        private int count() {
            return parts.size();
        }

        private LayerContext contextOf(int part, LayerContext whole) {
            return count() == 1 ? whole : whole.part(part);
        }

        private void forward(int part, LayerContext at, INDArray x, INDArray out) {
            long begin = samples * part / count();
            long end = samples * (part + 1) / count();
            long pieces = (end - begin + samplesPerPiece - 1) / samplesPerPiece;
            for (long i = 0; i < pieces; i++) {
                long from = begin + (end - begin) * i / pieces;
                long to = begin + (end - begin) * (i + 1) / pieces;
                ForwardPass pass = layer.forward(Piece.of(x, from, to), contextOf(part, at));
                parts.get(part).add(new Piece(from, to, pass));
                Elementwise.copy(kernels(), pass.output(), Piece.of(out, from, to));
                if (!at.isRecording()) {
                    pass.close();
                }
            }
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
            boolean apart = sum != null && count() > 1;
            run(count(), part -> {
                Parameters own = apart ? clearedGradient(part, sum) : gradient;
                for (Piece piece : parts.get(part)) {
                    INDArray result = piece.pass().backward(piece.of(cotangent), own);
                    Elementwise.copy(kernels(), result, piece.of(inputCotangent));
                    contextOf(part, context).release(result);
                }
            });
            if (apart) {
                addGradients(sum);
            }
        }

        private Parameters clearedGradient(int part, INDArray like) {
            Parameters own = gradientOf(part, like);
            kernels().combine(own.flat(), null, NONE, List.of());
            return own;
        }

        private Parameters gradientOf(int part, INDArray like) {
            return context.part(part)
                    .prepared(BatchParts.this, () -> context.parameters().viewsOf(layer, Tensors.like(like)));
        }

        private void addGradients(INDArray sum) {
            List<INDArray> own = new ArrayList<>();
            for (int part = 0; part < count(); part++) {
                own.add(gradientOf(part, sum).flat());
            }
            double[] ones = new double[count()];
            Arrays.fill(ones, 1);
            kernels().combine(sum, sum, ones, own);
        }

        /** Gives back all activations. */
        @Override
        public void close() {
            parts.forEach(pieces -> pieces.forEach(piece -> piece.pass().close()));
        }
    }
}
