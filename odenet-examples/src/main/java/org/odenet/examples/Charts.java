package org.odenet.examples;

import java.nio.file.Path;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.odenet.examples.output.LineChart;
import org.odenet.models.training.EpochRecord;

/** The charts of a training. */
final class Charts {

    private Charts() {}

    static void accuracy(List<EpochRecord> epochs, Path file) {
        LineChart chart = new LineChart("Accuracy", "epoch", "accuracy (%)");
        add(chart, "training", epochs, epoch -> 100 * epoch.trainAccuracy());
        add(chart, "test", epochs, epoch -> 100 * epoch.testAccuracy());
        chart.write(file);
    }

    static void evaluations(List<EpochRecord> epochs, Path file) {
        LineChart chart =
                new LineChart("Function evaluations of a training step", "epoch", "evaluations (mean of the epoch)");
        add(chart.fromZero(), "forward (NFE-F)", epochs, EpochRecord::forwardEvaluations);
        add(chart, "backward (NFE-B)", epochs, EpochRecord::backwardEvaluations);
        chart.write(file);
    }

    private static void add(
            LineChart chart, String name, List<EpochRecord> epochs, ToDoubleFunction<EpochRecord> value) {
        double[] x = epochs.stream().mapToDouble(EpochRecord::epoch).toArray();
        double[] y = epochs.stream().mapToDouble(value).toArray();
        chart.line(name, x, y);
    }
}
