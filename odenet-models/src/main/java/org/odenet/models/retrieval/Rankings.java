package org.odenet.models.retrieval;

import java.util.List;

/** Ranks items for queries and keeps the average precisions; threads may rank different queries at the same time. */
final class Rankings {

    private final FeatureMatrix queries;
    private final int[] queryLabels;
    private final ItemBlocks blocks;
    private final int[] itemLabels;
    private final int k;
    private final double[] averagePrecisions;
    private final double[] averagePrecisionsAtK;

    Rankings(LabelledFeatures queries, LabelledFeatures items, int k) {
        this.queries = queries.features();
        this.queryLabels = queries.labels();
        this.blocks = new ItemBlocks(items.features());
        this.itemLabels = items.labels();
        this.k = k;
        this.averagePrecisions = new double[queryLabels.length];
        this.averagePrecisionsAtK = new double[queryLabels.length];
    }

    double[] averagePrecisions() {
        return averagePrecisions;
    }

    double[] averagePrecisionsAtK() {
        return averagePrecisionsAtK;
    }

    /** Ranks the items for the queries of a range, the last excluded. */
    void rank(int first, int last) {
        int count = last - first;
        int[][] keys = new int[count][blocks.items()];
        BestItems[] best = new BestItems[count];
        float[][] padded = new float[count][];
        for (int i = 0; i < count; i++) {
            padded[i] = blocks.padded(queries.row(first + i));
            best[i] = new BestItems(Math.min(k, blocks.items()));
        }
        float[] scores = new float[ItemBlocks.BLOCK];
        for (int block = 0; block < blocks.count(); block++) {
            int from = block * ItemBlocks.BLOCK;
            for (int i = 0; i < count; i++) {
                blocks.scores(padded[i], block, scores);
                addKeys(scores, from, blocks.size(block), queryLabels[first + i], keys[i]);
                if (k < blocks.items()) {
                    best[i].offer(from, scores, blocks.size(block));
                }
            }
        }
        int[] scratch = new int[blocks.items()];
        for (int i = 0; i < count; i++) {
            double all = AveragePrecision.ofSorted(ScoreKeys.sort(keys[i], scratch));
            averagePrecisions[first + i] = all;
            averagePrecisionsAtK[first + i] =
                    k < blocks.items() ? ofBest(best[i].drain(), queryLabels[first + i]) : all;
        }
    }

    private void addKeys(float[] scores, int from, int count, int label, int[] keys) {
        for (int i = 0; i < count; i++) {
            keys[from + i] = ScoreKeys.key(scores[i], itemLabels[from + i] == label);
        }
    }

    private double ofBest(List<Neighbour> best, int label) {
        int[] keys = new int[best.size()];
        for (int i = 0; i < keys.length; i++) {
            Neighbour neighbour = best.get(i);
            keys[keys.length - 1 - i] = ScoreKeys.key(neighbour.similarity(), itemLabels[neighbour.item()] == label);
        }
        return AveragePrecision.ofSorted(keys);
    }
}
