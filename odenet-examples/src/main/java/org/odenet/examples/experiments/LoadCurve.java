package org.odenet.examples.experiments;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * How a service fares under rising rates of queries.
 *
 * @param name what the curve is called
 * @param targetMillis the latency that it was to keep
 * @param points the rates in rising order
 */
record LoadCurve(String name, double targetMillis, List<Point> points) {

    /** The columns of a point in a file. */
    static final List<String> COLUMNS = List.of(
            "rate_per_second",
            "answered",
            "refused",
            "t_mean",
            "t_percentile_10",
            "accuracy_percent",
            "latency_median_ms",
            "latency_percentile_95_ms",
            "latency_percentile_99_ms",
            "latency_max_ms",
            "batch_mean",
            "t_mean_afterwards");

    /**
     * One rate.
     *
     * @param factor the rate as a multiple of the capacity at full depth
     * @param values the numbers of the {@link #COLUMNS}
     */
    record Point(double factor, List<Double> values) {

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
