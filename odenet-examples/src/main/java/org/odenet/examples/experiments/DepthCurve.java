package org.odenet.examples.experiments;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What a network is worth at several depths.
 *
 * @param name what the curve is called
 * @param points the depths in rising order
 */
record DepthCurve(String name, List<Point> points) {

    /**
     * One depth.
     *
     * @param t the time of the hidden state
     * @param error the test error in per cent
     * @param evaluations the mean function evaluations of an image
     * @param deviation the standard deviation of the evaluations
     */
    record Point(double t, double error, double evaluations, double deviation) {}

    double[] all(ToDoubleFunction<Point> value) {
        return points.stream().mapToDouble(value).toArray();
    }
}
