package org.odenet.models.serving;

import java.util.Arrays;

/** What the network makes of all images of a batch at one depth. */
record Observation(double depth, float[] features, double[][] probabilities) {

    PathPoint of(int row) {
        int width = features.length / probabilities.length;
        return new PathPoint(depth, Arrays.copyOfRange(features, row * width, (row + 1) * width), probabilities[row]);
    }
}
