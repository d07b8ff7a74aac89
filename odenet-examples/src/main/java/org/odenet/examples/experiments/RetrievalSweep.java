package org.odenet.examples.experiments;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import me.tongfei.progressbar.ProgressBar;
import org.odenet.examples.experiments.RetrievalCurve.Kind;
import org.odenet.examples.experiments.RetrievalCurve.Point;
import org.odenet.examples.output.ProgressBars;
import org.odenet.models.ImageClassifier;
import org.odenet.models.features.DataSetFeatures;
import org.odenet.models.features.DepthFeatures;
import org.odenet.models.retrieval.LabelledFeatures;
import org.odenet.models.retrieval.RetrievalEvaluation;
import org.odenet.models.retrieval.RetrievalScores;

/** Ranks the images of a network by their features of several depths, and keeps the mean average precisions in a file. */
final class RetrievalSweep {

    private final Subject subject;
    private final ResultFile results;
    private final double[] times;
    private final Scaling scaling;
    private final RetrievalEvaluation evaluation;

    RetrievalSweep(Subject subject, Path file, double[] times, Scaling scaling, RetrievalEvaluation evaluation) {
        this.subject = subject;
        this.results =
                new ResultFile(file, List.of("kind", "t"), List.of("nfe_mean", "map", "map_at_" + evaluation.k()));
        this.times = times;
        this.scaling = scaling;
        this.evaluation = evaluation;
    }

    /** The curves of the network, as far as they are not in the file yet measured now. */
    List<RetrievalCurve> measure() {
        String name = subject.run().name();
        if (!subject.run().classifier().residualBlocks().isEmpty()) {
            double[] depths = depthsOfBlocks();
            if (missing(Kind.BLOCKS, depths).length > 0) {
                rank(blocks(), Kind.BLOCKS, depths);
            }
            return List.of(curve(name, Kind.BLOCKS, depths));
        }
        double[] symmetric = missing(Kind.SYMMETRIC, times);
        double[] asymmetric = missing(Kind.ASYMMETRIC, times);
        if (symmetric.length + asymmetric.length > 0) {
            DataSetFeatures features = features(symmetric, asymmetric);
            rank(features, Kind.SYMMETRIC, symmetric);
            rank(features, Kind.ASYMMETRIC, asymmetric);
        }
        return List.of(
                curve(name + ", symmetric", Kind.SYMMETRIC, times),
                curve(name + ", asymmetric", Kind.ASYMMETRIC, times));
    }

    private double[] depthsOfBlocks() {
        int blocks = subject.run().classifier().residualBlocks().size();
        double[] depths = new double[blocks + 1];
        Arrays.setAll(depths, block -> (double) block / blocks);
        return depths;
    }

    private double[] missing(Kind kind, double[] depths) {
        return Arrays.stream(depths)
                .filter(t -> results.find(subject, part(kind, t)).isEmpty())
                .toArray();
    }

    private DataSetFeatures blocks() {
        try (ProgressBar bar = bar(" images", subject.images().size())) {
            return DataSetFeatures.behindBlocks(subject.run().classifier(), subject.images(), bar::stepTo);
        }
    }

    /** At all times that are needed; the collection of asymmetric retrieval is at 1. */
    private DataSetFeatures features(double[] symmetric, double[] asymmetric) {
        TreeSet<Double> needed = new TreeSet<>();
        Arrays.stream(symmetric).forEach(needed::add);
        if (asymmetric.length > 0) {
            Arrays.stream(asymmetric).forEach(needed::add);
            needed.add(1.0);
        }
        double[] depths = needed.stream().mapToDouble(Double::doubleValue).toArray();
        // Shares the run's weights, which the run closes.
        ImageClassifier own = subject.run().classifier();
        ImageClassifier each =
                own.with(subject.run().solverOfEachImage(), own.config().gradient());
        try (ProgressBar bar = bar(" images", subject.images().size())) {
            return DataSetFeatures.at(each, subject.images(), depths, bar::stepTo);
        }
    }

    private void rank(DataSetFeatures features, Kind kind, double[] depths) {
        try (ProgressBar bar = bar(" rankings", depths.length)) {
            for (double t : depths) {
                DepthFeatures queries = at(features, t);
                LabelledFeatures query = labelled(queries, features.labels());
                LabelledFeatures items = kind == Kind.ASYMMETRIC ? labelled(at(features, 1), features.labels()) : query;
                RetrievalScores scores = evaluation.evaluate(query, items);
                List<Double> numbers = List.of(
                        queries.meanEvaluations(), scores.meanAveragePrecision(), scores.meanAveragePrecisionAtK());
                results.put(subject, numbers, part(kind, t));
                results.write();
                bar.step();
            }
        }
    }

    private static DepthFeatures at(DataSetFeatures features, double t) {
        return features.depths().stream()
                .filter(depth -> depth.depth() == t)
                .findFirst()
                .orElseThrow();
    }

    private LabelledFeatures labelled(DepthFeatures depth, int[] labels) {
        return new LabelledFeatures(scaling.matrix(depth.values()), labels);
    }

    private ProgressBar bar(String unit, long max) {
        return ProgressBars.of(subject.run().name(), max, unit);
    }

    private RetrievalCurve curve(String name, Kind kind, double[] depths) {
        List<Point> points = new ArrayList<>();
        for (double t : depths) {
            List<Double> numbers = results.find(subject, part(kind, t)).orElseThrow();
            points.add(new Point(t, numbers.get(0), numbers.get(1), numbers.get(2)));
        }
        return new RetrievalCurve(name, kind, points);
    }

    private static String[] part(Kind kind, double t) {
        return new String[] {kind.name().toLowerCase(Locale.ROOT), String.valueOf(t)};
    }
}
