package org.odenet.core.nn;

import org.nd4j.linalg.api.ndarray.INDArray;

/** One run of a layer: its output, and its vector-Jacobian products there. */
public abstract class ForwardPass implements AutoCloseable {

    /** The vector-Jacobian products of one run, as {@link ForwardPass#backward}. */
    @FunctionalInterface
    public interface Backward {

        /**
         * Computes the products.
         *
         * @param cotangent the output's cotangent, not changed
         * @param gradient the parameters' gradient is added to it; null where it is not wanted
         * @param inputCotangent overwritten with the input's cotangent; null only where nobody wants it and {@link
         *     #mayLeaveOutInput}
         */
        void apply(INDArray cotangent, Parameters gradient, INDArray inputCotangent);

        /**
         * Whether the parameters' gradient alone is less work, so that it may be asked for alone.
         *
         * @return true if {@link #apply} takes null for the input's cotangent
         */
        default boolean mayLeaveOutInput() {
            return false;
        }

        /**
         * Computes the output of the run again, for a layer that {@link Layer#repeatsOutput}.
         *
         * @param out overwritten with the same output
         */
        default void repeatOutput(INDArray out) {
            throw new UnsupportedOperationException("this layer does not compute its output again");
        }
    }

    private final LayerContext context;
    private final long[] inputShape;
    private INDArray output;

    /**
     * Starts a pass from its output.
     *
     * @param context the context of the run
     * @param x the input, of which only the shape is kept
     * @param output the output, allocated from the context; the pass owns it; null where the caller of the layer does
     */
    protected ForwardPass(LayerContext context, INDArray x, INDArray output) {
        this.context = context;
        this.inputShape = x.shape().clone();
        this.output = output;
    }

    /**
     * A pass from its output and what its backward pass needs. Where the context does not record, that is given back at
     * once and {@link #backward} throws {@link IllegalStateException}.
     *
     * @param context the context of the run
     * @param x the input, of which only the shape is kept
     * @param output the output, allocated from the context; the pass owns it
     * @param backward the vector-Jacobian products
     * @param saved tensors allocated from the context that {@code backward} reads; the pass owns them
     * @return the pass
     */
    public static ForwardPass of(
            LayerContext context, INDArray x, INDArray output, Backward backward, INDArray... saved) {
        return of(context, x, output, true, backward, saved);
    }

    /**
     * A pass as of {@link #of}, whose backward pass does not read the output.
     *
     * @param context the context of the run
     * @param x the input, of which only the shape is kept
     * @param output the output, allocated from the context; the pass owns it; null where the caller of the layer does
     * @param backward the vector-Jacobian products
     * @param saved tensors allocated from the context that {@code backward} reads; the pass owns them
     * @return the pass
     */
    public static ForwardPass notReadingOutput(
            LayerContext context, INDArray x, INDArray output, Backward backward, INDArray... saved) {
        return of(context, x, output, false, backward, saved);
    }

    private static ForwardPass of(
            LayerContext context,
            INDArray x,
            INDArray output,
            boolean readsOutput,
            Backward backward,
            INDArray... saved) {
        if (context.isRecording()) {
            return new SavingPass(context, x, output, readsOutput, backward, saved);
        }
        for (INDArray tensor : saved) {
            context.release(tensor);
        }
        return new SavingPass(context, x, output, true, null);
    }

    /**
     * The output.
     *
     * @return the pass's own tensor, alive until it is closed; null where the caller of the layer has it
     */
    public final INDArray output() {
        return output;
    }

    /**
     * The context of the run.
     *
     * @return the context
     */
    protected final LayerContext context() {
        return context;
    }

    /**
     * The vector-Jacobian products. May be called more than once, if the context records, unless the network has an {@link
     * OdeBlock} whose gradient method gives the steps back as it goes.
     *
     * @param cotangent the output's cotangent, not changed
     * @param gradient the parameters' gradient is added to it; null where it is not wanted
     * @return the input's cotangent, allocated from the context, to be released there by the caller
     */
    public final INDArray backward(INDArray cotangent, Parameters gradient) {
        INDArray inputCotangent = context.allocate(inputShape);
        backward(cotangent, gradient, inputCotangent);
        return inputCotangent;
    }

    /**
     * The same, into a given tensor.
     *
     * @param cotangent the output's cotangent, not changed
     * @param gradient the parameters' gradient is added to it; null where it is not wanted
     * @param inputCotangent overwritten with the input's cotangent
     */
    public abstract void backward(INDArray cotangent, Parameters gradient, INDArray inputCotangent);

    /**
     * The gradient of the parameters alone, for the first layer of a network, whose input nobody asks about.
     *
     * @param cotangent the output's cotangent, not changed
     * @param gradient the parameters' gradient is added to it
     */
    public void backwardToParameters(INDArray cotangent, Parameters gradient) {
        context.release(backward(cotangent, gradient));
    }

    /**
     * Computes the output again, which had been in a tensor of the caller's and was overwritten since. Only for a layer that
     * {@link Layer#repeatsOutput}.
     *
     * @param out overwritten with the same output
     */
    void repeatOutput(INDArray out) {
        throw new UnsupportedOperationException("this layer does not compute its output again");
    }

    /** Gives the output back now, unless the backward pass reads it. It must not be used any more. */
    public void releaseOutput() {
        // Nothing is known here of what the backward pass reads.
    }

    /** Gives the output back to the context; a second call does nothing. */
    final void giveBackOutput() {
        context.release(output);
        output = null;
    }

    /** Gives the output and all activations back to the context. A second call does nothing. */
    @Override
    public void close() {
        giveBackOutput();
    }

    private static final class SavingPass extends ForwardPass {

        private final boolean readsOutput;
        private final Backward backward;
        private final INDArray[] saved;

        SavingPass(
                LayerContext context,
                INDArray x,
                INDArray output,
                boolean readsOutput,
                Backward backward,
                INDArray... saved) {
            super(context, x, output);
            this.readsOutput = readsOutput;
            this.backward = backward;
            this.saved = saved;
        }

        @Override
        public void backward(INDArray cotangent, Parameters gradient, INDArray inputCotangent) {
            requireActivations();
            backward.apply(cotangent, gradient, inputCotangent);
        }

        @Override
        public void backwardToParameters(INDArray cotangent, Parameters gradient) {
            requireActivations();
            if (backward.mayLeaveOutInput()) {
                backward.apply(cotangent, gradient, null);
            } else {
                super.backwardToParameters(cotangent, gradient);
            }
        }

        @Override
        void repeatOutput(INDArray out) {
            requireActivations();
            backward.repeatOutput(out);
        }

        private void requireActivations() {
            if (backward == null) {
                throw new IllegalStateException(
                        "this pass kept no activations; run the forward pass in a recording context");
            }
        }

        @Override
        public void releaseOutput() {
            if (!readsOutput) {
                giveBackOutput();
            }
        }

        @Override
        public void close() {
            super.close();
            for (int i = 0; i < saved.length; i++) {
                context().release(saved[i]);
                saved[i] = null;
            }
        }
    }
}
