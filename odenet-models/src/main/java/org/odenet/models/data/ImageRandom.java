package org.odenet.models.data;

import java.util.SplittableRandom;

/** Random sources that depend on what they are for, not on who asks first. */
final class ImageRandom {
    /** Takes the place of the image's number in the seed of the order; no image has it. */
    private static final int NO_IMAGE = -1;

    private ImageRandom() {}

    static SplittableRandom ofOrder(long seed, int epoch) {
        return ofImage(seed, epoch, NO_IMAGE);
    }

    static SplittableRandom ofImage(long seed, int epoch, int image) {
        return new SplittableRandom(scramble(scramble(scramble(seed) + epoch) + image));
    }

    /** The finaliser of SplitMix64 (Steele, Lea, Flood 2014, variant 13 of D. Stafford): neighbours become far apart. */
    private static long scramble(long value) {
        long z = value + 0x9e3779b97f4a7c15L;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }

    /** The shuffle of Fisher and Yates. */
    static void shuffle(int[] values, SplittableRandom random) {
        for (int i = values.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int value = values[i];
            values[i] = values[j];
            values[j] = value;
        }
    }
}
