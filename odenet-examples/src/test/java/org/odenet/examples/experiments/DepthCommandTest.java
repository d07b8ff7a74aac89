package org.odenet.examples.experiments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.odenet.core.ode.OdeSolver;
import org.odenet.examples.CommandLineRun;
import org.odenet.models.ImageClassifier;
import org.odenet.models.OdeNets;
import org.odenet.models.data.Batch;
import org.odenet.models.data.BatchLoader;
import org.odenet.models.data.EpochBatches;
import org.odenet.models.features.FeatureExtractor;
import org.odenet.models.features.Features;
import org.odenet.models.training.Evaluator;
import org.odenet.solvers.AdaptiveSolver;
import org.odenet.solvers.Solvers;

class DepthCommandTest {

    private static final int IMAGES = 12;
    private static final String MARK = "99.5";

    @TempDir
    private Path folder;

    private static CommandLineRun depth(Path run, String... options) {
        return depthOf(IMAGES, run, options);
    }

    private static CommandLineRun depthOf(int images, Path run, String... options) {
        List<String> arguments = new ArrayList<>(List.of("depth", run.toString(), "--limit", String.valueOf(images)));
        arguments.addAll(List.of(options));
        return CommandLineRun.of(arguments.toArray(String[]::new));
    }

    private Path odeOnly() {
        return TinyRun.odeOnly(folder.resolve("tiny"), 1);
    }

    @Test
    void leavesATableAndAChartInTheRunFolder() throws IOException {
        Path run = odeOnly();

        CommandLineRun result = depth(run);

        assertThat(result.err()).isEmpty();
        assertThat(result.exitCode()).isZero();
        assertThat(result.out()).contains("test error (%)", "mean NFE", "results in " + run + ": depth.csv, depth.png");
        assertThat(TinyRun.lines(run.resolve("depth.csv"))).hasSize(22);
        assertThat(TinyRun.column(run.resolve("depth.csv"), "t", ""))
                .startsWith(0, 0.05, 0.1)
                .endsWith(0.95, 1);
        assertThat(ImageIO.read(run.resolve("depth.png").toFile()).getWidth()).isEqualTo(1600);
    }

    @Test
    void theEndIsWhatTheNetworkItselfMakesOfEachImage() {
        Path run = odeOnly();

        depth(run, "--times", "1");

        try (ImageClassifier net = ImageClassifier.load(run)) {
            ImageClassifier alone = net.with(pastEnd(net), net.config().gradient());
            Evaluator.Result expected = Evaluator.evaluate(alone, TinyRun.digits(IMAGES), 1);
            assertThat(TinyRun.column(run.resolve("depth.csv"), "test_error_percent", "")[0])
                    .isCloseTo(100 * expected.error(), within(1e-9));
            assertThat(TinyRun.column(run.resolve("depth.csv"), "nfe_mean", "")[0])
                    .isCloseTo(expected.functionEvaluations(), within(1e-9));
        }
    }

    private static OdeSolver pastEnd(ImageClassifier net) {
        return ((AdaptiveSolver) net.config().solver()).steppingPastEnd();
    }

    @Test
    void evaluationsAreThoseOfSolvesOfSingleImagesThatEndThere() {
        Path run = odeOnly();

        depth(run, "--times", "0.3,0");

        List<Long> counts = new ArrayList<>();
        try (ImageClassifier net = ImageClassifier.load(run);
                FeatureExtractor single =
                        new FeatureExtractor(net.with(pastEnd(net), net.config().gradient()));
                EpochBatches images = BatchLoader.of(TinyRun.digits(IMAGES), 1).epoch(0)) {
            while (images.hasNext()) {
                try (Batch image = images.next();
                        Features features = single.at(image.features(), 0.3)) {
                    counts.add(features.evaluations()[0]);
                }
            }
        }
        double mean = counts.stream().mapToLong(Long::longValue).average().orElseThrow();
        double variance = counts.stream()
                .mapToDouble(count -> Math.pow(count - mean, 2))
                .average()
                .orElseThrow();
        Path csv = run.resolve("depth.csv");
        assertThat(TinyRun.column(csv, "t", "")).containsExactly(0, 0.3);
        assertThat(TinyRun.column(csv, "nfe_mean", "")).containsExactly(new double[] {0, mean}, within(1e-9));
        assertThat(TinyRun.column(csv, "nfe_deviation", ""))
                .containsExactly(new double[] {0, Math.sqrt(variance)}, within(1e-9));
    }

    /** Puts a number into the table that no measurement gives. */
    private static void mark(Path csv) throws IOException {
        List<String> lines = new ArrayList<>(TinyRun.lines(csv));
        String[] cells = lines.get(1).split(",");
        cells[cells.length - 1] = MARK;
        lines.set(1, String.join(",", cells));
        Files.write(csv, lines);
    }

    private static double[] deviations(Path run) {
        return TinyRun.column(run.resolve("depth.csv"), "nfe_deviation", "");
    }

    @Test
    void whatIsDoneIsNotDoneAgain() throws IOException {
        Path run = odeOnly();
        depth(run, "--times", "0.5,1");
        mark(run.resolve("depth.csv"));

        CommandLineRun more = depth(run, "--times", "0,0.5,1");

        assertThat(more.exitCode()).isZero();
        assertThat(deviations(run)).hasSize(3).contains(99.5);
        assertThat(more.out()).contains(MARK);
    }

