package org.odenet.models.retrieval;

import java.util.List;

/** Finds the items of the largest cosine similarity to a query by comparing it with all. Serves any number of threads. */
public final class ExactSearch {

    private final ItemBlocks blocks;

    private ExactSearch(ItemBlocks blocks) {
        this.blocks = blocks;
    }

    /**
     * Prepares items for the search.
     *
     * @param items the features to search, {@code [items, dimension]}; copied into another order
     * @return the search
     */
    public static ExactSearch over(FeatureMatrix items) {
        return new ExactSearch(new ItemBlocks(items));
    }

    /**
     * The items most similar to a query.
     *
     * @param query a feature of any length, {@code [dimension]}
     * @param k how many items, positive
     * @return the best k items, the best first and of equal ones the lower row first; all items if there are fewer
     * @throws IllegalArgumentException if k is not positive, or the query has another dimension or a value that is not
     *     finite
     */
    public List<Neighbour> nearest(float[] query, int k) {
        if (k <= 0) {
            throw new IllegalArgumentException("k is " + k + "; ask for at least one item");
        }
        if (query.length != blocks.dimension()) {
            throw new IllegalArgumentException(
                    "the query has %d values, the items have %d; take features of the same network"
                            .formatted(query.length, blocks.dimension()));
        }
        float[] unit = blocks.padded(FeatureMatrix.unit(query, "query"));
        BestItems best = new BestItems(Math.min(k, blocks.items()));
        float[] scores = new float[ItemBlocks.BLOCK];
        for (int block = 0; block < blocks.count(); block++) {
            blocks.scores(unit, block, scores);
            best.offer(block * ItemBlocks.BLOCK, scores, blocks.size(block));
        }
        return best.drain();
    }
}
