package org.odenet.onednn;

import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.odenet.core.kernel.Convolution;
import org.odenet.core.kernel.Window2d;

/** A convolution in FLOAT by oneDNN's primitives. For one thread at a time. */
final class OnednnConvolution implements Convolution {

    private record CallKey(ConvolutionKind kind, ConvolutionShape shape) {}

    private record AdditionKey(ConvolutionShape shape, List<Long> strides) {}

    /** A primitive ready to be called, with the weights, or room for their gradient, in its own order. */
    private record Call(PrimitiveCall primitive, memory weights) implements AutoCloseable {

        @Override
        public void close() {
            primitive.close();
            weights.close();
        }
    }

    private final Primitives primitives;
    private final Workers workers;
    private final Window2d window;
    private final INDArray weight;
    private final Map<CallKey, Call> calls = new HashMap<>();
    private final Map<AdditionKey, PrimitiveCall> additions = new HashMap<>();

    OnednnConvolution(Primitives primitives, Workers workers, Window2d window, INDArray weight) {
        long[] square = {weight.size(0), weight.size(1), window.size(), window.size()};
        ImageMemory.require(weight, "weight of a convolution", square);
        this.primitives = primitives;
        this.workers = workers;
        this.window = window;
        this.weight = weight.dup('c');
    }

    @Override
    public void forward(INDArray x, INDArray offset, INDArray out) {
        ConvolutionShape shape = ConvolutionShape.of(window, weight, x);
        ImageMemory.require(out, "output of the convolution", shape.output());
        try (ImageMemory from = ImageMemory.read(x);
                ImageMemory to = ImageMemory.write(out)) {
            if (offset == null) {
                forward(ConvolutionKind.FORWARD, shape, from, to).run();
            } else if (offset.length() == shape.outChannels()) {
                forwardWithBias(shape, from, offset, to);
            } else {
                // oneDNN adds a map that is broadcast over the batch only in slow code; adding to it is free.
                fill(offset, shape, to);
                forward(ConvolutionKind.FORWARD_ADDING, shape, from, to).run();
            }
        }
    }

    private PrimitiveCall forward(ConvolutionKind kind, ConvolutionShape shape, ImageMemory from, ImageMemory to) {
        return call(kind, shape)
                .primitive()
                .place(dnnl.DNNL_ARG_SRC, from.address())
                .place(dnnl.DNNL_ARG_DST, to.address());
    }

    private void forwardWithBias(ConvolutionShape shape, ImageMemory from, INDArray offset, ImageMemory to) {
        ImageMemory.require(offset, "offset of the convolution", 1, shape.outChannels(), 1, 1);
        try (ImageMemory bias = ImageMemory.read(offset)) {
            forward(ConvolutionKind.FORWARD_WITH_BIAS, shape, from, to)
                    .place(dnnl.DNNL_ARG_BIAS, bias.address())
                    .run();
        }
    }

    private void fill(INDArray offset, ConvolutionShape shape, ImageMemory out) {
        ImageMemory.require(
                offset, "offset of the convolution", 1, shape.outChannels(), shape.outHeight(), shape.outWidth());
        int length = (int) offset.length();
        try (ImageMemory map = ImageMemory.read(offset)) {
            FloatBuffer from = map.floats();
            FloatBuffer to = out.floats();
            workers.forEach((int) shape.batch(), sample -> to.put(sample * length, from, 0, length));
        }
    }

    @Override
    public void backward(INDArray x, INDArray cotangent, INDArray inputCotangent, INDArray weightGradient) {
        ConvolutionShape shape = ConvolutionShape.of(window, weight, x);
        ImageMemory.require(cotangent, "cotangent of the convolution", shape.output());
        try (ImageMemory back = ImageMemory.read(cotangent)) {
            if (inputCotangent != null) {
                backwardData(shape, back, inputCotangent);
            }
            if (weightGradient != null) {
                backwardWeights(shape, x, back, weightGradient);
            }
        }
    }

    private void backwardData(ConvolutionShape shape, ImageMemory back, INDArray inputCotangent) {
        ImageMemory.require(inputCotangent, "input's cotangent of the convolution", shape.input());
        try (ImageMemory to = ImageMemory.write(inputCotangent)) {
            call(ConvolutionKind.BACKWARD_DATA, shape)
                    .primitive()
                    .place(dnnl.DNNL_ARG_DIFF_DST, back.address())
                    .place(dnnl.DNNL_ARG_DIFF_SRC, to.address())
                    .run();
        }
    }

