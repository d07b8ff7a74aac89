package org.odenet.examples;

import java.awt.Color;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.BitmapEncoder.BitmapFormat;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.odenet.models.io.AtomicFiles;
import org.odenet.models.training.EpochRecord;

/** The charts of a training. */
final class Charts {

    private static final int WIDTH = 800;
    private static final int HEIGHT = 500;

    private Charts() {}

    static void accuracy(List<EpochRecord> epochs, Path file) {
        XYChart chart = chart("Accuracy", "accuracy (%)");
        add(chart, "training", epochs, epoch -> 100 * epoch.trainAccuracy());
        add(chart, "test", epochs, epoch -> 100 * epoch.testAccuracy());
        write(chart, file);
    }

    static void evaluations(List<EpochRecord> epochs, Path file) {
        XYChart chart = chart("Function evaluations of a training step", "evaluations (mean of the epoch)");
        chart.getStyler().setYAxisMin(0.0);
        add(chart, "forward (NFE-F)", epochs, EpochRecord::forwardEvaluations);
        add(chart, "backward (NFE-B)", epochs, EpochRecord::backwardEvaluations);
        write(chart, file);
    }

    private static XYChart chart(String title, String values) {
        XYChart chart = new XYChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title(title)
                .xAxisTitle("epoch")
                .yAxisTitle(values)
                .build();
        chart.getStyler().setChartBackgroundColor(Color.WHITE);
        chart.getStyler().setXAxisDecimalPattern("0").setYAxisDecimalPattern("0.##");
        return chart;
    }

    private static void add(XYChart chart, String name, List<EpochRecord> epochs, ToDoubleFunction<EpochRecord> value) {
        double[] x = epochs.stream().mapToDouble(EpochRecord::epoch).toArray();
        double[] y = epochs.stream().mapToDouble(value).toArray();
        chart.addSeries(name, x, y).setMarker(SeriesMarkers.CIRCLE);
    }

    private static void write(XYChart chart, Path file) {
        AtomicFiles.write(file, out -> {
            try {
                BitmapEncoder.saveBitmap(chart, out, BitmapFormat.PNG);
            } catch (IOException e) {
                throw new IOException("the chart could not be drawn: " + e.getMessage(), e);
            }
        });
    }
}
