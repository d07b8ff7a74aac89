package org.odenet.models.retrieval;

/**
 * Average precision as scikit-learn defines it ({@code sklearn.metrics.average_precision_score}):
 * {@code AP = Σ (Rₙ − Rₙ₋₁) Pₙ} over the distinct scores as thresholds, the highest first, where precision P and recall R
 * are those of all items with at least this score. Items of equal scores enter together, so their order does not matter.
 */
final class AveragePrecision {

    private AveragePrecision() {}

    /**
     * The average precision of a ranking.
     *
     * @param keys the {@link ScoreKeys} of its items, the lowest score first
     * @return the average precision; 0 if no item is relevant
     */
    static double ofSorted(int[] keys) {
        double sum = 0;
        int relevant = 0;
        for (int next = keys.length - 1; next >= 0; ) {
            int score = ScoreKeys.scoreOf(keys[next]);
            int before = relevant;
            while (next >= 0 && ScoreKeys.scoreOf(keys[next]) == score) {
                relevant += ScoreKeys.relevanceOf(keys[next]);
                next--;
            }
            int retrieved = keys.length - 1 - next;
            sum += (double) (relevant - before) * relevant / retrieved;
        }
        return relevant == 0 ? 0 : sum / relevant;
    }
}
