package org.odenet.examples.experiments;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.odenet.examples.experiments.MeasuredCurve.Point;
import org.odenet.examples.output.LineChart;

/**
 * A service under rising rates of queries.
 *
 * @param factors the rates as multiples of the capacity at full depth
 * @param latency the latency that the service is to keep
 * @param length how long each rate lasts
 */
record LoadExperiment(double[] factors, Duration latency, Duration length) implements Experiment<MeasuredCurve> {

    /** The columns of a point in a file. */
    private static final List<String> COLUMNS = List.of(
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

    @Override
    public String name() {
        return "load";
    }

    @Override
    public List<MeasuredCurve> measure(Subject subject, Path table) {
        ResultFile results = new ResultFile(table, List.of("latency_target_ms", "seconds", "capacities"), COLUMNS);
        double target = TestQueries.millis(latency);
        List<Point> points = new ArrayList<>();
        LoadSweep sweep = null;
        for (double factor : factors) {
            String[] part = {String.valueOf(target), String.valueOf(length.toMillis() / 1e3), String.valueOf(factor)};
            if (results.find(subject, part).isEmpty()) {
                sweep = sweep == null ? new LoadSweep(subject, latency, length) : sweep;
                results.put(subject, sweep.measure(factor), part);
                results.write();
            }
            points.add(new Point(factor, results.find(subject, part).orElseThrow()));
        }
        return List.of(new MeasuredCurve(subject.run().name(), COLUMNS, points));
    }

    @Override
    public void draw(List<MeasuredCurve> curves, Path chart) {
        String x = "rate of queries (capacities at full depth)";
        LineChart depth = new LineChart("Reached depth by load", x, "mean t").fromZero();
        LineChart times = new LineChart("Latency by load", x, "ms").fromZero();
        LineChart accuracy = new LineChart("Accuracy by load", x, "accuracy (%)");
        for (MeasuredCurve curve : curves) {
            double[] factor = curve.conditions();
            depth.line(curve.name(), factor, curve.all("t_mean"));
            times.line(curve.name() + ", median", factor, curve.all("latency_median_ms"));
            times.line(curve.name() + ", 99 of 100", factor, curve.all("latency_percentile_99_ms"));
            double[] target = new double[factor.length];
            Arrays.fill(target, TestQueries.millis(latency));
            times.dashed(curve.name() + ", target", factor, target);
            accuracy.line(curve.name(), factor, curve.all("accuracy_percent"));
        }
        LineChart.write(List.of(depth, times, accuracy), chart);
    }

    @Override
    public void print(List<MeasuredCurve> curves, PrintWriter out) {
        for (MeasuredCurve curve : curves) {
            out.printf(
                    "%n%s: a service that is to keep %.1f ms, under rising rates%n%6s %8s %9s %7s %7s %9s %8s %8s %8s"
                            + " %6s %7s%n",
                    curve.name(),
                    TestQueries.millis(latency),
                    "rate x",
                    "per s",
                    "answered",
                    "refused",
                    "mean t",
                    "accuracy",
                    "p50 ms",
                    "p95 ms",
                    "p99 ms",
                    "batch",
                    "t after");
            for (Point point : curve.points()) {
                out.printf(
                        "%6.2f %8.1f %9.0f %7.0f %7.3f %8.2f%% %8.2f %8.2f %8.2f %6.1f %7.3f%n",
                        point.condition(),
                        curve.value(point, "rate_per_second"),
                        curve.value(point, "answered"),
                        curve.value(point, "refused"),
                        curve.value(point, "t_mean"),
                        curve.value(point, "accuracy_percent"),
                        curve.value(point, "latency_median_ms"),
                        curve.value(point, "latency_percentile_95_ms"),
                        curve.value(point, "latency_percentile_99_ms"),
                        curve.value(point, "batch_mean"),
                        curve.value(point, "t_mean_afterwards"));
            }
        }
        out.println("rate x: in capacities, the queries that one after the other would be answered at full depth;"
                + " t after: once the load has fallen");
    }
}
