package org.odenet.onednn;

import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A convolution of one part of a batch, on one thread, with memory by its address. */
final class PartConvolution implements AutoCloseable {

    private record CallKey(ConvolutionKind kind, ConvolutionShape shape) {}

    private record AdditionKey(memory gradient, List<Long> strides) {}

    /** A primitive ready to be called, with the weights, or room for their gradient, in its own order. */
    private record Call(PrimitiveCall primitive, memory weights) {}

    /** More than batches of a few sizes need; where samples end one by one, batches of all sizes come. */
    private static final int KEPT_CALLS = 64;

    private final Primitives primitives;
    private final ConvolutionMethod method;
    private final INDArray weight;
    private final OrderedWeights weights;
    /** Those that were not made for the longest time first. */
    private final Map<CallKey, Call> calls = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<CallKey, Call> eldest) {
            boolean tooMany = size() > KEPT_CALLS;
            if (tooMany) {
                eldest.getValue().primitive().close();
            }
            return tooMany;
        }
    };

    private final Map<AdditionKey, PrimitiveCall> additions = new HashMap<>();

    private final Factors input;
    private final Factors output;
    private WinogradConvolution winograd;

    PartConvolution(Primitives primitives, ConvolutionMethod method, Precision precision, INDArray weight) {
        this.primitives = primitives;
        this.method = method;
        this.weight = weight;
        this.weights = new OrderedWeights(primitives, weight);
        this.input = new Factors(primitives, precision);
        this.output = new Factors(primitives, precision);
    }

    /** Overwrites the output. */
    void forward(ConvolutionShape shape, long from, long to) {
        if (method.usesWinograd(shape)) {
            winograd().forward(shape, from, to);
        } else {
            run(ConvolutionKind.FORWARD, shape, from, to);
        }
    }

    /** Adds to the output. */
    void forwardAdding(ConvolutionShape shape, long from, long to) {
        if (method.usesWinograd(shape)) {
            winograd().forwardAdding(shape, from, to);
        } else {
            run(ConvolutionKind.FORWARD_ADDING, shape, from, to);
        }
    }

    /**
     * Overwrites the output, a map of values for each pixel and channel added to each sample. oneDNN adds what is broadcast over
     * the batch only in slow code; adding to what is there is free.
     */
    void forwardWithMap(ConvolutionShape shape, long from, long map, long to) {
        if (method.usesWinograd(shape)) {
            winograd().forwardWithMap(shape, from, map, to);
            return;
        }
        long length = shape.outChannels() * shape.outHeight() * shape.outWidth();
        FloatBuffer values = Address.floats(map, length);
        FloatBuffer out = Address.floats(to, shape.batch() * length);
        for (int sample = 0; sample < shape.batch(); sample++) {
            out.put((int) (sample * length), values, 0, (int) length);
        }
        run(ConvolutionKind.FORWARD_ADDING, shape, from, to);
    }

    private void run(ConvolutionKind kind, ConvolutionShape shape, long from, long to) {
        call(kind, shape)
                .primitive()
                .place(dnnl.DNNL_ARG_SRC, input.of(shape.input(), from))
                .place(dnnl.DNNL_ARG_DST, to)
                .run();
    }

    /** Overwrites the output, a value for each channel added. */
    void forwardWithBias(ConvolutionShape shape, long from, long bias, long to) {
        call(ConvolutionKind.FORWARD_WITH_BIAS, shape)
                .primitive()
                .place(dnnl.DNNL_ARG_SRC, input.of(shape.input(), from))
                .place(dnnl.DNNL_ARG_BIAS, bias)
                .place(dnnl.DNNL_ARG_DST, to)
                .run();
    }

    /**
     * Goes back.
     *
     * @param from the input, or 0 where the weight's gradient is not wanted. By Winograd's method it is added to what is open;
     *     else {@link #addWeightGradient} adds it where it belongs
     * @param back the output's cotangent
     * @param to the input's cotangent, or 0 where it is not wanted
     */
    void backward(ConvolutionShape shape, long from, long back, long to) {
        if (method.usesWinograd(shape)) {
            winograd().backward(shape, from, back, to);
            return;
        }
        long cotangent = output.of(shape.output(), back);
        if (to != 0) {
            call(ConvolutionKind.BACKWARD_DATA, shape)
                    .primitive()
                    .place(dnnl.DNNL_ARG_DIFF_DST, cotangent)
                    .place(dnnl.DNNL_ARG_DIFF_SRC, to)
                    .run();
        }
        if (from != 0) {
            call(ConvolutionKind.BACKWARD_WEIGHTS, shape)
                    .primitive()
                    .place(dnnl.DNNL_ARG_SRC, input.of(shape.input(), from))
                    .place(dnnl.DNNL_ARG_DIFF_DST, cotangent)
                    .run();
        }
    }

    /** Adds the weight's gradient that {@link #backward} computed last, unless it is open. */
    void addWeightGradient(ConvolutionShape shape, INDArray gradient) {
        if (method.usesWinograd(shape)) {
            return;
        }
        memory computed = call(ConvolutionKind.BACKWARD_WEIGHTS, shape).weights();
        addition(shape, gradient.stride(), computed)
                .place(dnnl.DNNL_ARG_TO, Address.of(gradient))
                .run();
    }

    /** Brings the open gradient into the order of the weight. */
    void transformOpenGradient() {
        if (winograd != null) {
            winograd.transformOpenGradients();
        }
    }

    /** Adds the open gradient, which then is no more. */
    void addOpenGradient(INDArray gradient) {
        if (winograd != null) {
            winograd.addOpenGradients(gradient);
        }
    }

    void forgetOpenGradient() {
        if (winograd != null) {
            winograd.forgetOpenGradients();
        }
    }

    /** Its class loads only where there are vector instructions. */
    private WinogradConvolution winograd() {
        if (winograd == null) {
            winograd = new WinogradConvolution(primitives, weight);
        }
        return winograd;
    }

    private PrimitiveCall addition(ConvolutionShape shape, long[] strides, memory gradient) {
        AdditionKey key =
                new AdditionKey(gradient, LongStream.of(strides).boxed().toList());
        return additions.computeIfAbsent(key, absent -> new PrimitiveCall(primitives.addition(shape, strides))
                .with(dnnl.DNNL_ARG_FROM, gradient)
                .with(dnnl.DNNL_ARG_TO, Descriptors.strided(shape.weight(), strides)));
    }

    private Call call(ConvolutionKind kind, ConvolutionShape shape) {
        return calls.computeIfAbsent(new CallKey(kind, shape), key -> prepare(kind, shape));
    }

    private Call prepare(ConvolutionKind kind, ConvolutionShape shape) {
        NativeThread.current();
        ConvolutionKind.Prepared prepared = primitives.convolution(kind, shape);
        memory values = weights.of(kind, shape);
        PrimitiveCall call = new PrimitiveCall(prepared.primitive()).withScratch(prepared.scratch());
        switch (kind) {
            case FORWARD, FORWARD_ADDING -> call.with(
                            dnnl.DNNL_ARG_SRC, Descriptors.factors(shape.precision(), shape.input()))
                    .with(dnnl.DNNL_ARG_WEIGHTS, values)
                    .with(dnnl.DNNL_ARG_DST, Descriptors.images(shape.output()));
            case FORWARD_WITH_BIAS -> call.with(
                            dnnl.DNNL_ARG_SRC, Descriptors.factors(shape.precision(), shape.input()))
                    .with(dnnl.DNNL_ARG_WEIGHTS, values)
                    .with(dnnl.DNNL_ARG_BIAS, Descriptors.vector(shape.outChannels()))
                    .with(dnnl.DNNL_ARG_DST, Descriptors.images(shape.output()));
            case BACKWARD_DATA -> call.with(
                            dnnl.DNNL_ARG_DIFF_DST, Descriptors.factors(shape.precision(), shape.output()))
                    .with(dnnl.DNNL_ARG_WEIGHTS, values)
                    .with(dnnl.DNNL_ARG_DIFF_SRC, Descriptors.images(shape.input()));
            case BACKWARD_WEIGHTS -> call.with(dnnl.DNNL_ARG_SRC, Descriptors.factors(shape.precision(), shape.input()))
                    .with(dnnl.DNNL_ARG_DIFF_DST, Descriptors.factors(shape.precision(), shape.output()))
                    .with(dnnl.DNNL_ARG_DIFF_WEIGHTS, values);
            default -> throw new IllegalStateException("no arguments for " + kind);
        }
        return new Call(call, values);
    }

    @Override
    public void close() {
        if (winograd != null) {
            winograd.close();
            winograd = null;
        }
        input.close();
        output.close();
        additions.values().forEach(PrimitiveCall::close);
        additions.clear();
        calls.values().forEach(call -> call.primitive().close());
        calls.clear();
        weights.close();
    }
}
