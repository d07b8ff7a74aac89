package org.odenet.examples.experiments;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import me.tongfei.progressbar.ProgressBar;
import org.odenet.core.state.Tolerances;
import org.odenet.examples.experiments.DepthCurve.Point;
import org.odenet.examples.output.ProgressBars;
import org.odenet.models.ImageClassifier;
import org.odenet.models.features.DataSetFeatures;
import org.odenet.models.features.DepthFeatures;
import org.odenet.solvers.sample.PerSampleSolver;

/** Measures test error and evaluations at several depths, and keeps them in a file. */
final class DepthSweep {

    private final ResultFile results;
    private final double[] times;

    DepthSweep(Path file, double[] times) {
        this.results = new ResultFile(
                file, List.of("solver", "tolerance", "t"), List.of("test_error_percent", "nfe_mean", "nfe_deviation"));
        this.times = times;
    }

    /** The curve of a solver, as far as it is not in the file yet measured now. */
    DepthCurve measure(String name, Subject subject, PerSampleSolver solver) {
        double[] missing = Arrays.stream(times)
                .filter(t -> results.find(subject, part(solver, t)).isEmpty())
                .toArray();
        if (missing.length > 0) {
            measure(name, subject, solver, missing);
        }
        List<Point> points = new ArrayList<>();
        for (double t : times) {
            List<Double> numbers = results.find(subject, part(solver, t)).orElseThrow();
            points.add(new Point(t, numbers.get(0), numbers.get(1), numbers.get(2)));
        }
        return new DepthCurve(name, points);
    }

    private void measure(String name, Subject subject, PerSampleSolver solver, double[] missing) {
        // Shares the run's weights, which the run closes.
        ImageClassifier own = subject.run().classifier();
        ImageClassifier each = own.with(solver, own.config().gradient());
        DataSetFeatures features;
        try (ProgressBar bar = ProgressBars.of(name, subject.images().size(), " images")) {
            features = DataSetFeatures.at(each, subject.images(), missing, bar::stepTo);
        }
        for (int k = 0; k < missing.length; k++) {
            DepthFeatures depth = features.depths().get(k);
            List<Double> numbers =
                    List.of(100 * features.error(k, each), depth.meanEvaluations(), depth.deviationOfEvaluations());
            results.put(subject, numbers, part(solver, missing[k]));
        }
        results.write();
    }

    private static String[] part(PerSampleSolver solver, double t) {
        Tolerances tolerances = solver.control().tolerances();
        boolean one = tolerances.relative() == tolerances.absolute();
        String tolerance = one ? "" + tolerances.relative() : tolerances.relative() + "/" + tolerances.absolute();
        return new String[] {solver.name(), tolerance, String.valueOf(t)};
    }
}
