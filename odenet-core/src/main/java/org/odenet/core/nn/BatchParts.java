package org.odenet.core.nn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.IntConsumer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.odenet.core.kernel.Kernels;
import org.odenet.core.tensor.Tensors;

/**
 * A layer run on parts of a batch at once. Each thread takes its part through the whole layer, and so waits for the
 * others once instead of after every operation, and finds its part in its processor's own cache.
 */
final class BatchParts {

    private static final double[] NONE = {};

    private final Layer layer;
    private final LayerContext context;
    private final boolean divisible;

    BatchParts(Layer layer, LayerContext context) {
        this.layer = layer;
        this.context = context;
        this.divisible = !layer.mixesSamples();
    }

    private Kernels kernels() {
        return context.kernels();
    }

    private int count(INDArray x) {
        return divisible ? kernels().parts(x.dataType(), x.size(0)) : 1;
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
        int count = count(x);
        // The contexts of all parts, before threads ask for them.
        contextOf(count - 1, count, at);
        List<ForwardPass> passes = new ArrayList<>(Collections.nCopies(count, null));
        try {
            run(count, part -> {
                ForwardPass pass = layer.forward(part(x, part, count), contextOf(part, count, at));
                passes.set(part, pass);
                Elementwise.copy(kernels(), pass.output(), part(out, part, count));
            });
            return new Passes(passes);
        } catch (RuntimeException e) {
            new Passes(passes).close();
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

    private static LayerContext contextOf(int part, int count, LayerContext whole) {
        return count == 1 ? whole : whole.part(part);
    }

    private static INDArray part(INDArray batch, int part, int count) {
        long samples = batch.size(0);
        return count == 1 ? batch : Tensors.samples(batch, samples * part / count, samples * (part + 1) / count);
    }

    /** One run of the layer. */
    final class Passes implements AutoCloseable {

        private final List<ForwardPass> passes;

        private Passes(List<ForwardPass> passes) {
            this.passes = passes;
        }

        /**
         * The vector-Jacobian products.
         *
         * @param cotangent the output's cotangent
         * @param inputCotangent overwritten with the input's cotangent
         * @param gradient the parameters' gradient is added to it; null where it is not wanted
         */
        void backward(INDArray cotangent, INDArray inputCotangent, Parameters gradient) {
            int count = passes.size();
            INDArray sum = gradient == null || count == 1 ? null : gradient.flat();
            run(count, part -> {
                Parameters own = sum == null ? gradient : partGradient(part, sum);
                INDArray result = passes.get(part).backward(part(cotangent, part, count), own);
                Elementwise.copy(kernels(), result, part(inputCotangent, part, count));
                contextOf(part, count, context).release(result);
            });
            if (sum != null) {
                addParts(sum, count);
            }
        }

        private Parameters partGradient(int part, INDArray like) {
            Parameters own = gradientOf(part, like);
            kernels().combine(own.flat(), null, NONE, List.of());
            return own;
        }

        private Parameters gradientOf(int part, INDArray like) {
            return context.part(part)
                    .prepared(BatchParts.this, () -> context.parameters().viewsOf(layer, Tensors.like(like)));
        }

        private void addParts(INDArray sum, int count) {
            List<INDArray> parts = new ArrayList<>();
            for (int part = 0; part < count; part++) {
                parts.add(gradientOf(part, sum).flat());
            }
            double[] ones = new double[count];
            Arrays.fill(ones, 1);
            kernels().combine(sum, sum, ones, parts);
        }

        @Override
        public void close() {
            passes.forEach(pass -> {
                if (pass != null) {
                    pass.close();
                }
            });
        }
    }
}
