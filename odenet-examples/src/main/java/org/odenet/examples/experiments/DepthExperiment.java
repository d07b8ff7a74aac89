package org.odenet.examples.experiments;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import org.odenet.core.state.Tolerances;
import org.odenet.examples.experiments.DepthCurve.Point;
import org.odenet.examples.output.LineChart;
import org.odenet.solvers.sample.PerSampleSolver;

/**
 * Test error and evaluations of networks whose hidden state is stopped early.
 *
 * @param name the name of the files
 * @param times the times at which it is stopped
 * @param tolerances a curve for each; none for one curve with the network's own
 */
record DepthExperiment(String name, double[] times, List<Tolerances> tolerances) implements Experiment<DepthCurve> {

    @Override
    public List<DepthCurve> measure(Subject subject, Path table) {
        DepthSweep sweep = new DepthSweep(table, times);
        PerSampleSolver solver = subject.run().solverOfEachImage();
        String run = subject.run().name();
        if (tolerances.isEmpty()) {
            return List.of(sweep.measure(run, subject, solver));
        }
        return tolerances.stream()
                .map(each -> sweep.measure(
                        run + ", tolerance " + each.relative(), subject, solver.tolerances(List.of(each))))
                .toList();
    }

    @Override
    public void draw(List<DepthCurve> curves, Path chart) {
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
        LineChart.write(List.of(error, evaluations, cost), chart);
    }

    @Override
    public void print(List<DepthCurve> curves, PrintWriter out) {
        for (DepthCurve curve : curves) {
            out.printf("%n%s%n%6s %14s %10s %10s%n", curve.name(), "t", "test error (%)", "mean NFE", "deviation");
            for (Point point : curve.points()) {
                out.printf(
                        "%6.3f %14.2f %10.2f %10.2f%n",
                        point.t(), point.error(), point.evaluations(), point.deviation());
            }
        }
    }
}
