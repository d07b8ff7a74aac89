package org.odenet.examples.experiments;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.odenet.examples.experiments.MeasuredCurve.Point;
import org.odenet.examples.output.LineChart;

/**
 * Accuracy and retrieval by features of queries with a deadline each, one after the other.
 *
 * @param deadlines the deadlines in milliseconds
 * @param queries how many queries each deadline gets
 */
record DeadlineExperiment(double[] deadlines, int queries) implements Experiment<MeasuredCurve> {

    /** The columns of a point in a file. */
    private static final List<String> COLUMNS = List.of(
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

    @Override
    public String name() {
        return "budget";
    }

    @Override
    public List<MeasuredCurve> measure(Subject subject, Path table) {
        ResultFile results = new ResultFile(table, List.of("queries", "deadline_ms"), COLUMNS);
        List<Point> points = new ArrayList<>();
        DeadlineSweep sweep = null;
        for (double deadline : deadlines) {
            String[] part = {String.valueOf(queries), String.valueOf(deadline)};
            if (results.find(subject, part).isEmpty()) {
                sweep = sweep == null ? new DeadlineSweep(subject, queries) : sweep;
                results.put(subject, sweep.measure(deadline), part);
                results.write();
            }
            points.add(new Point(deadline, results.find(subject, part).orElseThrow()));
        }
        return List.of(new MeasuredCurve(subject.run().name(), COLUMNS, points));
    }

    @Override
    public void draw(List<MeasuredCurve> curves, Path chart) {
        String x = "deadline of a query (ms)";
        LineChart accuracy = new LineChart("Accuracy by deadline", x, "accuracy (%)");
        LineChart retrieval = new LineChart("Retrieval by deadline", x, "mAP@10");
        LineChart depth = new LineChart("Reached depth by deadline", x, "t").fromZero();
        for (MeasuredCurve curve : curves) {
            double[] deadline = curve.conditions();
            accuracy.line(curve.name(), deadline, curve.all("accuracy_percent"));
            retrieval.line(curve.name(), deadline, curve.all("map_at_10"));
            depth.line(curve.name(), deadline, curve.all("t_mean"));
        }
        LineChart.write(List.of(accuracy, retrieval, depth), chart);
    }

    @Override
    public void print(List<MeasuredCurve> curves, PrintWriter out) {
        for (MeasuredCurve curve : curves) {
            out.printf(
                    "%n%s: queries with a deadline, one after the other%n%11s %9s %8s %7s %8s %12s %9s%n",
                    curve.name(), "deadline ms", "accuracy", "mAP@10", "mean t", "median t", "median ms", "in time");
            for (Point point : curve.points()) {
                out.printf(
                        "%11.3f %8.2f%% %8.4f %7.3f %8.3f %12.3f %8.1f%%%n",
                        point.condition(),
                        curve.value(point, "accuracy_percent"),
                        curve.value(point, "map_at_10"),
                        curve.value(point, "t_mean"),
                        curve.value(point, "t_median"),
                        curve.value(point, "latency_median_ms"),
                        curve.value(point, "kept_percent"));
            }
        }
        out.println("in time: within the deadline and the time of the shortest query, which takes one step");
        out.println();
    }
}
