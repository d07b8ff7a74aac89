package org.odenet.models.retrieval;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The best of the items that are offered in rising order: a heap with the worst on top; of equal scores the lower item is better. */
final class BestItems {

    private final float[] scores;
    private final int[] items;
    private int size;

    BestItems(int capacity) {
        this.scores = new float[capacity];
        this.items = new int[capacity];
    }

    /** Offers a block of items. */
    void offer(int firstItem, float[] blockScores, int count) {
        for (int i = 0; i < count; i++) {
            // A later item of the same score as the worst is worse still.
            if (size < scores.length || blockScores[i] > scores[0]) {
                insert(firstItem + i, blockScores[i]);
            }
        }
    }

    private void insert(int item, float score) {
        if (size < scores.length) {
            siftUp(item, score);
            size++;
        } else {
            siftDown(item, score);
        }
    }

    private void siftUp(int item, float score) {
        int place = size;
        while (place > 0) {
            int parent = (place - 1) / 2;
            if (!worse(item, score, items[parent], scores[parent])) {
                break;
            }
            set(place, items[parent], scores[parent]);
            place = parent;
        }
        set(place, item, score);
    }

    private void siftDown(int item, float score) {
        int place = 0;
        for (int child = 1; child < size; child = 2 * place + 1) {
            if (child + 1 < size && worse(items[child + 1], scores[child + 1], items[child], scores[child])) {
                child++;
            }
            if (!worse(items[child], scores[child], item, score)) {
                break;
            }
            set(place, items[child], scores[child]);
            place = child;
        }
        set(place, item, score);
    }

    private static boolean worse(int item, float score, int otherItem, float otherScore) {
        return score < otherScore || score == otherScore && item > otherItem;
    }

    private void set(int place, int item, float score) {
        items[place] = item;
        scores[place] = score;
    }

    /** Takes all items out, the best first. */
    List<Neighbour> drain() {
        List<Neighbour> best = new ArrayList<>(size);
        while (size > 0) {
            best.add(new Neighbour(items[0], scores[0]));
            size--;
            siftDown(items[size], scores[size]);
        }
        Collections.reverse(best);
        return best;
    }
}
