package org.odenet.models.retrieval;

import java.util.Arrays;

/**
 * Items in blocks, each transposed to {@code [dimension, items of the block]}, so that the products of one query with many
 * items need no sums across a vector register: the JIT compiler makes vector instructions of the loop over items.
 *
 * <p>The score of an item is the sum of the products in the order of the dimensions, rounded to float after each
 * multiplication and each addition: the same on every machine, and equal for equal features.
 */
final class ItemBlocks {

    /** A block of 64 dimensions takes 256 kB, which stays in the processor's cache from one query to the next. */
    static final int BLOCK = 1024;

    /** How many dimensions one pass over a block's scores adds. */
    private static final int AT_ONCE = 4;

    private final int items;
    private final int dimension;
    private final float[][][] blocks;

    ItemBlocks(FeatureMatrix features) {
        this.items = features.rows();
        this.dimension = features.dimension();
        this.blocks = new float[(items + BLOCK - 1) / BLOCK][][];
        for (int block = 0; block < blocks.length; block++) {
            blocks[block] = transposed(features, block * BLOCK, size(block));
        }
    }

    /** Zeros fill the last pass: they change no sum. */
    private static float[][] transposed(FeatureMatrix features, int first, int size) {
        float[][] rows = new float[roundedUp(features.dimension())][size];
        for (int item = 0; item < size; item++) {
            for (int d = 0; d < features.dimension(); d++) {
                rows[d][item] = features.value(first + item, d);
            }
        }
        return rows;
    }

    private static int roundedUp(int dimension) {
        return (dimension + AT_ONCE - 1) / AT_ONCE * AT_ONCE;
    }

    int items() {
        return items;
    }

    int dimension() {
        return dimension;
    }

    int count() {
        return blocks.length;
    }

    /** How many items a block has. */
    int size(int block) {
        return Math.min(BLOCK, items - block * BLOCK);
    }

    /** A query of length one as {@link #scores} takes it. */
    float[] padded(float[] query) {
        return Arrays.copyOf(query, roundedUp(dimension));
    }

    /**
     * The scores of a block's items.
     *
     * @param query a {@link #padded} query
     * @param block the block
     * @param scores the first places are overwritten, one an item
     */
    void scores(float[] query, int block, float[] scores) {
        int size = size(block);
        float[][] rows = blocks[block];
        Arrays.fill(scores, 0, size, 0);
        for (int d = 0; d < rows.length; d += AT_ONCE) {
            addProducts(query, d, rows[d], rows[d + 1], rows[d + 2], rows[d + 3], scores, size);
        }
    }

    /** Whole arrays from index 0 on: with offsets into one array the JIT compiler makes no vector instructions. */
    private static void addProducts(
            float[] query, int d, float[] x0, float[] x1, float[] x2, float[] x3, float[] scores, int size) {
        float q0 = query[d];
        float q1 = query[d + 1];
        float q2 = query[d + 2];
        float q3 = query[d + 3];
        for (int i = 0; i < size; i++) {
            scores[i] = scores[i] + q0 * x0[i] + q1 * x1[i] + q2 * x2[i] + q3 * x3[i];
        }
    }
}
