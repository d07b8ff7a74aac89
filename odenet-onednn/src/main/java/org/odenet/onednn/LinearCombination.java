package org.odenet.onednn;

import java.util.Arrays;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A weighted sum of FLOAT tensors, or of one sample of each, taken over their memory in one pass: each value is read once
 * and each result written once. Threads share it in pieces, each a row of stretches that stay in the nearest cache.
 */
final class LinearCombination {

    private static final int STRETCHES_PER_TASK = 8;

    private static final int TASK = Stretch.LENGTH * STRETCHES_PER_TASK;

    private final int length;
    /** Where the values that are read begin in their memory, in floats. */
    private final int from;

    private final float[] weights;
    private final NativeFloats[] vectors;
    private int terms;

    /** {@code base + } the sum of whole vectors, or the sum alone where base is null. Terms of weight zero are left out. */
    LinearCombination(int length, INDArray base, double[] weights, List<INDArray> vectors) {
        this(length, 0, vectors.size());
        if (base != null) {
            add(1, memory(base, length));
        }
        for (int j = 0; j < vectors.size(); j++) {
            if (weights[j] != 0) {
                add(weights[j], memory(vectors.get(j), length));
            }
        }
    }

    /**
     * The same of one sample of each vector.
     *
     * @param length the length of a sample
     * @param row which sample is meant
     * @param base the memory of its samples, or null
     * @param vectors the memory of their samples
     */
    LinearCombination(int length, int row, NativeFloats base, double[] weights, NativeFloats... vectors) {
        this(length, row * length, vectors.length);
        if (base != null) {
            add(1, base);
        }
        for (int j = 0; j < vectors.length; j++) {
            if (weights[j] != 0) {
                add(weights[j], vectors[j]);
            }
        }
    }

    private LinearCombination(int length, int from, int vectors) {
        this.length = length;
        this.from = from;
        this.weights = new float[vectors + 1];
        this.vectors = new NativeFloats[vectors + 1];
    }

    private void add(double weight, NativeFloats vector) {
        weights[terms] = (float) weight;
        vectors[terms++] = vector;
    }

    /** The memory of a whole vector. */
    static NativeFloats memory(INDArray tensor, int length) {
        return memory(tensor, 1, length);
    }

    /** The memory of a batch of samples of some length. */
    static NativeFloats samples(INDArray tensor, int length) {
        return memory(tensor, tensor.size(0), length);
    }

    private static NativeFloats memory(INDArray tensor, long samples, int length) {
        if (tensor.length() != samples * length || tensor.dataType() != DataType.FLOAT || !isDense(tensor)) {
            throw new IllegalArgumentException("a term of a sum is " + tensor.dataType() + " "
                    + Arrays.toString(tensor.shape()) + " with strides " + Arrays.toString(tensor.stride())
                    + "; it must be FLOAT of " + samples * length + " elements without gaps in memory");
        }
        return Address.nativeFloats(Address.of(tensor), tensor.length());
    }

    private static boolean isDense(INDArray tensor) {
        long last = 0;
        for (int axis = 0; axis < tensor.rank(); axis++) {
            last += (tensor.size(axis) - 1) * tensor.stride(axis);
        }
        return last + 1 == tensor.length();
    }

    /**
     * Sets {@code out} to the sum.
     *
     * @param row which sample of out is written
     */
    void assignTo(NativeFloats out, int row, Workers workers) {
        workers.run(tasks(), task -> {
            int end = Math.min(length, (task + 1) * TASK);
            for (int i = task * TASK; i < end; i += Stretch.LENGTH) {
                assign(out, row * length, i, Math.min(Stretch.LENGTH, end - i));
            }
        });
    }

    /** Sets {@code outs[k]} to sum k, a stretch of each before the next, as their vectors are then in a cache. */
    static void assignAll(List<LinearCombination> sums, List<NativeFloats> outs, Workers workers) {
        int length = sums.get(0).length;
        workers.run(sums.get(0).tasks(), task -> {
            int end = Math.min(length, (task + 1) * TASK);
            for (int i = task * TASK; i < end; i += Stretch.LENGTH) {
                for (int k = 0; k < sums.size(); k++) {
                    sums.get(k).assign(outs.get(k), 0, i, Math.min(Stretch.LENGTH, end - i));
                }
            }
        });
    }

    private void assign(NativeFloats out, int to, int begin, int count) {
        Loops.BEST.combine(vectors, weights, terms, from + begin, count, out, to + begin);
    }

    private int tasks() {
        return (length + TASK - 1) / TASK;
    }

    /** The root mean square of the sum divided by {@code absolute + relative * max(|first|, |second|)}. */
    double scaledNorm(NativeFloats first, NativeFloats second, double relative, double absolute, Workers workers) {
        // For each task, so that the order of the threads does not change the sum.
        double[] squares = new double[tasks()];
        workers.run(squares.length, task -> {
            Stretch stretch = Stretch.current();
            Arrays.fill(stretch.squares, 0);
            int end = Math.min(length, (task + 1) * TASK);
            for (int i = task * TASK; i < end; i += Stretch.LENGTH) {
                int count = Math.min(Stretch.LENGTH, end - i);
                Loops.BEST.combine(vectors, weights, terms, from + i, count, stretch.memory, 0);
                Loops.BEST.addScaledSquares(
                        stretch.memory,
                        first,
                        second,
                        from + i,
                        count,
                        (float) relative,
                        (float) absolute,
                        stretch.squares);
            }
            squares[task] = total(stretch.squares);
        });
        return Math.sqrt(total(squares) / length);
    }

    private static double total(float[] values) {
        double total = 0;
        for (float value : values) {
            total += value;
        }
        return total;
    }

    private static double total(double[] values) {
        double total = 0;
        for (double value : values) {
            total += value;
        }
        return total;
    }
}
