package org.odenet.onednn;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A weighted sum of FLOAT tensors, or of one sample of each, taken over their memory in one pass: each value is read once
 * and each result written once. Threads share it in pieces, each a row of tiles that stay in the nearest cache.
 */
final class LinearCombination {

    private static final int TILE = 2048;

    private static final int TILES_PER_TASK = 8;

    private static final int TASK = TILE * TILES_PER_TASK;

    private final int length;
    /** Where the values that are read begin in their memory. */
    private final int from;

    private final float[] weights;
    private final FloatBuffer[] vectors;
    private final int terms;

    /** The sum of whole vectors. Terms of weight zero are left out. */
    LinearCombination(int length, double[] weights, List<INDArray> vectors) {
        this.length = length;
        this.from = 0;
        this.weights = new float[vectors.size()];
        this.vectors = new FloatBuffer[vectors.size()];
        int used = 0;
        for (int j = 0; j < vectors.size(); j++) {
            if (weights[j] != 0) {
                this.weights[used] = (float) weights[j];
                this.vectors[used++] = memory(vectors.get(j), length);
            }
        }
        this.terms = used;
    }

    /**
     * The sum of one sample of each vector. Terms of weight zero are left out.
     *
     * @param length the length of a sample
     * @param row which sample is meant
     * @param vectors the memory of the samples
     */
    LinearCombination(int length, int row, double[] weights, FloatBuffer... vectors) {
        this.length = length;
        this.from = row * length;
        this.weights = new float[vectors.length];
        this.vectors = new FloatBuffer[vectors.length];
        int used = 0;
        for (int j = 0; j < vectors.length; j++) {
            if (weights[j] != 0) {
                this.weights[used] = (float) weights[j];
                this.vectors[used++] = vectors[j];
            }
        }
        this.terms = used;
    }

    /** The memory of a whole vector. */
    static FloatBuffer memory(INDArray tensor, int length) {
        return memory(tensor, 1, length);
    }

    /** The memory of a batch of samples of some length. */
    static FloatBuffer samples(INDArray tensor, int length) {
        return memory(tensor, tensor.size(0), length);
    }

    private static FloatBuffer memory(INDArray tensor, long samples, int length) {
        if (tensor.length() != samples * length || tensor.dataType() != DataType.FLOAT || !isDense(tensor)) {
            throw new IllegalArgumentException("a term of a sum is " + tensor.dataType() + " "
                    + Arrays.toString(tensor.shape()) + " with strides " + Arrays.toString(tensor.stride())
                    + "; it must be FLOAT of " + samples * length + " elements without gaps in memory");
        }
        return Address.floats(tensor, tensor.length());
    }

    private static boolean isDense(INDArray tensor) {
        long last = 0;
        for (int axis = 0; axis < tensor.rank(); axis++) {
            last += (tensor.size(axis) - 1) * tensor.stride(axis);
        }
        return last + 1 == tensor.length();
    }

    /**
     * Sets {@code out = base + sum}, or the sum alone where base is null.
     *
     * @param row which sample of out is written; the base's is that of the vectors
     */
    void assignTo(FloatBuffer out, int row, FloatBuffer base, Workers workers) {
        int to = row * length;
        workers.run(tasks(), task -> {
            int begin = task * TASK;
            int end = Math.min(length, begin + TASK);
            if (terms == 0 && base != null) {
                out.put(to + begin, base, from + begin, end - begin);
            } else {
                assign(out, to, base, begin, end);
            }
        });
    }

    /** Sets {@code outs[k] = base + sums[k]}, a tile of each before the next, as their vectors are then in a cache. */
    static void assignAll(List<LinearCombination> sums, List<FloatBuffer> outs, FloatBuffer base, Workers workers) {
        int length = sums.get(0).length;
        workers.run(sums.get(0).tasks(), task -> {
            int end = Math.min(length, (task + 1) * TASK);
            for (int i = task * TASK; i < end; i += TILE) {
                for (int k = 0; k < sums.size(); k++) {
                    sums.get(k).assign(outs.get(k), 0, base, i, Math.min(end, i + TILE));
                }
            }
        });
    }

    private void assign(FloatBuffer out, int to, FloatBuffer base, int begin, int end) {
        Tiles tiles = Tiles.current();
        for (int i = begin; i < end; i += TILE) {
            int count = Math.min(TILE, end - i);
            out.put(to + i, sum(base, i, count, tiles), 0, count);
        }
    }

    private int tasks() {
        return (length + TASK - 1) / TASK;
    }

    private float[] sum(FloatBuffer base, int begin, int count, Tiles tiles) {
        if (base == null) {
            Arrays.fill(tiles.sum, 0, count, 0);
        } else {
            base.get(from + begin, tiles.sum, 0, count);
        }
        for (int j = 0; j < terms; j++) {
            vectors[j].get(from + begin, tiles.term, 0, count);
            Loops.BEST.addScaled(tiles.term, weights[j], count, tiles.sum);
        }
        return tiles.sum;
    }

    /** The root mean square of the sum divided by {@code absolute + relative * max(|first|, |second|)}. */
    double scaledNorm(FloatBuffer first, FloatBuffer second, double relative, double absolute, Workers workers) {
        // For each task, so that the order of the threads does not change the sum.
        double[] squares = new double[tasks()];
        workers.run(squares.length, task -> {
            Tiles tiles = Tiles.current();
            Arrays.fill(tiles.squares, 0);
            int end = Math.min(length, (task + 1) * TASK);
            for (int i = task * TASK; i < end; i += TILE) {
                int count = Math.min(TILE, end - i);
                float[] error = sum(null, i, count, tiles);
                first.get(from + i, tiles.term, 0, count);
                second.get(from + i, tiles.other, 0, count);
                Loops.BEST.addScaledSquares(
                        error, tiles.term, tiles.other, (float) relative, (float) absolute, count, tiles.squares);
            }
            squares[task] = total(tiles.squares);
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

    /** A thread's own arrays. */
    private static final class Tiles {

        private static final ThreadLocal<Tiles> CURRENT = ThreadLocal.withInitial(Tiles::new);

        final float[] sum = new float[TILE];
        final float[] term = new float[TILE];
        final float[] other = new float[TILE];
        final float[] squares = new float[TILE];

        static Tiles current() {
            return CURRENT.get();
        }
    }
}
