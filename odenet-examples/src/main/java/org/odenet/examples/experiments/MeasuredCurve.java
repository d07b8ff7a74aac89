package org.odenet.examples.experiments;

import java.util.List;

/**
 * What was measured of a network, under one condition after another.
 *
 * @param name what the curve is called
 * @param columns what the numbers of a point are
 * @param points the conditions in rising order
 */
record MeasuredCurve(String name, List<String> columns, List<Point> points) {

    /**
     * One condition.
     *
     * @param condition the number on the horizontal axis
     * @param values what was measured, a number for each of the columns
     */
    record Point(double condition, List<Double> values) {}

    double[] conditions() {
        return points.stream().mapToDouble(Point::condition).toArray();
    }

    double[] all(String column) {
        return points.stream().mapToDouble(point -> value(point, column)).toArray();
    }

    double value(Point point, String column) {
        return point.values().get(columns.indexOf(column));
    }
}
