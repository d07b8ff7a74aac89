package org.odenet.models.retrieval;

import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Features of many items, {@code [items, dimension]}, scaled so that the similarity of two is their scalar product: as a
 * rule each to length one, which makes it the cosine. A feature of zeros stays as it is: its similarity to every other is 0.
 */
public final class FeatureMatrix {

    private final int rows;
    private final int dimension;
    private final float[] values;

    private FeatureMatrix(int rows, int dimension, float[] values) {
        this.rows = rows;
        this.dimension = dimension;
        this.values = values;
    }

    /**
     * Takes features of any length.
     *
     * @param features one row an item, {@code [items, dimension]}; copied
     * @return the features, scaled
     * @throws IllegalArgumentException if there are no items, the rows are empty or differ in length, or a value is not
     *     finite
     */
    public static FeatureMatrix of(float[][] features) {
        if (features.length == 0 || features[0].length == 0) {
            throw new IllegalArgumentException(
                    "there are no features; give [items, dimension] with at least one of each");
        }
        int dimension = features[0].length;
        float[] values = new float[Math.multiplyExact(features.length, dimension)];
        for (int row = 0; row < features.length; row++) {
            if (features[row].length != dimension) {
                throw new IllegalArgumentException("row %d has %d values, row 0 has %d; give rows of one length"
                        .formatted(row, features[row].length, dimension));
            }
            float[] unit = unit(features[row], "row " + row);
            System.arraycopy(unit, 0, values, row * dimension, dimension);
        }
        return new FeatureMatrix(features.length, dimension, values);
    }

    /**
     * Takes features with each column scaled by its length over all items, instead of each item by its own. So does the
     * program that was published with Carrara et al. 2020 (it takes the norm along the axis of the images); their similarity
     * is no cosine: items with large features are found more often.
     *
     * @param features one row an item, {@code [items, dimension]}; copied
     * @return the features, scaled; in all by a factor that makes no item longer than one, which changes no ranking
     * @throws IllegalArgumentException if there are no items, the rows are empty or differ in length, or a value is not
     *     finite
     */
    public static FeatureMatrix withScaledColumns(float[][] features) {
        FeatureMatrix items = of(features);
        for (int column = 0; column < items.dimension; column++) {
            double squares = 0;
            for (float[] row : features) {
                squares += (double) row[column] * row[column];
            }
            double length = squares == 0 ? 1 : Math.sqrt(squares * items.dimension);
            for (int row = 0; row < items.rows; row++) {
                items.values[row * items.dimension + column] = (float) (features[row][column] / length);
            }
        }
        return items;
    }

    /**
     * Takes features from a tensor.
     *
     * @param features the features, {@code [items, dimension]}; copied
     * @return the features, scaled
     * @throws IllegalArgumentException if the shape is another, there are no items, or a value is not finite
     */
    public static FeatureMatrix of(INDArray features) {
        if (features.isEmpty() || features.rank() != 2) {
            throw new IllegalArgumentException("the features have the shape " + Arrays.toString(features.shape())
                    + "; give [items, dimension] with at least one of each");
        }
        return of(features.toFloatMatrix());
    }

    /** Scales a vector to length one, in double precision, for float squares may overflow. */
    static float[] unit(float[] vector, String where) {
        double squares = 0;
        for (int i = 0; i < vector.length; i++) {
            if (!Float.isFinite(vector[i])) {
                throw new IllegalArgumentException(
                        "%s, value %d of the features is %s; features must be finite, so look for what made it in the network or its weights"
                                .formatted(where, i, vector[i]));
            }
            squares += (double) vector[i] * vector[i];
        }
        double length = squares == 0 ? 1 : Math.sqrt(squares);
        float[] unit = new float[vector.length];
        for (int i = 0; i < vector.length; i++) {
            unit[i] = (float) (vector[i] / length);
        }
        return unit;
    }

    /**
     * How many items there are.
     *
     * @return the rows
     */
    public int rows() {
        return rows;
    }

    /**
     * How many values each item has.
     *
     * @return the columns
     */
    public int dimension() {
        return dimension;
    }

    /**
     * The feature of an item.
     *
     * @param row the item, from 0
     * @return a copy
     * @throws IndexOutOfBoundsException if there is no such item
     */
    public float[] row(int row) {
        if (row < 0 || row >= rows) {
            throw new IndexOutOfBoundsException("there is no row " + row + " among " + rows);
        }
        return Arrays.copyOfRange(values, row * dimension, (row + 1) * dimension);
    }

    float value(int row, int column) {
        return values[row * dimension + column];
    }
}