    private void backwardWeights(ConvolutionShape shape, INDArray x, ImageMemory back, INDArray weightGradient) {
        ImageMemory.require(weightGradient, "weight's gradient of the convolution", shape.weight());
        Call call = call(ConvolutionKind.BACKWARD_WEIGHTS, shape);
        try (ImageMemory from = ImageMemory.read(x)) {
            call.primitive()
                    .place(dnnl.DNNL_ARG_SRC, from.address())
                    .place(dnnl.DNNL_ARG_DIFF_DST, back.address())
                    .run();
        }
        addition(shape, weightGradient.stride(), call.weights())
                .place(dnnl.DNNL_ARG_TO, Address.of(weightGradient))
                .run();
    }

    private PrimitiveCall addition(ConvolutionShape shape, long[] strides, memory gradient) {
        AdditionKey key = new AdditionKey(shape, LongStream.of(strides).boxed().toList());
        return additions.computeIfAbsent(key, absent -> new PrimitiveCall(primitives.addition(shape, key.strides()))
                .with(dnnl.DNNL_ARG_FROM, gradient)
                .with(dnnl.DNNL_ARG_TO, Descriptors.strided(shape.weight(), strides)));
    }

    private Call call(ConvolutionKind kind, ConvolutionShape shape) {
        return calls.computeIfAbsent(new CallKey(kind, shape), key -> prepare(kind, shape));
    }

    private Call prepare(ConvolutionKind kind, ConvolutionShape shape) {
        NativeThread.current();
        ConvolutionKind.Prepared prepared = primitives.convolution(kind, shape);
        memory weights = new memory(prepared.weights(), NativeThread.ENGINE);
        PrimitiveCall call = new PrimitiveCall(prepared.primitive()).withScratch(prepared.scratch());
        switch (kind) {
            case FORWARD, FORWARD_ADDING -> call.with(dnnl.DNNL_ARG_SRC, Descriptors.images(shape.input()))
                    .with(dnnl.DNNL_ARG_WEIGHTS, weights)
                    .with(dnnl.DNNL_ARG_DST, Descriptors.images(shape.output()));
            case FORWARD_WITH_BIAS -> call.with(dnnl.DNNL_ARG_SRC, Descriptors.images(shape.input()))
                    .with(dnnl.DNNL_ARG_WEIGHTS, weights)
                    .with(dnnl.DNNL_ARG_BIAS, Descriptors.vector(shape.outChannels()))
                    .with(dnnl.DNNL_ARG_DST, Descriptors.images(shape.output()));
            case BACKWARD_DATA -> call.with(dnnl.DNNL_ARG_DIFF_DST, Descriptors.images(shape.output()))
                    .with(dnnl.DNNL_ARG_WEIGHTS, weights)
                    .with(dnnl.DNNL_ARG_DIFF_SRC, Descriptors.images(shape.input()));
            case BACKWARD_WEIGHTS -> call.with(dnnl.DNNL_ARG_SRC, Descriptors.images(shape.input()))
                    .with(dnnl.DNNL_ARG_DIFF_DST, Descriptors.images(shape.output()))
                    .with(dnnl.DNNL_ARG_DIFF_WEIGHTS, weights);
            default -> throw new IllegalStateException("no arguments for " + kind);
        }
        if (kind != ConvolutionKind.BACKWARD_WEIGHTS) {
            bringIntoOrder(kind, shape, weights);
        }
        return new Call(call, weights);
    }

    private void bringIntoOrder(ConvolutionKind kind, ConvolutionShape shape, memory to) {
        try (PrimitiveCall reorder = new PrimitiveCall(primitives.ordering(kind, shape))) {
            reorder.with(dnnl.DNNL_ARG_FROM, Descriptors.contiguous(shape.weight()))
                    .with(dnnl.DNNL_ARG_TO, to)
                    .place(dnnl.DNNL_ARG_FROM, Address.of(weight))
                    .run();
        }
    }

    @Override
    public void close() {
        additions.values().forEach(PrimitiveCall::close);
        additions.clear();
        calls.values().forEach(Call::close);
        calls.clear();
        weight.close();
    }
}
