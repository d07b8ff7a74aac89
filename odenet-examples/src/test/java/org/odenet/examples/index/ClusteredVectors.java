package org.odenet.examples.index;

import java.util.Random;

/** Vectors around ten random centres, as the features of a classifier with ten classes lie. */
final class ClusteredVectors {

    static final int CLASSES = 10;

    private ClusteredVectors() {}

    static float[][] of(int count, int dimension, long seed) {
        Random random = new Random(seed);
        float[][] centres = new float[CLASSES][dimension];
        for (float[] centre : centres) {
            fill(centre, new float[dimension], 1, random);
        }
        float[][] vectors = new float[count][dimension];
        for (int i = 0; i < count; i++) {
            fill(vectors[i], centres[i % CLASSES], 0.5f, random);
        }
        return vectors;
    }

    private static void fill(float[] vector, float[] centre, float deviation, Random random) {
        for (int d = 0; d < vector.length; d++) {
            vector[d] = centre[d] + deviation * (float) random.nextGaussian();
        }
    }
}
