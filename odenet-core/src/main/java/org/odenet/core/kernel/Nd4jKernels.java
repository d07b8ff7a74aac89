package org.odenet.core.kernel;

import java.util.List;
import java.util.function.IntConsumer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.odenet.core.tensor.Tensors;

/** The kernels on ND4J's operations alone, for any of its backends. Images lie in memory with the channels last. */
public final class Nd4jKernels implements Kernels {

    /** Makes the kernels. */
    public Nd4jKernels() {
        // Holds nothing.
    }

    @Override
    public String name() {
        return "nd4j";
    }

    @Override
    public INDArray create(DataType type, long... shape) {
        Tensors.requireFloating(type);
        if (shape.length != 4) {
            return Nd4j.createUninitialized(type, shape);
        }
        return Nd4j.createUninitialized(type, shape[0], shape[2], shape[3], shape[1])
                .permute(0, 3, 1, 2);
    }

    @Override
    public Convolution convolution(Window2d window, INDArray weight) {
        // ND4J convolves through oneDNN in float only; in double its own way is several times slower than the columns.
        return weight.dataType() == DataType.FLOAT
                ? new OpConvolution(window, weight)
                : new ColumnConvolution(window, weight);
    }

    @Override
    public void groupNorm(
            INDArray x,
            int groups,
            INDArray scale,
            INDArray shift,
            double epsilon,
            boolean relu,
            INDArray out,
            INDArray statistics) {
        try (Nhwc from = Nhwc.read(x);
                Nhwc to = Nhwc.write(out)) {
            new GroupNormalization(groups, scale, shift, relu, statistics).forward(from, epsilon, to);
        }
    }

    @Override
    public void repeatGroupNorm(
            INDArray x, int groups, INDArray scale, INDArray shift, boolean relu, INDArray statistics, INDArray out) {
        try (Nhwc from = Nhwc.read(x);
                Nhwc to = Nhwc.write(out)) {
            new GroupNormalization(groups, scale, shift, relu, statistics).repeat(from, to);
        }
    }

    @Override
    public void groupNormBackward(
            INDArray x,
            int groups,
            INDArray scale,
            INDArray shift,
            boolean relu,
            INDArray statistics,
            INDArray cotangent,
            INDArray inputCotangent,
            INDArray scaleGradient,
            INDArray shiftGradient) {
        try (Nhwc from = Nhwc.read(x);
                Nhwc back = Nhwc.read(cotangent);
                Nhwc to = Nhwc.write(inputCotangent)) {
            new GroupNormalization(groups, scale, shift, relu, statistics)
                    .backward(from, back, to, scaleGradient, shiftGradient);
        }
    }

    @Override
    public void sumOverBatch(INDArray x, double[] weights, INDArray sum) {
        try (Scratch scratch = new Scratch(x.dataType());
                Nhwc from = Nhwc.read(x);
                Nhwc to = Nhwc.write(sum)) {
            INDArray factors = scratch.create(1, x.size(0)).assign(1);
            for (int sample = 0; weights != null && sample < x.size(0); sample++) {
                factors.putScalar(sample, weights[sample]);
            }
            INDArray rows = from.array().reshape('c', x.size(0), x.length() / x.size(0));
            Nd4j.gemm(factors, rows, to.array().reshape('c', 1, sum.length()), false, false, 1, 0);
        }
    }

    @Override
    public void addChannelSums(INDArray x, INDArray sums) {
        try (Nhwc pixels = Nhwc.read(x);
                INDArray sum = pixels.pixels().sum(0, 1)) {
            sums.addi(sum);
        }
    }

    @Override
    public void combine(INDArray out, INDArray base, double[] weights, List<INDArray> vectors) {
        VectorOps.combine(out, base, weights, vectors);
    }

    @Override
    public double errorNorm(
            double[] weights,
            List<INDArray> vectors,
            INDArray first,
            INDArray second,
            double relative,
            double absolute) {
        return VectorOps.errorNorm(weights, vectors, first, second, relative, absolute);
    }

    @Override
    public void combineSamples(
            int count,
            INDArray out,
            int[] outRows,
            INDArray base,
            int[] rows,
            double[][] weights,
            List<INDArray> vectors) {
        SampleOps.combine(count, out, outRows, base, rows, weights, vectors);
    }

    @Override
    public void sampleErrorNorms(
            int count,
            double[][] weights,
            List<INDArray> vectors,
            INDArray first,
            INDArray second,
            double[] relative,
            double[] absolute,
            double[] norms) {
        for (int row = 0; row < count; row++) {
            int sample = row;
            norms[row] = errorNorm(
                    weights[row],
                    vectors.stream()
                            .map(vector -> SampleOps.flat(vector, sample))
                            .toList(),
                    SampleOps.flat(first, row),
                    SampleOps.flat(second, row),
                    relative[row],
                    absolute[row]);
        }
    }

    /** One: ND4J's operations use all threads. */
    @Override
    public int parts(DataType type, long samples) {
        return 1;
    }

    @Override
    public void forEachPart(int parts, IntConsumer task) {
        for (int part = 0; part < parts; part++) {
            task.accept(part);
        }
    }

    /** Adds a bias {@code [1, channels, 1, 1]} or a map {@code [1, channels, height, width]} to every sample. */
    static void addOffset(Nhwc out, INDArray offset) {
        long length = offset.length();
        try (Nhwc values = Nhwc.read(offset)) {
            INDArray rows = out.array().reshape('c', out.array().length() / length, length);
            Scratch.broadcast("add", rows, values.array().reshape('c', 1, length), rows);
        }
    }
}
