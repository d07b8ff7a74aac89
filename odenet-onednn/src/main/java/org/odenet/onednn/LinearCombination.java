package org.odenet.onednn;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A weighted sum of FLOAT tensors, taken over their whole memory in one pass: each value is read once and each result
 * written once. Threads share it in pieces, each a row of tiles that stay in the nearest cache.
 */
final class LinearCombination {

    private static final int TILE = 2048;

    private static final int TILES_PER_TASK = 8;

    private static final int TASK = TILE * TILES_PER_TASK;

    private final int length;
    private final float[] weights;
    private final FloatBuffer[] vectors;
    private final int terms;

    /** Terms of weight zero are left out. */
    LinearCombination(int length, double[] weights, List<INDArray> vectors) {
        this.length = length;
        this.weights = new float[vectors.size()];
        this.vectors = new FloatBuffer[vectors.size()];
        int used = 0;
        for (int j = 0; j < vectors.size(); j++) {
            if (weights[j] != 0) {
                this.weights[used] = (float) weights[j];
                this.vectors[used++] = memory(vectors.get(j));
            }
        }
        this.terms = used;
    }

    private FloatBuffer memory(INDArray tensor) {
        if (tensor.length() != length || tensor.dataType() != DataType.FLOAT || !isDense(tensor)) {
            throw new IllegalArgumentException("a term of a sum is " + tensor.dataType() + " "
                    + Arrays.toString(tensor.shape()) + " with strides " + Arrays.toString(tensor.stride())
                    + "; it must be FLOAT of " + length + " elements without gaps in memory");
        }
        return Address.floats(tensor, length);
    }

    private static boolean isDense(INDArray tensor) {
        long last = 0;
        for (int axis = 0; axis < tensor.rank(); axis++) {
            last += (tensor.size(axis) - 1) * tensor.stride(axis);
        }
        return last + 1 == tensor.length();
    }

    /** Sets {@code out = base + sum}, or the sum alone where base is null. */
    void assignTo(INDArray out, INDArray base, Workers workers) {
        FloatBuffer to = memory(out);
        FloatBuffer from = base == null ? null : memory(base);
        workers.run(tasks(), task -> {
            int begin = task * TASK;
            int end = Math.min(length, begin + TASK);
            if (terms == 0 && from != null) {
                to.put(begin, from, begin, end - begin);
            } else {
                assign(to, from, begin, end);
            }
        });
    }

    private void assign(FloatBuffer to, FloatBuffer base, int begin, int end) {
        Tiles tiles = Tiles.current();
        for (int i = begin; i < end; i += TILE) {
            int count = Math.min(TILE, end - i);
            to.put(i, sum(base, i, count, tiles), 0, count);
        }
    }

    private int tasks() {
        return (length + TASK - 1) / TASK;
    }

    private float[] sum(FloatBuffer base, int from, int count, Tiles tiles) {
        if (base == null) {
            Arrays.fill(tiles.sum, 0, count, 0);
        } else {
            base.get(from, tiles.sum, 0, count);
        }
        for (int j = 0; j < terms; j++) {
            vectors[j].get(from, tiles.term, 0, count);
            Loops.BEST.addScaled(tiles.term, weights[j], count, tiles.sum);
        }
        return tiles.sum;
    }

    /** The root mean square of the sum divided by {@code absolute + relative * max(|first|, |second|)}. */
    double scaledNorm(INDArray first, INDArray second, double relative, double absolute, Workers workers) {
        FloatBuffer one = memory(first);
        FloatBuffer other = memory(second);
        // For each task, so that the order of the threads does not change the sum.
        double[] squares = new double[tasks()];
        workers.run(squares.length, task -> {
            Tiles tiles = Tiles.current();
            Arrays.fill(tiles.squares, 0);
            int end = Math.min(length, (task + 1) * TASK);
            for (int i = task * TASK; i < end; i += TILE) {
                int count = Math.min(TILE, end - i);
                float[] error = sum(null, i, count, tiles);
                one.get(i, tiles.term, 0, count);
                other.get(i, tiles.other, 0, count);
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
