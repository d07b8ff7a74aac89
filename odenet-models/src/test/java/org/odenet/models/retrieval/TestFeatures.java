package org.odenet.models.retrieval;

import java.util.SplittableRandom;

/** Random features. */
final class TestFeatures {

    private TestFeatures() {}

    /** Of small whole numbers when there shall be many ties, zero vectors among them. */
    static LabelledFeatures of(long seed, int items, int dimension, int classes, boolean ties) {
        SplittableRandom random = new SplittableRandom(seed);
        float[][] features = new float[items][dimension];
        int[] labels = new int[items];
        for (int i = 0; i < items; i++) {
            labels[i] = random.nextInt(classes);
            for (int d = 0; d < dimension; d++) {
                features[i][d] = ties ? random.nextInt(-1, 2) : (float) random.nextDouble(-1, 1);
            }
        }
        return new LabelledFeatures(FeatureMatrix.of(features), labels);
    }
}
