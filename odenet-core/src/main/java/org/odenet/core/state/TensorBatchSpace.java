package org.odenet.core.state;

import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.odenet.core.kernel.ArrayPool;
import org.odenet.core.kernel.KernelProviders;
import org.odenet.core.kernel.Kernels;
import org.odenet.core.tensor.Tensors;

/** The space of batches of tensors, {@code [samples, …]}, each sample a stretch of memory. */
final class TensorBatchSpace implements BatchSpace<INDArray> {

    private final VectorSpace<INDArray> whole;
    private final Function<INDArray, VectorSpace<INDArray>> spaceOf;
    private final Kernels kernels;
    private final int samples;
    private final double[][] scaled;
    /** Views of the first rows: to make one takes ND4J as long as a small operation. */
    private final Map<INDArray, INDArray> views = new IdentityHashMap<>();

    private int viewed;
    private int count;
    private double[] sizes;

    private TensorBatchSpace(
            INDArray prototype, Function<INDArray, VectorSpace<INDArray>> spaceOf, Kernels kernels, int samples) {
        this.whole = spaceOf.apply(prototype);
        this.spaceOf = spaceOf;
        this.kernels = kernels;
        this.samples = samples;
        this.scaled = new double[samples][];
    }

    /** A space whose batches own their memory, in the order of the fastest kernels. */
    static TensorBatchSpace of(INDArray prototype, int samples) {
        requireSamples(prototype, samples);
        Kernels kernels = KernelProviders.select();
        return new TensorBatchSpace(prototype, like -> new TensorSpace(like, kernels), kernels, samples);
    }

    private static void requireSamples(INDArray prototype, int samples) {
        if (prototype.rank() < 1 || prototype.size(0) != samples) {
            throw new IllegalArgumentException("a batch of shape " + Arrays.toString(prototype.shape()) + " for "
                    + samples + " samples; its first axis must be that of the samples");
        }
    }

    /** A space whose batches are taken from a pool. */
    static TensorBatchSpace pooled(INDArray prototype, ArrayPool pool) {
        return new TensorBatchSpace(
                prototype, like -> VectorSpace.pooled(like, pool), pool.kernels(), Math.toIntExact(prototype.size(0)));
    }

    @Override
    public int samples() {
        return samples;
    }

    @Override
    public long dimension() {
        return whole.dimension() / samples;
    }

    @Override
    public INDArray create() {
        return whole.create();
    }

    @Override
    public INDArray first(INDArray batch, int rows) {
        if (rows == batch.size(0)) {
            return batch;
        }
        if (rows != viewed) {
            views.clear();
            viewed = rows;
        }
        return views.computeIfAbsent(batch, key -> Tensors.samples(key, 0, rows));
    }

    @Override
    public void begin(int rows, double[] stepSizes) {
        count = rows;
        sizes = stepSizes;
    }

    private double[][] scaled(double[] weights, int terms) {
        for (int row = 0; row < count; row++) {
            if (scaled[row] == null || scaled[row].length < terms) {
                scaled[row] = new double[terms];
            }
            for (int j = 0; j < terms; j++) {
                scaled[row][j] = sizes[row] * weights[j];
            }
        }
        return scaled;
    }

    @Override
    public void combine(INDArray out, INDArray base, double[] weights, List<INDArray> vectors) {
        kernels.combineSamples(count, out, null, base, null, scaled(weights, vectors.size()), vectors);
    }

    @Override
    public void errorNorms(
            double[] weights,
            List<INDArray> vectors,
            INDArray first,
            INDArray second,
            double[] relative,
            double[] absolute,
            double[] norms) {
        double[][] ofRows = scaled(weights, vectors.size());
        kernels.sampleErrorNorms(count, ofRows, vectors, first, second, byRow(relative), byRow(absolute), norms);
    }

    private double[] byRow(double[] values) {
        if (values.length > 1) {
            return values;
        }
        double[] same = new double[count];
        Arrays.fill(same, values[0]);
        return same;
    }

    @Override
    public void combineRows(
            int rowCount,
            INDArray out,
            int[] outRows,
            INDArray base,
            int[] rows,
            double[][] weights,
            List<INDArray> vectors) {
        kernels.combineSamples(rowCount, out, outRows, base, rows, weights, vectors);
    }

    @Override
    public void copy(INDArray from, INDArray to) {
        whole.copy(from, to);
    }

    @Override
    public boolean isFinite(INDArray batch, int row) {
        INDArray sample = Tensors.samples(batch, row, row + 1);
        double norm = kernels.errorNorm(new double[0], List.of(), sample, sample, 0, 1);
        return Double.isFinite(norm);
    }

    @Override
    public VectorSpace<INDArray> ofOne() {
        INDArray batch = create();
        try {
            return spaceOf.apply(Tensors.samples(batch, 0, 1));
        } finally {
            release(batch);
        }
    }

    @Override
    public void require(INDArray batch, String what) {
        whole.require(batch, what);
    }

    @Override
    public void release(INDArray batch) {
        whole.release(batch);
    }

    @Override
    public void close() {
        views.clear();
        whole.close();
    }
}
