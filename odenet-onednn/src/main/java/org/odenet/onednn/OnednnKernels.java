package org.odenet.onednn;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.odenet.core.kernel.Convolution;
import org.odenet.core.kernel.Kernels;
import org.odenet.core.kernel.Nd4jKernels;
import org.odenet.core.kernel.Window2d;

/**
 * Fast kernels on CPUs for FLOAT: convolutions of oneDNN 3 with the channels last in memory, and normalisation in fused
 * passes. In BFLOAT16 precision the factors of convolutions are rounded to it, but where {@link WinogradConvolution} is faster
 * without that, and nothing else. DOUBLE goes to ND4J. The system property {@code odenet.threads} sets the number of threads of
 * one call.
 */
public final class OnednnKernels implements Kernels {

    /** Several for each layer of a large network; each holds some 100 kB of machine code. */
    private static final int CACHED_PRIMITIVES = 1024;

    private static final double[] NONE = {};

    private final Nd4jKernels portable = new Nd4jKernels();
    private final Primitives primitives = new Primitives(CACHED_PRIMITIVES);
    private final Workers workers = new Workers(ThreadCount.configured());

    private final String name;
    private final ConvolutionMethod method;
    private final Precision precision;

    /** Makes the kernels; {@link OnednnKernelProvider} does it where they run. */
    OnednnKernels(String name, ConvolutionMethod method, Precision precision) {
        this.name = name;
        this.method = method;
        this.precision = precision;
        NativeThread.current();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public INDArray create(DataType type, long... shape) {
        return portable.create(type, shape);
    }

    @Override
    public Convolution convolution(Window2d window, INDArray weight) {
        return weight.dataType() == DataType.FLOAT
                ? new OnednnConvolution(primitives, workers, method, precision, window, weight)
                : portable.convolution(window, weight);
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
        if (x.dataType() != DataType.FLOAT) {
            portable.groupNorm(x, groups, scale, shift, epsilon, relu, out, statistics);
            return;
        }
        GroupNorm norm = new GroupNorm(x, groups, scale, shift, relu, statistics);
        ImageMemory.require(out, "output of a group normalisation", x.shape());
        try (ImageMemory from = ImageMemory.read(x);
                ImageMemory to = ImageMemory.write(out)) {
            new GroupNormForward(norm, epsilon, from.floats(), to.floats()).run(workers);
        }
    }

    @Override
    public void repeatGroupNorm(
            INDArray x, int groups, INDArray scale, INDArray shift, boolean relu, INDArray statistics, INDArray out) {
        if (x.dataType() != DataType.FLOAT) {
            portable.repeatGroupNorm(x, groups, scale, shift, relu, statistics, out);
            return;
        }
        GroupNorm norm = new GroupNorm(x, groups, scale, shift, relu, statistics);
        ImageMemory.require(out, "output of a group normalisation", x.shape());
        try (ImageMemory from = ImageMemory.read(x);
                ImageMemory to = ImageMemory.write(out)) {
            GroupNormForward.repeat(norm, from.floats(), to.floats(), workers);
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
        if (x.dataType() != DataType.FLOAT) {
            portable.groupNormBackward(
                    x, groups, scale, shift, relu, statistics, cotangent, inputCotangent, scaleGradient, shiftGradient);
            return;
        }
        GroupNorm norm = new GroupNorm(x, groups, scale, shift, relu, statistics);
        ImageMemory.require(cotangent, "cotangent of a group normalisation", x.shape());
        ImageMemory.require(inputCotangent, "input's cotangent of a group normalisation", x.shape());
        try (ImageMemory from = ImageMemory.read(x);
                ImageMemory back = ImageMemory.read(cotangent);
                ImageMemory to = ImageMemory.write(inputCotangent)) {
            GroupNormBackward backward = new GroupNormBackward(norm, from.floats(), back.floats(), to.floats());
            backward.run(workers);
            if (scaleGradient != null) {
                FloatVectors.add(scaleGradient, "scale's gradient", backward.scaleGradient());
                FloatVectors.add(shiftGradient, "shift's gradient", backward.shiftGradient());
            }
        }
    }

    @Override
    public void sumOverBatch(INDArray x, double[] weights, INDArray sum) {
        if (x.dataType() != DataType.FLOAT) {
            portable.sumOverBatch(x, weights, sum);
            return;
        }
        ImageMemory.requireImages(x, "batch to be summed");
        long[] shape = x.shape().clone();
        shape[0] = 1;
        ImageMemory.require(sum, "sum of a batch", shape);
        try (ImageMemory from = ImageMemory.read(x);
                ImageMemory to = ImageMemory.write(sum)) {
            new BatchSum(from.floats(), weights, to.floats(), (int) x.size(0), (int) sum.length()).run(workers);
        }
    }

    @Override
    public void addChannelSums(INDArray x, INDArray sums) {
        if (x.dataType() != DataType.FLOAT) {
            portable.addChannelSums(x, sums);
            return;
        }
        ImageMemory.requireImages(x, "batch to be summed");
        int channels = (int) x.size(1);
        try (ImageMemory from = ImageMemory.read(x)) {
            int pixels = (int) (x.size(2) * x.size(3));
            double[] added = new ChannelSums(from.floats(), (int) x.size(0), channels, pixels).sum(workers);
            FloatVectors.add(sums, "channels' sums", added);
        }
    }

    @Override
    public void combine(INDArray out, INDArray base, double[] weights, List<INDArray> vectors) {
        if (out.dataType() != DataType.FLOAT) {
            portable.combine(out, base, weights, vectors);
            return;
        }
        int length = length(out);
        new LinearCombination(length, base, weights, vectors)
                .assignTo(LinearCombination.memory(out, length), 0, workers);
    }

    @Override
    public void combineAll(List<INDArray> outs, INDArray base, double[][] weights, List<INDArray> vectors) {
        if (outs.isEmpty() || outs.get(0).dataType() != DataType.FLOAT) {
            portable.combineAll(outs, base, weights, vectors);
            return;
        }
        int length = length(outs.get(0));
        List<LinearCombination> sums = new ArrayList<>();
        List<NativeFloats> to = new ArrayList<>();
        for (int k = 0; k < outs.size(); k++) {
            sums.add(new LinearCombination(length, base, weights[k], vectors));
            to.add(LinearCombination.memory(outs.get(k), length));
        }
        LinearCombination.assignAll(sums, to, workers);
    }

    @Override
    public double errorNorm(
            double[] weights,
            List<INDArray> vectors,
            INDArray first,
            INDArray second,
            double relative,
            double absolute) {
        if (first.dataType() != DataType.FLOAT) {
            return portable.errorNorm(weights, vectors, first, second, relative, absolute);
        }
        int length = length(first);
        return new LinearCombination(length, null, weights, vectors)
                .scaledNorm(
                        LinearCombination.memory(first, length),
                        LinearCombination.memory(second, length),
                        relative,
                        absolute,
                        workers);
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
        if (out.dataType() != DataType.FLOAT) {
            portable.combineSamples(count, out, outRows, base, rows, weights, vectors);
            return;
        }
        int length = sampleLength(out);
        NativeFloats to = LinearCombination.samples(out, length);
        NativeFloats from = base == null ? null : LinearCombination.samples(base, length);
        NativeFloats[] terms = samples(vectors, length);
        workers.forEach(count, i -> {
            double[] own = weights == null ? NONE : weights[i];
            new LinearCombination(length, rows == null ? i : rows[i], from, own, terms)
                    .assignTo(to, outRows == null ? i : outRows[i], workers);
        });
    }

    private static NativeFloats[] samples(List<INDArray> vectors, int length) {
        return vectors.stream()
                .map(vector -> LinearCombination.samples(vector, length))
                .toArray(NativeFloats[]::new);
    }

    private static int sampleLength(INDArray batch) {
        return Math.toIntExact(batch.length() / batch.size(0));
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
        if (first.dataType() != DataType.FLOAT) {
            portable.sampleErrorNorms(count, weights, vectors, first, second, relative, absolute, norms);
            return;
        }
        int length = sampleLength(first);
        NativeFloats one = LinearCombination.samples(first, length);
        NativeFloats other = LinearCombination.samples(second, length);
        NativeFloats[] terms = samples(vectors, length);
        workers.forEach(
                count,
                i -> norms[i] = new LinearCombination(length, i, null, weights[i], terms)
                        .scaledNorm(one, other, relative[i], absolute[i], workers));
    }

    private static int length(INDArray tensor) {
        return Math.toIntExact(tensor.length());
    }

    /** DOUBLE is served by ND4J, whose operations use all threads. */
    @Override
    public int parts(DataType type, long samples) {
        return type == DataType.FLOAT ? workers.parts(samples) : 1;
    }

    @Override
    public void forEachPart(int parts, IntConsumer task) {
        workers.run(parts, task);
    }
}
