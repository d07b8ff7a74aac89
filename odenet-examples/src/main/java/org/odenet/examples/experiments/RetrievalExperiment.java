package org.odenet.examples.experiments;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.odenet.examples.experiments.RetrievalCurve.Kind;
import org.odenet.examples.experiments.RetrievalCurve.Point;
import org.odenet.examples.output.LineChart;
import org.odenet.models.retrieval.RetrievalEvaluation;

/**
 * Retrieval of images by features of several depths: all images are queries, and all are the collection.
 *
 * @param name the name of the files
 * @param times the times of the hidden states
 * @param scaling how features are scaled before they are compared
 * @param evaluation ranks
 * @param precisionAtK whether the chart shows the precision at k, not that of all items
 */
record RetrievalExperiment(
        String name, double[] times, Scaling scaling, RetrievalEvaluation evaluation, boolean precisionAtK)
        implements Experiment<RetrievalCurve> {

    @Override
    public List<RetrievalCurve> measure(Subject subject, Path table) {
        return new RetrievalSweep(subject, table, times, scaling, evaluation).measure();
    }

    @Override
    public void draw(List<RetrievalCurve> curves, Path chart) {
        String precision = precisionAtK ? "mAP@" + evaluation.k() : "mAP";
        ToDoubleFunction<Point> shown = precisionAtK ? Point::atK : Point::all;
        LineChart byTime =
                new LineChart("Retrieval by depth of the queries", "t (ResNet: part of the blocks)", precision);
        LineChart byCost = new LineChart("Retrieval by cost of the queries", "mean NFE (ResNet: blocks)", precision);
        double dearest = curves.stream()
                .flatMap(curve -> curve.points().stream())
                .mapToDouble(Point::evaluations)
                .max()
                .orElseThrow();
        for (RetrievalCurve curve : curves) {
            add(byTime, curve, Point::t, shown, 1);
            add(byCost, curve, Point::evaluations, shown, dearest);
        }
        LineChart.write(List.of(byTime, byCost), chart);
    }

    private static void add(
            LineChart chart,
            RetrievalCurve curve,
            ToDoubleFunction<Point> x,
            ToDoubleFunction<Point> precision,
            double end) {
        double[] values = curve.values(precision);
        if (curve.kind() == Kind.ASYMMETRIC) {
            chart.dashed(curve.name(), curve.values(x), values);
            return;
        }
        chart.line(curve.name(), curve.values(x), values);
        if (curve.kind() == Kind.BLOCKS) {
            double last = values[values.length - 1];
            chart.dashed(curve.name() + ", last block", new double[] {0, end}, new double[] {last, last});
        }
    }

    @Override
    public void print(List<RetrievalCurve> curves, PrintWriter out) {
        for (RetrievalCurve curve : curves) {
            out.printf("%n%s%n%6s %10s %8s %8s%n", curve.name(), "t", "mean NFE", "mAP", "mAP@" + evaluation.k());
            for (Point point : curve.points()) {
                out.printf("%6.3f %10.2f %8.4f %8.4f%n", point.t(), point.evaluations(), point.all(), point.atK());
            }
        }
    }
}
