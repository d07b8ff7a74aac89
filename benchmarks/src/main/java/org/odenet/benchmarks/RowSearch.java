package org.odenet.benchmarks;

import java.util.Arrays;
import org.apache.lucene.util.VectorUtil;

/** Exact search as it is usually written: the scalar product of the query with one row after another, by Lucene's function. */
final class RowSearch {

    private final float[][] rows;

    /** Searches rows of length one. */
    RowSearch(float[][] rows) {
        this.rows = rows;
    }

    /** The k most similar rows, the best first. */
    int[] nearest(float[] query, int k) {
        int[] best = new int[k];
        float[] scores = new float[k];
        Arrays.fill(scores, Float.NEGATIVE_INFINITY);
        for (int row = 0; row < rows.length; row++) {
            float score = VectorUtil.dotProduct(query, rows[row]);
            if (score > scores[k - 1]) {
                int place = k - 1;
                for (; place > 0 && score > scores[place - 1]; place--) {
                    scores[place] = scores[place - 1];
                    best[place] = best[place - 1];
                }
                scores[place] = score;
                best[place] = row;
            }
        }
        return best;
    }
}
