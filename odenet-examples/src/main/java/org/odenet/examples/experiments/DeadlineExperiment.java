package org.odenet.examples.experiments;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.odenet.examples.experiments.DeadlineCurve.Point;
import org.odenet.examples.output.LineChart;

/**
 * Accuracy and retrieval by features of queries with a deadline each, one after the other.
 *
 * @param deadlines the deadlines in milliseconds
 * @param queries how many queries each deadline gets
 */
record DeadlineExperiment(double[] deadlines, int queries) implements Experiment<DeadlineCurve> {

    @Override
    public String name() {
        return "budget";
    }

    @Override
    public List<DeadlineCurve> measure(Subject subject, Path table) {
        ResultFile results = new ResultFile(table, List.of("queries", "deadline_ms"), DeadlineCurve.COLUMNS);
        List<Point> points = new ArrayList<>();
        DeadlineSweep sweep = null;
        for (double deadline : deadlines) {
            String[] part = {String.valueOf(queries), String.valueOf(deadline)};
            Optional<List<Double>> known = results.find(subject, part);
            if (known.isEmpty()) {
                sweep = sweep == null ? new DeadlineSweep(subject, queries) : sweep;
                known = Optional.of(sweep.measure(deadline));
                results.put(subject, known.get(), part);
                results.write();
            }
            points.add(new Point(deadline, known.get()));
        }
        return List.of(new DeadlineCurve(subject.run().name(), points));
    }

    @Override
    public void draw(List<DeadlineCurve> curves, Path chart) {
        String x = "deadline of a query (ms)";
        LineChart accuracy = new LineChart("Accuracy by deadline", x, "accuracy (%)");
        LineChart retrieval = new LineChart("Retrieval by deadline", x, "mAP@10");
        LineChart depth = new LineChart("Reached depth by deadline", x, "t").fromZero();
        for (DeadlineCurve curve : curves) {
            double[] deadline = curve.all(Point::milliseconds);
            accuracy.line(curve.name(), deadline, curve.all("accuracy_percent"));
            retrieval.line(curve.name(), deadline, curve.all("map_at_10"));
            depth.line(curve.name(), deadline, curve.all("t_mean"));
        }
        LineChart.write(List.of(accuracy, retrieval, depth), chart);
    }

    @Override
    public void print(List<DeadlineCurve> curves, PrintWriter out) {
        for (DeadlineCurve curve : curves) {
            out.printf(
                    "%n%s: queries with a deadline, one after the other%n%11s %9s %8s %7s %8s %12s %9s%n",
                    curve.name(), "deadline ms", "accuracy", "mAP@10", "mean t", "median t", "median ms", "in time");
            for (Point point : curve.points()) {
                out.printf(
                        "%11.3f %8.2f%% %8.4f %7.3f %8.3f %12.3f %8.1f%%%n",
                        point.milliseconds(),
                        point.value("accuracy_percent"),
                        point.value("map_at_10"),
                        point.value("t_mean"),
                        point.value("t_median"),
                        point.value("latency_median_ms"),
                        point.value("kept_percent"));
            }
        }
        out.println("in time: within the deadline and the time of the shortest query, which takes one step");
        out.println();
    }
}
