package org.odenet.models.retrieval;

/**
 * Scores as integers in the same order, with the relevance beside them in the lowest bit, so that a radix sort of integers
 * ranks the items of a query.
 */
final class ScoreKeys {

    /** Bits of the three digits; the relevance is none of them, for it must not tell items of equal scores apart. */
    private static final int[] SHIFTS = {1, 12, 23};

    private static final int DIGITS = 1 << 11;

    /** The bits of 2.0f: those of any smaller positive float are less. */
    private static final int HALF = 0x4000_0000;

    private ScoreKeys() {}

    /**
     * The key of a score between -2 and 2, both excluded; the scalar product of vectors of length one is.
     *
     * @param score the score; 0 and -0 are the same
     * @param relevant whether the item is of the query's class
     * @return the key, an unsigned integer
     */
    static int key(float score, boolean relevant) {
        int bits = Float.floatToRawIntBits(score + 0.0f);
        int ordered = bits >= 0 ? HALF + bits : HALF - (bits & Integer.MAX_VALUE);
        return ordered << 1 | (relevant ? 1 : 0);
    }

    /** What is equal for equal scores. */
    static int scoreOf(int key) {
        return key >>> 1;
    }

    static int relevanceOf(int key) {
        return key & 1;
    }

    /**
     * Sorts keys by their scores, the lowest first.
     *
     * @param keys the keys, overwritten
     * @param scratch as many places
     * @return the sorted keys, in either of the two
     */
    static int[] sort(int[] keys, int[] scratch) {
        int[] from = keys;
        int[] to = scratch;
        for (int shift : SHIFTS) {
            distribute(from, to, shift, places(from, shift));
            int[] swap = from;
            from = to;
            to = swap;
        }
        return from;
    }

    /** Where the keys of each digit begin. */
    private static int[] places(int[] keys, int shift) {
        int[] places = new int[DIGITS];
        for (int key : keys) {
            places[digit(key, shift)]++;
        }
        int place = 0;
        for (int digit = 0; digit < DIGITS; digit++) {
            int count = places[digit];
            places[digit] = place;
            place += count;
        }
        return places;
    }

    private static void distribute(int[] from, int[] to, int shift, int[] places) {
        for (int key : from) {
            to[places[digit(key, shift)]++] = key;
        }
    }

    private static int digit(int key, int shift) {
        return key >>> shift & DIGITS - 1;
    }
}
