package org.odenet.models.retrieval;

import java.util.Comparator;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** The definitions, written down without regard to speed. */
final class PlainRetrieval {

    private PlainRetrieval() {}

    static float[] scores(float[] query, FeatureMatrix items) {
        float[] scores = new float[items.rows()];
        for (int i = 0; i < scores.length; i++) {
            float[] item = items.row(i);
            for (int d = 0; d < item.length; d++) {
                scores[i] += query[d] * item[d];
            }
        }
        return scores;
    }

    /** The sum over the distinct scores of the rise of the recall times the precision. */
    static double averagePrecision(float[] scores, IntPredicate relevant) {
        double all = IntStream.range(0, scores.length).filter(relevant).count();
        if (all == 0) {
            return 0;
        }
        double[] thresholds = IntStream.range(0, scores.length)
                .mapToDouble(i -> scores[i])
                .map(score -> -score)
                .distinct()
                .sorted()
                .toArray();
        double sum = 0;
        double lastRecall = 0;
        for (double negative : thresholds) {
            double retrieved = IntStream.range(0, scores.length)
                    .filter(i -> scores[i] >= -negative)
                    .count();
            double found = IntStream.range(0, scores.length)
                    .filter(i -> scores[i] >= -negative && relevant.test(i))
                    .count();
            sum += (found / all - lastRecall) * (found / retrieved);
            lastRecall = found / all;
        }
        return sum;
    }

    /** The k best, of equal scores the lower index first. */
    static List<Integer> best(float[] scores, int k) {
        return IntStream.range(0, scores.length)
                .boxed()
                .sorted(Comparator.<Integer>comparingDouble(i -> -scores[i]).thenComparing(i -> i))
                .limit(k)
                .toList();
    }

    static double averagePrecisionAtK(float[] scores, IntPredicate relevant, int k) {
        List<Integer> best = best(scores, k);
        float[] ranked = new float[best.size()];
        for (int i = 0; i < ranked.length; i++) {
            ranked[i] = scores[best.get(i)];
        }
        return averagePrecision(ranked, i -> relevant.test(best.get(i)));
    }
}
