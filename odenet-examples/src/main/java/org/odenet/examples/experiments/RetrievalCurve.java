package org.odenet.examples.experiments;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * How good features of several depths are for retrieval.
 *
 * @param name what the curve is called
 * @param kind how queries and collection were taken
 * @param points the depths in rising order
 */
record RetrievalCurve(String name, Kind kind, List<Point> points) {

    /** How queries and collection were taken. */
    enum Kind {
        /** Both at the time t. */
        SYMMETRIC,
        /** The queries at t, the collection at 1. */
        ASYMMETRIC,
        /** Both behind the same block of a ResNet. */
        BLOCKS
    }

    /**
     * One depth.
     *
     * @param t the time of the hidden state of the queries; of a ResNet the part of the blocks
     * @param evaluations the mean function evaluations of a query; of a ResNet its blocks
     * @param all the mean average precision
     * @param atK that of the best items alone
     */
    record Point(double t, double evaluations, double all, double atK) {}

    double[] values(ToDoubleFunction<Point> value) {
        return points.stream().mapToDouble(value).toArray();
    }
}
