package org.odenet.core.state;

import java.util.Arrays;
import java.util.List;

/**
 * The space of batches of small systems, {@code double[samples * dimension]}.
 *
 * <p>Samples with few components are served together: each sample's step size is spread over its components, and one
 * loop over all components of all samples does what a loop over a few would do for each sample. Each component goes
 * through the same operations in the same order as in {@link ArraySpace}, so that a sample's bits do not depend on its
 * batch.
 */
final class ArrayBatchSpace implements BatchSpace<double[]> {

    private static final double[] NONE = {};

    private final int samples;
    private final int dimension;
    private final boolean spreading;
    private final double[] spread;
    private final double[] ratios;
    private final double[] scales;
    /** Used where rows have tolerances of their own. */
    private double[] spreadRelative = NONE;

    private double[] scaled = NONE;
    private int count;
    private double[] sizes;

    ArrayBatchSpace(int length, int samples) {
        if (samples < 1 || length < samples || length % samples != 0) {
            throw new IllegalArgumentException("a batch of " + samples + " samples has " + length
                    + " components together; each sample needs the same number of them, at least one");
        }
        this.samples = samples;
        this.dimension = length / samples;
        this.spreading = dimension < WeightedSum.MANY;
        this.spread = new double[spreading ? length : 0];
        this.ratios = new double[length];
        this.scales = new double[spreading ? length : 0];
    }

    @Override
    public int samples() {
        return samples;
    }

    @Override
    public long dimension() {
        return dimension;
    }

    @Override
    public double[] create() {
        return new double[samples * dimension];
    }

    @Override
    public double[] first(double[] batch, int rows) {
        return batch;
    }

    @Override
    public void begin(int rows, double[] stepSizes) {
        count = rows;
        sizes = stepSizes;
        if (spreading) {
            spread(stepSizes, spread);
        }
    }

    /** Gives each component what its row has, or all have. */
    private void spread(double[] ofRows, double[] ofComponents) {
        if (ofRows.length == 1) {
            Arrays.fill(ofComponents, 0, count * dimension, ofRows[0]);
        } else if (dimension == 2) {
            spreadOverTwo(ofRows, ofComponents, count);
        } else {
            for (int row = 0; row < count; row++) {
                Arrays.fill(ofComponents, row * dimension, (row + 1) * dimension, ofRows[row]);
            }
        }
    }

    private static void spreadOverTwo(double[] ofRows, double[] ofComponents, int count) {
        for (int row = 0; row < count; row++) {
            double value = ofRows[row];
            ofComponents[2 * row] = value;
            ofComponents[2 * row + 1] = value;
        }
    }

    @Override
    public void combine(double[] out, double[] base, double[] weights, List<double[]> vectors) {
        if (spreading) {
            SpreadSums.form(out, count * dimension, base, spread, weights, vectors);
            return;
        }
        for (int row = 0; row < count; row++) {
            double[] ofRow = scaled(weights, vectors.size(), sizes[row]);
            WeightedSum.form(out, row * dimension, (row + 1) * dimension, base, ofRow, vectors);
        }
    }

    private double[] scaled(double[] weights, int terms, double size) {
        if (scaled.length < terms) {
            scaled = new double[terms];
        }
        for (int j = 0; j < terms; j++) {
            scaled[j] = size * weights[j];
        }
        return scaled;
    }

    @Override
    public void errorNorms(
            double[] weights,
            List<double[]> vectors,
            double[] first,
            double[] second,
            double[] relative,
            double[] absolute,
            double[] norms) {
        if (spreading) {
            SpreadSums.form(ratios, count * dimension, null, spread, weights, vectors);
            squareRatios(first, second, relative, absolute);
            SpreadNorms.roots(ratios, count, dimension, norms);
            return;
        }
        for (int row = 0; row < count; row++) {
            double[] ofRow = scaled(weights, vectors.size(), sizes[row]);
            int from = row * dimension;
            norms[row] = ScaledNorm.of(
                    ratios,
                    from,
                    from + dimension,
                    ofRow,
                    vectors,
                    first,
                    second,
                    relative[relative.length == 1 ? 0 : row],
                    absolute[absolute.length == 1 ? 0 : row]);
        }
    }

    private void squareRatios(double[] first, double[] second, double[] relative, double[] absolute) {
        int length = count * dimension;
        if (relative.length == 1 && absolute.length == 1) {
            SpreadNorms.scales(scales, length, first, second, relative[0], absolute[0]);
        } else {
            if (spreadRelative.length == 0) {
                spreadRelative = new double[ratios.length];
            }
            spread(relative, spreadRelative);
            spread(absolute, scales);
            SpreadNorms.scales(scales, length, first, second, spreadRelative, scales);
        }
        SpreadNorms.squareRatios(ratios, length, scales);
    }

    @Override
    public void combineRows(
            int rowCount,
            double[] out,
            int[] outRows,
            double[] base,
            int[] rows,
            double[][] weights,
            List<double[]> vectors) {
        for (int i = 0; i < rowCount; i++) {
            int to = (outRows == null ? i : outRows[i]) * dimension;
            int from = (rows == null ? i : rows[i]) * dimension;
            if (base == null) {
                Arrays.fill(out, to, to + dimension, 0);
            } else {
                System.arraycopy(base, from, out, to, dimension);
            }
            for (int j = 0; j < vectors.size(); j++) {
                if (weights[i][j] != 0) {
                    add(weights[i][j], vectors.get(j), from, out, to);
                }
            }
        }
    }

    private void add(double weight, double[] vector, int from, double[] out, int to) {
        for (int k = 0; k < dimension; k++) {
            out[to + k] += weight * vector[from + k];
        }
    }

    @Override
    public void copyRows(int rowCount, double[] from, int[] rows, double[] to, int[] toRows) {
        for (int i = 0; i < rowCount; i++) {
            int source = (rows == null ? i : rows[i]) * dimension;
            int target = (toRows == null ? i : toRows[i]) * dimension;
            if (dimension == 2) {
                // Where there are so few, a call or a loop would cost more than they do.
                to[target] = from[source];
                to[target + 1] = from[source + 1];
            } else {
                System.arraycopy(from, source, to, target, dimension);
            }
        }
    }

    @Override
    public void copy(double[] from, double[] to) {
        System.arraycopy(from, 0, to, 0, to.length);
    }

    @Override
    public boolean isFinite(double[] batch, int row) {
        for (int i = row * dimension; i < (row + 1) * dimension; i++) {
            if (!Double.isFinite(batch[i])) {
                return false;
            }
        }
        return true;
    }

    @Override
    public VectorSpace<double[]> ofOne() {
        return new ArraySpace(dimension);
    }

    @Override
    public void require(double[] batch, String what) {
        if (batch == null || batch.length != samples * dimension) {
            throw new IllegalArgumentException(what + " has " + (batch == null ? "no" : batch.length) + " components; "
                    + samples + " samples of " + dimension + " have " + samples * dimension);
        }
    }

    @Override
    public void release(double[] batch) {
        // The garbage collector's.
    }

    @Override
    public void close() {
        // Holds nothing.
    }
}
