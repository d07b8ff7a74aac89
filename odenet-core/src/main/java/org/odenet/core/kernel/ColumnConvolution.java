package org.odenet.core.kernel;

import static org.nd4j.linalg.indexing.NDArrayIndex.all;
import static org.nd4j.linalg.indexing.NDArrayIndex.interval;
import static org.nd4j.linalg.indexing.NDArrayIndex.point;

import java.util.function.BiConsumer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.INDArrayIndex;
import org.odenet.core.tensor.Tensors;

/**
 * A convolution as a product of matrices: each window's values make one row, {@code [positions, size * size *
 * channels]}. A batch is served in parts, so that the rows stay small.
 */
final class ColumnConvolution implements Convolution {

    /** The most elements of one part's rows: 8 MB in double. */
    private static final long PART = 1L << 20;

    private final Window2d window;
    private final long inChannels;
    private final long outChannels;
    /** {@code [size * size * inChannels, outChannels]}. */
    private final INDArray matrix;

    ColumnConvolution(Window2d window, INDArray weight) {
        this.window = window;
        this.outChannels = weight.size(0);
        this.inChannels = weight.size(1);
        this.matrix = Nd4j.createUninitialized(weight.dataType(), rowLength(), outChannels);
        matrix.reshape('c', window.size(), window.size(), inChannels, outChannels)
                .assign(weight.permute(2, 3, 1, 0));
    }

    private long rowLength() {
        return inChannels * window.size() * window.size();
    }

    @Override
    public void forward(INDArray x, INDArray offset, INDArray out) {
        try (Nhwc from = Nhwc.read(x);
                Nhwc to = Nhwc.write(out);
                Windows windows = new Windows(from.array(), to.array())) {
            windows.forEachPart((xPart, outPart) -> {
                windows.gather(xPart);
                Nd4j.gemm(windows.rows(xPart), matrix, matrixOf(outPart), false, false, 1, 0);
            });
            if (offset != null) {
                Nd4jKernels.addOffset(to, offset);
            }
        }
    }

    @Override
    public void addTo(INDArray x, INDArray out) {
        try (INDArray result = Tensors.like(out)) {
            forward(x, null, result);
            out.addi(result);
        }
    }

    @Override
    public void backward(INDArray x, INDArray cotangent, INDArray inputCotangent, INDArray weightGradient) {
        if (weightGradient != null) {
            addWeightGradient(x, cotangent, weightGradient);
        }
        if (inputCotangent != null) {
            try (Nhwc back = Nhwc.read(cotangent);
                    Nhwc to = Nhwc.write(inputCotangent);
                    Windows windows = new Windows(to.array(), back.array())) {
                windows.forEachPart((dxPart, backPart) -> {
                    Nd4j.gemm(matrixOf(backPart), matrix, windows.rows(dxPart), false, true, 1, 0);
                    windows.scatter(dxPart);
                });
            }
        }
    }

    private void addWeightGradient(INDArray x, INDArray cotangent, INDArray weightGradient) {
        try (Nhwc from = Nhwc.read(x);
                Nhwc back = Nhwc.read(cotangent);
                INDArray gradient = Nd4j.create(x.dataType(), rowLength(), outChannels);
                Windows windows = new Windows(from.array(), back.array())) {
            windows.forEachPart((xPart, backPart) -> {
                windows.gather(xPart);
                Nd4j.gemm(windows.rows(xPart), matrixOf(backPart), gradient, true, false, 1, 1);
            });
            weightGradient
                    .permute(2, 3, 1, 0)
                    .addi(gradient.reshape('c', window.size(), window.size(), inChannels, outChannels));
        }
    }

    private INDArray matrixOf(INDArray images) {
        return images.reshape('c', images.length() / outChannels, outChannels);
    }

    @Override
    public void close() {
        matrix.close();
    }

    /** The windows over images {@code [batch, height, width, channels]}, in parts of the batch. */
    private final class Windows implements AutoCloseable {

        private final INDArray images;
        private final INDArray positions;
        private final long samples;
        private final INDArray padded;
        private final INDArray values;

        /**
         * Makes scratch memory.
         *
         * @param images the images
         * @param positions what has one entry per window, {@code [batch, outHeight, outWidth, outChannels]}
         */
        Windows(INDArray images, INDArray positions) {
            this.images = images;
            this.positions = positions;
            long outHeight = positions.size(1);
            long outWidth = positions.size(2);
            this.samples = Math.min(images.size(0), Math.max(1, PART / (outHeight * outWidth * rowLength())));
            int size = window.size();
            int margin = 2 * window.padding();
            DataType type = images.dataType();
            this.padded = Nd4j.create(type, samples, images.size(1) + margin, images.size(2) + margin, inChannels);
            this.values = Nd4j.createUninitialized(type, samples, outHeight, outWidth, size, size, inChannels);
        }

        void forEachPart(BiConsumer<INDArray, INDArray> action) {
            for (long from = 0; from < images.size(0); from += samples) {
                long to = Math.min(from + samples, images.size(0));
                action.accept(Tensors.samples(images, from, to), Tensors.samples(positions, from, to));
            }
        }

        /** The rows that belong to a part. */
        INDArray rows(INDArray part) {
            long count = part.size(0) * values.size(1) * values.size(2);
            return values.reshape('c', values.length() / rowLength(), rowLength())
                    .get(interval(0, count), all());
        }

        /** Sets the rows from the images. */
        void gather(INDArray part) {
            inner(part).assign(part);
            forEachPixel(part, (image, row) -> row.assign(image));
        }

        /** Sets the images to the sums of the rows' values that belong to each pixel. */
        void scatter(INDArray part) {
            padded.assign(0);
            forEachPixel(part, (image, row) -> image.addi(row));
            part.assign(inner(part));
        }

        private INDArray inner(INDArray part) {
            int padding = window.padding();
            return padded.get(
                    interval(0, part.size(0)),
                    interval(padding, padding + part.size(1)),
                    interval(padding, padding + part.size(2)),
                    all());
        }

        /** For each pixel of the window: the images' values there at all positions, and their place in the rows. */
        private void forEachPixel(INDArray part, BiConsumer<INDArray, INDArray> action) {
            for (int i = 0; i < window.size(); i++) {
                for (int j = 0; j < window.size(); j++) {
                    INDArray image = padded.get(
                            interval(0, part.size(0)),
                            positions(i, values.size(1)),
                            positions(j, values.size(2)),
                            all());
                    INDArray row = values.get(interval(0, part.size(0)), all(), all(), point(i), point(j), all());
                    action.accept(image, row);
                }
            }
        }

        private INDArrayIndex positions(int first, long count) {
            int stride = window.stride();
            return interval(first, stride, first + stride * (count - 1) + 1);
        }

        @Override
        public void close() {
            padded.close();
            values.close();
        }
    }
}
