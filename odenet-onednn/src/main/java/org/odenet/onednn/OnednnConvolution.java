package org.odenet.onednn;

import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.odenet.core.kernel.Convolution;
import org.odenet.core.kernel.Window2d;

/** A convolution in FLOAT, the batch shared out among threads. For one caller at a time. */
final class OnednnConvolution implements Convolution {

    private final Primitives primitives;
    private final Workers workers;
    private final ConvolutionMethod method;
    private final Precision precision;
    private final Window2d window;
    private final INDArray weight;
    private final List<PartConvolution> parts = new ArrayList<>();

    OnednnConvolution(
            Primitives primitives,
            Workers workers,
            ConvolutionMethod method,
            Precision precision,
            Window2d window,
            INDArray weight) {
        long[] square = {weight.size(0), weight.size(1), window.size(), window.size()};
        ImageMemory.require(weight, "weight of a convolution", square);
        this.primitives = primitives;
        this.workers = workers;
        this.method = method;
        this.precision = precision;
        this.window = window;
        this.weight = weight.dup('c');
    }

    /** What is done with one part of a batch. */
    @FunctionalInterface
    private interface PartTask {
        void run(PartConvolution convolution, ConvolutionShape shape, int firstSample);
    }

    private void forEachPart(ConvolutionShape shape, PartTask task) {
        int count = workers.parts(shape.batch());
        while (parts.size() < count) {
            parts.add(new PartConvolution(primitives, method, precision, weight));
        }
        workers.run(count, part -> {
            int from = first(shape, part, count);
            int to = first(shape, part + 1, count);
            task.run(parts.get(part), shape.withBatch(to - from), from);
        });
    }

    private static int first(ConvolutionShape shape, int part, int count) {
        return (int) (shape.batch() * part / count);
    }

    @Override
    public void forward(INDArray x, INDArray offset, INDArray out) {
        ConvolutionShape shape = ConvolutionShape.of(precision, window, weight, x);
        ImageMemory.require(out, "output of the convolution", shape.output());
        try (ImageMemory from = ImageMemory.read(x);
                ImageMemory to = ImageMemory.write(out)) {
            if (offset == null) {
                forEachPart(
                        shape, (part, piece, first) -> part.forward(piece, from.addressOf(first), to.addressOf(first)));
            } else if (offset.length() == shape.outChannels()) {
                forwardWithBias(shape, from, offset, to);
            } else {
                forwardWithMap(shape, from, offset, to);
            }
        }
    }

    private void forwardWithBias(ConvolutionShape shape, ImageMemory from, INDArray offset, ImageMemory to) {
        ImageMemory.require(offset, "offset of the convolution", 1, shape.outChannels(), 1, 1);
        try (ImageMemory bias = ImageMemory.read(offset)) {
            long values = bias.addressOf(0);
            forEachPart(
                    shape,
                    (part, piece, first) ->
                            part.forwardWithBias(piece, from.addressOf(first), values, to.addressOf(first)));
        }
    }

    private void forwardWithMap(ConvolutionShape shape, ImageMemory from, INDArray offset, ImageMemory to) {
        ImageMemory.require(
                offset, "offset of the convolution", 1, shape.outChannels(), shape.outHeight(), shape.outWidth());
        try (ImageMemory map = ImageMemory.read(offset)) {
            long values = map.addressOf(0);
            forEachPart(
                    shape,
                    (part, piece, first) ->
                            part.forwardWithMap(piece, from.addressOf(first), values, to.addressOf(first)));
        }
    }

    @Override
    public void addTo(INDArray x, INDArray out) {
        ConvolutionShape shape = ConvolutionShape.of(precision, window, weight, x);
        ImageMemory.require(out, "output of the convolution", shape.output());
        try (ImageMemory from = ImageMemory.read(x);
                ImageMemory to = ImageMemory.update(out)) {
            forEachPart(
                    shape,
                    (part, piece, first) -> part.forwardAdding(piece, from.addressOf(first), to.addressOf(first)));
        }
    }

    @Override
    public void backward(INDArray x, INDArray cotangent, INDArray inputCotangent, INDArray weightGradient) {
        if (weightGradient == null) {
            backwardLeavingOpen(x, cotangent, inputCotangent, null);
            return;
        }
        try {
            backwardLeavingOpen(x, cotangent, inputCotangent, weightGradient);
            closeGradient(weightGradient);
        } finally {
            // Of a run that failed half-way nothing may be added later.
            closeGradient(null);
        }
    }

    @Override
    public void backwardLeavingOpen(INDArray x, INDArray cotangent, INDArray inputCotangent, INDArray weightGradient) {
        ConvolutionShape shape = ConvolutionShape.of(precision, window, weight, x);
        ImageMemory.require(cotangent, "cotangent of the convolution", shape.output());
        if (inputCotangent != null) {
            ImageMemory.require(inputCotangent, "input's cotangent of the convolution", shape.input());
        }
        if (weightGradient != null) {
            ImageMemory.require(weightGradient, "weight's gradient of the convolution", shape.weight());
        }
        try (ImageMemory from = weightGradient == null ? null : ImageMemory.read(x);
                ImageMemory back = ImageMemory.read(cotangent);
                ImageMemory to = inputCotangent == null ? null : ImageMemory.write(inputCotangent)) {
            forEachPart(
                    shape,
                    (part, piece, first) -> part.backward(
                            piece,
                            from == null ? 0 : from.addressOf(first),
                            back.addressOf(first),
                            to == null ? 0 : to.addressOf(first)));
        }
        if (weightGradient != null) {
            addWeightGradients(shape, weightGradient);
        }
    }

    @Override
    public void closeGradient(INDArray weightGradient) {
        if (weightGradient == null) {
            parts.forEach(PartConvolution::forgetOpenGradient);
            return;
        }
        workers.run(parts.size(), part -> parts.get(part).transformOpenGradient());
        parts.forEach(part -> part.addOpenGradient(weightGradient));
    }

    private void addWeightGradients(ConvolutionShape shape, INDArray weightGradient) {
        int count = workers.parts(shape.batch());
        for (int part = 0; part < count; part++) {
            long samples = first(shape, part + 1, count) - first(shape, part, count);
            parts.get(part).addWeightGradient(shape.withBatch(samples), weightGradient);
        }
    }

    @Override
    public void close() {
        parts.forEach(PartConvolution::close);
        parts.clear();
        weight.close();
    }
}
