package org.odenet.benchmarks;

import java.util.Arrays;
import java.util.Random;
import org.odenet.models.retrieval.FeatureMatrix;
import org.odenet.models.retrieval.LabelledFeatures;

/**
 * Random features of ten classes, as those of a trained network lie: around one centre a class. Centres are standard normal;
 * the features of a class vary about theirs with variance one in every direction, or in a random subspace of fewer
 * directions, for features that were learnt fill few of their dimensions.
 */
final class ClusteredFeatures {

    static final int CLASSES = 10;

    private final Random random;
    private final float[][] centres;
    private final float[][] directions;

    ClusteredFeatures(int dimension, int intrinsicDimension, long seed) {
        this.random = new Random(seed);
        this.centres = normal(CLASSES, dimension, 1);
        this.directions = intrinsicDimension == dimension
                ? identity(dimension)
                : normal(intrinsicDimension, dimension, 1 / Math.sqrt(intrinsicDimension));
    }

    /** The next features of a class drawn at random, each. */
    LabelledFeatures next(int count) {
        float[][] features = new float[count][];
        int[] labels = new int[count];
        for (int i = 0; i < count; i++) {
            labels[i] = random.nextInt(CLASSES);
            features[i] = around(centres[labels[i]]);
        }
        return new LabelledFeatures(FeatureMatrix.of(features), labels);
    }

    private float[] around(float[] centre) {
        float[] feature = centre.clone();
        for (float[] direction : directions) {
            float along = (float) random.nextGaussian();
            for (int d = 0; d < feature.length; d++) {
                feature[d] += along * direction[d];
            }
        }
        return feature;
    }

    private float[][] normal(int rows, int columns, double deviation) {
        float[][] values = new float[rows][columns];
        for (float[] row : values) {
            for (int d = 0; d < columns; d++) {
                row[d] = (float) (deviation * random.nextGaussian());
            }
        }
        return values;
    }

    private static float[][] identity(int dimension) {
        float[][] rows = new float[dimension][dimension];
        for (int d = 0; d < dimension; d++) {
            rows[d][d] = 1;
        }
        return rows;
    }

    static float[][] rows(FeatureMatrix features) {
        float[][] rows = new float[features.rows()][];
        Arrays.setAll(rows, features::row);
        return rows;
    }
}
