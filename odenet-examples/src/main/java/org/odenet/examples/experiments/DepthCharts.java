package org.odenet.examples.experiments;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import org.odenet.examples.experiments.DepthCurve.Point;
import org.odenet.examples.output.LineChart;

/** Shows curves over the depth. */
final class DepthCharts {

    private DepthCharts() {}

    static void write(List<DepthCurve> curves, Path file) {
        LineChart error = new LineChart("Test error by depth", "t", "test error (%)").fromZero();
        LineChart evaluations =
                new LineChart("Function evaluations by depth (mean ± deviation)", "t", "mean NFE").fromZero();
        LineChart cost = new LineChart("Test error by function evaluations", "mean NFE", "test error (%)").fromZero();
        for (DepthCurve curve : curves) {
            double[] t = curve.all(Point::t);
            double[] nfe = curve.all(Point::evaluations);
            error.line(curve.name(), t, curve.all(Point::error));
            evaluations.line(curve.name(), t, nfe, curve.all(Point::deviation));
            cost.line(curve.name(), nfe, curve.all(Point::error));
        }
        LineChart.write(List.of(error, evaluations, cost), file);
    }

    static void print(List<DepthCurve> curves, PrintWriter out) {
        for (DepthCurve curve : curves) {
            out.printf("%n%s%n%6s %14s %10s %10s%n", curve.name(), "t", "test error (%)", "mean NFE", "deviation");
            for (Point point : curve.points()) {
                out.printf(
                        "%6.3f %14.2f %10.2f %10.2f%n",
                        point.t(), point.error(), point.evaluations(), point.deviation());
            }
        }
        out.flush();
    }
}
