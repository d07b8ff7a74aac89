package org.odenet.benchmarks;

import java.awt.Color;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.BitmapEncoder.BitmapFormat;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.odenet.models.io.AtomicFiles;

/** The error of solvers against their work, both by logarithms. */
final class WorkPrecisionChart {

    private static final int WIDTH = 800;
    private static final int HEIGHT = 500;

    /** An error of 0 has no logarithm. */
    private static final double LEAST_ERROR = 1e-16;

    private WorkPrecisionChart() {}

    static void draw(String problem, String workName, List<Run> runs, ToDoubleFunction<Run> work, Path file) {
        XYChart chart = new XYChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title(problem)
                .xAxisTitle(workName)
                .yAxisTitle("error at the end")
                .build();
        chart.getStyler().setXAxisLogarithmic(true).setYAxisLogarithmic(true);
        chart.getStyler().setChartBackgroundColor(Color.WHITE);
        chart.getStyler().setLegendPosition(LegendPosition.OutsideE);
        bySolver(runs).forEach((solver, some) -> {
            double[] x = some.stream().mapToDouble(work).toArray();
            double[] y = some.stream()
                    .mapToDouble(run -> Math.max(run.error(), LEAST_ERROR))
                    .toArray();
            chart.addSeries(solver, x, y);
        });
        AtomicFiles.write(file, out -> BitmapEncoder.saveBitmap(chart, out, BitmapFormat.PNG));
    }

    private static Map<String, List<Run>> bySolver(List<Run> runs) {
        Map<String, List<Run>> bySolver = new LinkedHashMap<>();
        runs.stream().filter(Run::succeeded).forEach(run -> bySolver.computeIfAbsent(
                        run.solver(), name -> new ArrayList<>())
                .add(run));
        return bySolver;
    }
}
