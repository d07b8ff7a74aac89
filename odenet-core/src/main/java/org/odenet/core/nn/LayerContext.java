package org.odenet.core.nn;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.odenet.core.kernel.ArrayPool;
import org.odenet.core.kernel.Convolution;
import org.odenet.core.kernel.Kernels;
import org.odenet.core.ode.SolverStatistics;

/**
 * What layers run in: parameter values, kernels, memory, the mode and the time. It serves one pass through a network,
 * forward and backward, on one thread, during which the parameters do not change.
 */
public final class LayerContext implements AutoCloseable {

    /** What all views of one context have in common. */
    private static final class Shared {
        final Parameters parameters;
        final ArrayPool pool;
        final boolean training;
        final SplittableRandom random;
        final Map<Object, AutoCloseable> prepared = new IdentityHashMap<>();
        final List<Shared> parts = new ArrayList<>();
        final OpenGradients openGradients = new OpenGradients();
        /** Of what gradient parts may be left open now; null where they must be complete. */
        INDArray openGradient;

        SolverStatistics forward = SolverStatistics.NONE;
        SolverStatistics backward = SolverStatistics.NONE;

        Shared(Parameters parameters, ArrayPool pool, boolean training, long seed) {
            this.parameters = parameters;
            this.pool = pool;
            this.training = training;
            this.random = new SplittableRandom(seed);
        }

        Shared part(int index) {
            while (parts.size() <= index) {
                parts.add(new Shared(parameters, pool.part(parts.size()), training, random.nextLong()));
            }
            return parts.get(index);
        }
    }

    private static final Times START = Times.ofAll(0);

    private final Shared shared;
    private final boolean recording;
    private final Times times;

    private LayerContext(Shared shared, boolean recording, Times times) {
        this.shared = shared;
        this.recording = recording;
        this.times = times;
    }

    /**
     * A context that keeps no activations.
     *
     * @param parameters the parameter values
     * @param pool the memory, which outlives the context
     * @return the context
     */
    public static LayerContext inference(Parameters parameters, ArrayPool pool) {
        return new LayerContext(new Shared(parameters, pool, false, 0), false, START);
    }

    /**
     * A context that keeps activations for the backward pass, with layers as they are in inference (no dropout).
     *
     * @param parameters the parameter values
     * @param pool the memory, which outlives the context
     * @return the context
     */
    public static LayerContext recording(Parameters parameters, ArrayPool pool) {
        return new LayerContext(new Shared(parameters, pool, false, 0), true, START);
    }

    /**
     * A context for a training step: it keeps activations, and dropout is active.
     *
     * @param parameters the parameter values
     * @param pool the memory, which outlives the context
     * @param seed the seed of this step's random numbers
     * @return the context
     */
    public static LayerContext training(Parameters parameters, ArrayPool pool, long seed) {
        return new LayerContext(new Shared(parameters, pool, true, seed), true, START);
    }

    /**
     * The same context at another time.
     *
     * @param t the time
     * @return a view of this context
     */
    public LayerContext at(double t) {
        return at(Times.ofAll(t));
    }

    /**
     * The same context at other times.
     *
     * @param t the times of the samples that the context's layers get next
     * @return a view of this context
     */
    public LayerContext at(Times t) {
        return new LayerContext(shared, recording, t);
    }

    /**
     * The same context, keeping activations or not.
     *
     * @param keep whether to keep them
     * @return a view of this context
     */
    public LayerContext withRecording(boolean keep) {
        return new LayerContext(shared, keep, times);
    }

    /**
     * A context for a part of the batch, to be used by one thread at a time: with the same parameters, time and mode, and
     * its own memory and random numbers.
     *
     * @param index the number of the part
     * @return a context that is closed with this one
     */
    LayerContext part(int index) {
        return new LayerContext(shared.part(index), recording, times);
    }

    /**
     * The parameter values.
     *
     * @return the parameters
     */
    public Parameters parameters() {
        return shared.parameters;
    }

    /**
     * The kernels.
     *
     * @return the kernels
     */
    public Kernels kernels() {
        return shared.pool.kernels();
    }

    /**
     * Whether activations must be kept.
     *
     * @return true if a backward pass may follow
     */
    public boolean isRecording() {
        return recording;
    }

