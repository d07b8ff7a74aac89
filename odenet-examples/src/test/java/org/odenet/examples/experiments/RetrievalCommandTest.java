package org.odenet.examples.experiments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.odenet.examples.CommandLineRun;
import org.odenet.models.ImageClassifier;
import org.odenet.models.data.ImageDataSet;
import org.odenet.models.features.DataSetFeatures;
import org.odenet.models.retrieval.FeatureMatrix;
import org.odenet.models.retrieval.LabelledFeatures;
import org.odenet.models.retrieval.RetrievalEvaluation;
import org.odenet.solvers.Solvers;

class RetrievalCommandTest {

    private static final int IMAGES = 40;

    @TempDir
    private Path folder;

    private static CommandLineRun retrieval(Path... runs) {
        List<String> arguments = new ArrayList<>(List.of("retrieval", "--limit", "" + IMAGES, "--times", "0.2,1"));
        Arrays.stream(runs).map(Path::toString).forEach(arguments::add);
        return CommandLineRun.of(arguments.toArray(String[]::new));
    }

    @Test
    void precisionIsThatOfARankingByHand() {
        Path run = TinyRun.odeOnly(folder.resolve("tiny"), 1);

        CommandLineRun result = retrieval(run);

        assertThat(result.err()).isEmpty();
        assertThat(result.exitCode()).isZero();
        ImageDataSet digits = TinyRun.digits(IMAGES);
        try (ImageClassifier net = ImageClassifier.load(run)) {
            ImageClassifier each = net.with(
                    Solvers.dormandPrince54().steppingPastEnd().perSample(),
                    net.config().gradient());
            DataSetFeatures features = DataSetFeatures.at(each, digits, new double[] {0.2, 1}, done -> {});
            float[][] early = features.depths().get(0).values();
            float[][] last = features.depths().get(1).values();
            assertThat(TinyRun.column(run.resolve("retrieval.csv"), "map", "asymmetric"))
                    .containsExactly(
                            new double[] {
                                precision(early, last, features.labels()), precision(last, last, features.labels())
                            },
                            within(1e-6));
            assertThat(TinyRun.column(run.resolve("retrieval.csv"), "map", ",symmetric"))
                    .containsExactly(
                            new double[] {
                                precision(early, early, features.labels()), precision(last, last, features.labels())
                            },
                            within(1e-6));
            assertThat(TinyRun.column(run.resolve("retrieval.csv"), "nfe_mean", ",symmetric")[1])
                    .isEqualTo(features.depths().get(1).meanEvaluations());
        }
        assertThat(TinyRun.column(run.resolve("retrieval.csv"), "map_at_10", ""))
                .hasSize(4);
    }

    @Test
    void scaledColumnsHaveFilesOfTheirOwn() {
        Path run = TinyRun.odeOnly(folder.resolve("tiny"), 1);
        String limit = String.valueOf(IMAGES);

        CommandLineRun result = CommandLineRun.of(
                "retrieval", "--limit", limit, "--times", "1", "--scaling", "columns", run.toString());

        assertThat(result.err()).isEmpty();
        assertThat(run.resolve("retrieval-columns.png")).exists();
        assertThat(run.resolve("retrieval.csv")).doesNotExist();
        try (ImageClassifier net = ImageClassifier.load(run)) {
            ImageClassifier each = net.with(
                    Solvers.dormandPrince54().steppingPastEnd().perSample(),
                    net.config().gradient());
            DataSetFeatures features = DataSetFeatures.at(each, TinyRun.digits(IMAGES), new double[] {1}, done -> {});
            LabelledFeatures scaled = new LabelledFeatures(
                    FeatureMatrix.withScaledColumns(features.depths().get(0).values()), features.labels());
            double expected =
                    RetrievalEvaluation.at(10).evaluate(scaled, scaled).meanAveragePrecision();
            assertThat(TinyRun.column(run.resolve("retrieval-columns.csv"), "map", ""))
                    .containsExactly(expected, expected);
        }
        assertThat(CommandLineRun.of("retrieval", "--scaling", "rows", run.toString())
                        .err())
                .contains("rows");
    }

    /** Mean average precision, one relevant item after another; scores are all different here. */
    private static double precision(float[][] queries, float[][] items, int[] labels) {
        double sum = 0;
        for (int q = 0; q < queries.length; q++) {
            float[] query = queries[q];
            List<Integer> ranked = IntStream.range(0, items.length)
                    .boxed()
                    .sorted(Comparator.comparingDouble(i -> -cosine(query, items[i])))
                    .toList();
            int relevant = 0;
            double precisions = 0;
            for (int rank = 0; rank < ranked.size(); rank++) {
                if (labels[ranked.get(rank)] == labels[q]) {
                    relevant++;
                    precisions += (double) relevant / (rank + 1);
                }
            }
            sum += precisions / relevant;
        }
        return sum / queries.length;
    }

    private static double cosine(float[] a, float[] b) {
        double product = 0;
        double ofA = 0;
        double ofB = 0;
        for (int i = 0; i < a.length; i++) {
            product += (double) a[i] * b[i];
            ofA += (double) a[i] * a[i];
            ofB += (double) b[i] * b[i];
        }
        return product / Math.sqrt(ofA * ofB);
    }

    @Test
    void aResNetIsMeasuredBehindEachBlock() throws IOException {
        Path tiny = TinyRun.odeOnly(folder.resolve("tiny"), 1);
        Path resNet = TinyRun.resNet(folder.resolve("resnet"));

        CommandLineRun result = retrieval(tiny, resNet);

        assertThat(result.exitCode()).isZero();
        Path table = resNet.resolve("retrieval.csv");
        assertThat(TinyRun.column(table, "nfe_mean", ",blocks,")).containsExactly(0, 1, 2, 3, 4, 5, 6);
        assertThat(Arrays.stream(TinyRun.column(table, "map", "")).boxed())
                .hasSize(7)
                .allMatch(map -> map > 0.05 && map <= 1);
        assertThat(ImageIO.read(resNet.resolve("retrieval.png").toFile()).getWidth())
                .isEqualTo(1600);
        assertThat(resNet.resolve("retrieval.png")).hasSameBinaryContentAs(tiny.resolve("retrieval.png"));
    }

    @Test
    void whatIsMissingIsMeasured() throws IOException {
        Path run = TinyRun.odeOnly(folder.resolve("tiny"), 1);
        Path table = run.resolve("retrieval.csv");
        retrieval(run);
        List<String> whole = TinyRun.lines(table);
        // As after an interrupt: the last part is missing.
        List<String> part = whole.subList(0, whole.size() - 1).stream()
                .map(line -> line.startsWith("run,") ? line : line.replaceAll("[^,]+$", "0.125"))
                .toList();
        Files.write(table, part);

        retrieval(run);

        List<String> expected = new ArrayList<>(part);
        expected.add(whole.get(whole.size() - 1));
        assertThat(TinyRun.lines(table)).isEqualTo(expected);
    }
}
