package org.odenet.models.retrieval;

import java.util.List;

/** Ranks items for queries and keeps the average precisions; threads may rank different queries at the same time. */
final class Rankings {

    private final FeatureMatrix queries;
    private final int[] queryLabels;
    private final ItemBlocks blocks;
    private final int[] itemLabels;
    private final int k;
    private final boolean leavesOutQuery;
    private final double[] averagePrecisions;
    private final double[] averagePrecisionsAtK;

    Rankings(LabelledFeatures queries, LabelledFeatures items, RetrievalEvaluation evaluation) {
        this.queries = queries.features();
        this.queryLabels = queries.labels();
        this.blocks = new ItemBlocks(items.features());
        this.itemLabels = items.labels();
        this.k = evaluation.k();
        this.leavesOutQuery = evaluation.leavesOutQuery();
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
        int ranked = blocks.items() - (leavesOutQuery ? 1 : 0);
        int[][] keys = new int[count][ranked];
        BestItems[] best = new BestItems[count];
        float[][] padded = new float[count][];
        for (int i = 0; i < count; i++) {
            padded[i] = blocks.padded(queries.row(first + i));
            best[i] = new BestItems(Math.min(k, ranked));
        }
        float[] scores = new float[ItemBlocks.BLOCK];
        for (int block = 0; block < blocks.count(); block++) {
            int from = block * ItemBlocks.BLOCK;
            for (int i = 0; i < count; i++) {
                blocks.scores(padded[i], block, scores);
                addKeys(scores, from, blocks.size(block), first + i, keys[i]);
                if (k < ranked) {
                    offer(scores, from, blocks.size(block), first + i, best[i]);
                }
            }
        }
        int[] scratch = new int[ranked];
        for (int i = 0; i < count; i++) {
            double all = AveragePrecision.ofSorted(ScoreKeys.sort(keys[i], scratch));
            averagePrecisions[first + i] = all;
            averagePrecisionsAtK[first + i] = k < ranked ? ofBest(best[i].drain(), queryLabels[first + i]) : all;
        }
    }

    private void addKeys(float[] scores, int from, int count, int query, int[] keys) {
        int label = queryLabels[query];
        int own = leavesOutQuery ? query : Integer.MAX_VALUE;
        for (int i = 0; i < count; i++) {
            int item = from + i;
            if (item != own) {
                keys[item > own ? item - 1 : item] = ScoreKeys.key(scores[i], itemLabels[item] == label);
            }
        }
    }

    private void offer(float[] scores, int from, int count, int query, BestItems best) {
        int own = query - from;
        if (leavesOutQuery && own >= 0 && own < count) {
            // Worse than all others, and there are more than k of these.
            scores[own] = Float.NEGATIVE_INFINITY;
        }
        best.offer(from, scores, count);
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
