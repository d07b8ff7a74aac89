package org.odenet.core.nn;

import org.nd4j.linalg.api.ndarray.INDArray;

/** One run of a layer: its output, and its vector-Jacobian products there. */
public abstract class ForwardPass implements AutoCloseable {

    private final LayerContext context;
    private final INDArray output;

    /**
     * Starts a pass from its output.
     *
     * @param context the context of the run
     * @param output the output, allocated from the context; the pass owns it
     */
    protected ForwardPass(LayerContext context, INDArray output) {
        this.context = context;
        this.output = output;
    }

    /**
     * The output.
     *
     * @return the pass's own tensor, alive until it is closed
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
     * The vector-Jacobian products. May be called more than once, if the context records.
     *
     * @param cotangent the output's cotangent, not changed
     * @param gradient the parameters' gradient is added to it; null where it is not wanted
     * @return the input's cotangent, allocated from the context, to be released there by the caller
     */
    public abstract INDArray backward(INDArray cotangent, Parameters gradient);

    /** Gives the output and all activations back to the context. */
    @Override
    public void close() {
        context.release(output);
    }
}
