package org.odenet.examples.experiments;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.odenet.examples.experiments.LoadCurve.Point;
import org.odenet.examples.output.LineChart;

/**
 * A service under rising rates of queries.
 *
 * @param factors the rates as multiples of the capacity at full depth
 * @param latency the latency that the service is to keep
 * @param length how long each rate lasts
 */
record LoadExperiment(double[] factors, Duration latency, Duration length) implements Experiment<LoadCurve> {

    @Override
    public String name() {
        return "load";
    }

    @Override
    public List<LoadCurve> measure(Subject subject, Path table) {
        ResultFile results =
                new ResultFile(table, List.of("latency_target_ms", "seconds", "capacities"), LoadCurve.COLUMNS);
        double target = TestQueries.millis(latency);
        List<Point> points = new ArrayList<>();
        LoadSweep sweep = null;
        for (double factor : factors) {
            String[] part = {String.valueOf(target), String.valueOf(length.toMillis() / 1e3), String.valueOf(factor)};
            Optional<List<Double>> known = results.find(subject, part);
            if (known.isEmpty()) {
                sweep = sweep == null ? new LoadSweep(subject, latency, length) : sweep;
                known = Optional.of(sweep.measure(factor));
                results.put(subject, known.get(), part);
                results.write();
            }
            points.add(new Point(factor, known.get()));
        }
        return List.of(new LoadCurve(subject.run().name(), target, points));
    }

    @Override
    public void draw(List<LoadCurve> curves, Path chart) {
        String x = "rate of queries (capacities at full depth)";
        LineChart depth = new LineChart("Reached depth by load", x, "mean t").fromZero();
        LineChart times = new LineChart("Latency by load", x, "ms").fromZero();
        LineChart accuracy = new LineChart("Accuracy by load", x, "accuracy (%)");
        for (LoadCurve curve : curves) {
            double[] factor = curve.all(Point::factor);
            depth.line(curve.name(), factor, curve.all("t_mean"));
            times.line(curve.name() + ", median", factor, curve.all("latency_median_ms"));
            times.line(curve.name() + ", 99 of 100", factor, curve.all("latency_percentile_99_ms"));
            double[] target = new double[factor.length];
            Arrays.fill(target, curve.targetMillis());
            times.dashed(curve.name() + ", target", factor, target);
            accuracy.line(curve.name(), factor, curve.all("accuracy_percent"));
        }
        LineChart.write(List.of(depth, times, accuracy), chart);
    }

    @Override
    public void print(List<LoadCurve> curves, PrintWriter out) {
        for (LoadCurve curve : curves) {
            out.printf(
                    "%n%s: a service that is to keep %.1f ms, under rising rates%n%6s %8s %9s %7s %7s %9s %8s %8s %8s"
                            + " %6s %7s%n",
                    curve.name(),
                    curve.targetMillis(),
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
                        point.factor(),
                        point.value("rate_per_second"),
                        point.value("answered"),
                        point.value("refused"),
                        point.value("t_mean"),
                        point.value("accuracy_percent"),
                        point.value("latency_median_ms"),
                        point.value("latency_percentile_95_ms"),
                        point.value("latency_percentile_99_ms"),
                        point.value("batch_mean"),
                        point.value("t_mean_afterwards"));
            }
        }
        out.println("rate x: in capacities, the queries that one after the other would be answered at full depth;"
                + " t after: once the load has fallen");
    }
}