    @Test
    void otherWeightsAndOtherImagesAreMeasuredAnew() throws IOException {
        Path run = odeOnly();
        depth(run, "--times", "0.5,1");
        mark(run.resolve("depth.csv"));
        depthOf(5, run, "--times", "0.5,1");
        assertThat(deviations(run)).hasSize(2).doesNotContain(99.5);

        mark(run.resolve("depth.csv"));
        TinyRun.odeOnly(run, 2);
        depthOf(5, run, "--times", "1");
        assertThat(deviations(run)).hasSize(1).doesNotContain(99.5);
    }

    @Test
    void severalNetworksShareATableAndAChart() {
        Path first = TinyRun.odeOnly(folder.resolve("first"), 1);
        Path second = TinyRun.odeOnly(folder.resolve("second"), 2);
        Path out = folder.resolve("results");

        CommandLineRun result = depth(first, second.toString(), "--times", "0,1", "--out", out.toString());

        assertThat(result.exitCode()).isZero();
        assertThat(TinyRun.column(out.resolve("depth.csv"), "t", "first,ode-only,"))
                .containsExactly(0, 1);
        assertThat(TinyRun.column(out.resolve("depth.csv"), "t", "second,ode-only,"))
                .containsExactly(0, 1);
        assertThat(out.resolve("depth.png")).exists();
        assertThat(first.resolve("depth.csv")).doesNotExist();
    }

    @Test
    void imagesAreThoseOfTheTrainingUnlessOthersAreGiven() throws IOException {
        Path run = odeOnly();
        Path trainedOn = TinyRun.mnistFolder(folder.resolve("mnist"), 3);
        Files.writeString(run.resolve("run.json"), "{\"options\": {\"--data\": \"" + trainedOn + "\"}}");
        depth(run, "--times", "0");
        assertThat(TinyRun.column(run.resolve("depth.csv"), "images", "")).containsExactly(3);

        Path given = TinyRun.mnistFolder(folder.resolve("given"), 2);
        depth(run, "--times", "0", "--data", given.toString());
        assertThat(TinyRun.column(run.resolve("depth.csv"), "images", "")).containsExactly(2);

        Files.writeString(run.resolve("run.json"), "{\"options\": {\"--data\": \"gone\"}}");
        assertThat(depth(run).err()).contains(run.toString(), "were in gone", "--data");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--times|0,1.5|--times: t = 1.5 lies outside; give times from 0 to 1",
                "--times|-0.1|t = -0.1 lies outside",
                "--times|NaN|t = NaN lies outside",
                "--limit|0|cannot take 0 images; the number must be positive",
                "--data|/nonexistent|/nonexistent"
            })
    void badValuesAreNamed(String option, String value, String message) {
        CommandLineRun result = CommandLineRun.of("depth", odeOnly().toString(), option, value);

        assertThat(result.exitCode()).isNotZero();
        assertThat(result.err()).contains(message).doesNotContain("\tat ");
        assertThat(folder.resolve("tiny/depth.csv")).doesNotExist();
    }

    @Test
    void anEmptyListOfTimesIsRefused() {
        assertThat(CommandLineRun.of("depth", odeOnly().toString(), "--times", "")
                        .exitCode())
                .isNotZero();
    }

    @Test
    void runsThatDoNotFitAreRefused() {
        Path empty = folder.resolve("empty");
        assertThat(depth(empty).err()).contains("there is no trained network in " + empty, "model.json");
        Path resNet = TinyRun.resNet(folder.resolve("resnet"));
        assertThat(depth(resNet).err()).contains(resNet.toString(), "has no ODE block", "res-ode or ode-only");

        Path fixed = folder.resolve("fixed");
        try (ImageClassifier net = OdeNets.odeOnly(TinyRun.config().withSolver(Solvers.rk4()))) {
            net.save(fixed);
        }
        assertThat(depth(fixed).err()).contains(fixed.toString(), "rk4", "adaptive solver");
        Path implicit = folder.resolve("implicit");
        try (ImageClassifier net = OdeNets.odeOnly(TinyRun.config().withSolver(Solvers.byName("radau5")))) {
            net.save(implicit);
        }
        assertThat(depth(implicit).err()).contains(implicit.toString(), "explicit Runge-Kutta", "dopri5");
        Path twin = TinyRun.odeOnly(folder.resolve("other/resnet"), 1);
        assertThat(depth(twin, resNet.toString()).err()).contains("have the same name", twin.toString());
    }

    @Test
    void imagesThatDoNotFitAreRefused() throws IOException {
        Path colour = folder.resolve("colour");
        try (ImageClassifier net = OdeNets.odeOnly(TinyRun.config().withImages(3, 10))) {
            net.save(colour);
        }
        assertThat(depth(colour).err()).contains("where are the images of the run " + colour, "--data");
        Path digits = TinyRun.mnistFolder(folder.resolve("mnist"), 2);
        assertThat(depth(colour, "--data", digits.toString()).err())
                .contains(colour.toString(), "images of 3 channels", "'MNIST test' has 1x28x28", "--data");
    }

    @Test
    void aSolverThatFailsLeavesNoTable() {
        Path broken = folder.resolve("broken");
        try (ImageClassifier net = OdeNets.odeOnly(
                TinyRun.config().withSolver(Solvers.dormandPrince54().maxSteps(1)))) {
            net.save(broken);
        }

        CommandLineRun result = depth(broken);

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err()).startsWith("error: ").doesNotContain("\tat ");
        assertThat(Arrays.asList(broken.toFile().list())).doesNotContain("depth.csv", "depth.png");
    }
}