    /**
     * Whether layers behave as in training, such as dropout.
     *
     * @return true in training
     */
    public boolean isTraining() {
        return shared.training;
    }

    /**
     * The time, for layers that depend on it.
     *
     * @return the time
     * @throws IllegalStateException if each sample has a time of its own
     */
    public double time() {
        return times.common();
    }

    /**
     * The times of the samples, for layers that depend on them.
     *
     * @return the times
     */
    public Times times() {
        return times;
    }

    /**
     * The random numbers of this context.
     *
     * @return the generator
     */
    public SplittableRandom random() {
        return shared.random;
    }

    /**
     * Takes a tensor of the parameters' data type; its values are undefined.
     *
     * @param shape the logical shape
     * @return a tensor that is the caller's until {@link #release}
     */
    public INDArray allocate(long... shape) {
        return shared.pool.allocate(shared.parameters.dataType(), shape);
    }

    /**
     * Gives a tensor back.
     *
     * @param tensor a tensor from {@link #allocate}; null is ignored
     */
    public void release(INDArray tensor) {
        shared.pool.release(tensor);
    }

    /**
     * Something that a layer derives from its parameters alone, made once in the life of the context.
     *
     * @param owner whose it is, found by identity
     * @param supplier makes it
     * @param <T> its type; always the same for one owner
     * @return what the supplier made, now or earlier; closed with the context
     */
    @SuppressWarnings("unchecked")
    public <T extends AutoCloseable> T prepared(Object owner, Supplier<T> supplier) {
        T existing = (T) shared.prepared.get(owner);
        if (existing == null) {
            existing = supplier.get();
            shared.prepared.put(owner, existing);
        }
        return existing;
    }

    /**
     * Adds to the cost of the forward pass.
     *
     * @param cost the cost of a solve
     */
    public void addForward(SolverStatistics cost) {
        shared.forward = shared.forward.plus(cost);
    }

    /**
     * Adds to the cost of the backward pass.
     *
     * @param cost the cost of a backward solve
     */
    public void addBackward(SolverStatistics cost) {
        shared.backward = shared.backward.plus(cost);
    }

    /**
     * The cost of all forward solves in this context.
     *
     * @return the sum
     */
    public SolverStatistics forwardStatistics() {
        return shared.forward;
    }

    /**
     * The cost of all backward solves in this context.
     *
     * @return the sum
     */
    public SolverStatistics backwardStatistics() {
        return shared.backward;
    }

    /** {@link Convolution#backward}. */
    void backward(
            Convolution convolution, INDArray x, INDArray cotangent, INDArray inputCotangent, INDArray weightGradient) {
        if (shared.openGradient != null && weightGradient != null) {
            shared.openGradients.backward(convolution, x, cotangent, inputCotangent, weightGradient);
        } else {
            convolution.backward(x, cotangent, inputCotangent, weightGradient);
        }
    }

    /**
     * Runs a task in which parts of a gradient may be left open; they are complete when it has ended. A task inside of another
     * with the same gradient leaves that to the outer. With another gradient, such as a solver's own for a stage, it completes
     * both: who asked for the inner one reads it next.
     *
     * @param gradient the whole vector that the task adds to; null where it adds to none
     * @param task what is run
     */
    void leavingGradientsOpen(INDArray gradient, Runnable task) {
        INDArray outer = shared.openGradient;
        if (gradient == null || gradient == outer) {
            task.run();
            return;
        }
        shared.openGradients.close();
        shared.openGradient = gradient;
        try {
            task.run();
            shared.openGradients.close();
        } finally {
            shared.openGradient = outer;
            shared.openGradients.forget();
        }
    }

    /** The memory of this context. */
    ArrayPool pool() {
        return shared.pool;
    }

    /** Closes what was prepared. */
    @Override
    public void close() {
        close(shared);
    }

    private static void close(Shared shared) {
        shared.parts.forEach(LayerContext::close);
        for (AutoCloseable item : shared.prepared.values()) {
            try {
                item.close();
            } catch (Exception e) {
                throw new IllegalStateException("could not free what a layer had prepared", e);
            }
        }
        shared.prepared.clear();
    }
}
