package org.odenet.examples.experiments;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import me.tongfei.progressbar.ProgressBar;
import org.odenet.examples.output.ProgressBars;
import org.odenet.models.data.ImageDataSet;
import org.odenet.models.features.DataSetFeatures;
import org.odenet.models.retrieval.FeatureMatrix;
import org.odenet.models.retrieval.LabelledFeatures;
import org.odenet.models.retrieval.RetrievalEvaluation;
import org.odenet.models.serving.Answer;
import org.odenet.models.serving.Query;
import org.odenet.models.serving.QueryService;

/** Asks a network under deadlines: its first images are the queries, the others at t = 1 the collection. */
final class DeadlineSweep {

    private static final int BEST = 10;
    private static final double NANOS_PER_MILLI = 1e6;

    private final Subject subject;
    private final TestQueries queries;
    private final int count;
    private final LabelledFeatures collection;
    private final double shortest;

    DeadlineSweep(Subject subject, int most) {
        this.subject = subject;
        this.queries = new TestQueries(subject);
        ImageDataSet images = subject.images();
        if (images.size() < 2) {
            throw new IllegalArgumentException(
                    "there is " + images.size() + " image; give at least two, one to ask with and one to find");
        }
        this.count = Math.min(most, images.size() / 2);
        this.collection = collection(images.subset(count, images.size()));
        this.shortest = queries.alone(TestQueries.HASTY);
    }

    private LabelledFeatures collection(ImageDataSet images) {
        try (ProgressBar bar = bar("collection", images.size(), " images")) {
            DataSetFeatures features =
                    DataSetFeatures.at(subject.run().classifier(), images, new double[] {1}, bar::stepTo);
            return new LabelledFeatures(
                    FeatureMatrix.of(features.depths().get(0).values()), features.labels());
        }
    }

    private ProgressBar bar(String what, long max, String unit) {
        return ProgressBars.of(subject.run().name() + ", " + what, max, unit);
    }

    /** The numbers of the curve's columns. */
    List<Double> measure(double deadline) {
        List<Answer> answers = ask(Query.within(Duration.ofNanos(Math.max(1, (long) (deadline * NANOS_PER_MILLI)))));
        Quantiles depth = Quantiles.of(answers, Answer::depth);
        Quantiles latency = Quantiles.of(answers, answer -> TestQueries.millis(answer.latency()));
        double correct = IntStream.range(0, count)
                .mapToDouble(i -> queries.correct(i, answers.get(i)))
                .average()
                .orElseThrow();
        long kept = answers.stream()
                .filter(answer -> TestQueries.millis(answer.latency()) <= deadline + shortest)
                .count();
        return List.of(
                correct,
                precision(answers),
                depth.mean(),
                depth.at(0.1),
                depth.at(0.5),
                depth.at(0.9),
                latency.at(0.5),
                latency.at(0.99),
                shortest,
                100.0 * kept / count);
    }

    private List<Answer> ask(Query query) {
        List<Answer> answers = new ArrayList<>();
        try (QueryService service = queries.start(TestQueries.PATIENT);
                ProgressBar bar = bar(TestQueries.millis(query.time()) + " ms", count, " queries")) {
            queries.warmUp(service, query);
            for (int i = 0; i < count; i++) {
                answers.add(service.submit(queries.pixels(i), query).join());
                bar.step();
            }
        }
        return answers;
    }

    private double precision(List<Answer> answers) {
        float[][] features = answers.stream().map(Answer::features).toArray(float[][]::new);
        int[] labels = IntStream.range(0, count).map(queries::label).toArray();
        LabelledFeatures asked = new LabelledFeatures(FeatureMatrix.of(features), labels);
        return RetrievalEvaluation.at(BEST).evaluate(asked, collection).meanAveragePrecisionAtK();
    }
}
