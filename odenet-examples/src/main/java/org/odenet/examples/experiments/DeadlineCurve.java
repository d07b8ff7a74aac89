package org.odenet.examples.experiments;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What a network is worth under deadlines.
 *
 * @param name what the curve is called
 * @param points the deadlines in rising order
 */
record DeadlineCurve(String name, List<Point> points) {

    /** The columns of a point in a file. */
    static final List<String> COLUMNS = List.of(
            "accuracy_percent",
            "map_at_10",
            "t_mean",
            "t_percentile_10",
            "t_median",
            "t_percentile_90",
            "latency_median_ms",
            "latency_percentile_99_ms",
            "shortest_query_ms",
            "kept_percent");

    /**
     * One deadline.
     *
     * @param milliseconds the deadline
     * @param values the numbers of the {@link #COLUMNS}
     */
    record Point(double milliseconds, List<Double> values) {

        double value(String column) {
            return values.get(COLUMNS.indexOf(column));
        }
    }

    double[] all(ToDoubleFunction<Point> value) {
        return points.stream().mapToDouble(value).toArray();
    }

    double[] all(String column) {
        return all(point -> point.value(column));
    }
}
