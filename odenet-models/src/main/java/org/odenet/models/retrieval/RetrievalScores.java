package org.odenet.models.retrieval;

import java.util.List;

/**
 * How well items were ranked for queries.
 *
 * @param averagePrecisions the average precision of each query over the ranking of all items
 * @param averagePrecisionsAtK the average precision of each query over its k best items alone
 * @param k how many items these were, at most
 */
public record RetrievalScores(List<Double> averagePrecisions, List<Double> averagePrecisionsAtK, int k) {

    /**
     * Keeps unmodifiable copies.
     *
     * @param averagePrecisions the average precision of each query over the ranking of all items
     * @param averagePrecisionsAtK the average precision of each query over its k best items alone
     * @param k how many items these were, at most
     */
    public RetrievalScores {
        averagePrecisions = List.copyOf(averagePrecisions);
        averagePrecisionsAtK = List.copyOf(averagePrecisionsAtK);
    }

    /**
     * The mean average precision.
     *
     * @return the mean over the queries
     */
    public double meanAveragePrecision() {
        return mean(averagePrecisions);
    }

    /**
     * The mean average precision of the k best items.
     *
     * @return the mean over the queries
     */
    public double meanAveragePrecisionAtK() {
        return mean(averagePrecisionsAtK);
    }

    private static double mean(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    }
}
