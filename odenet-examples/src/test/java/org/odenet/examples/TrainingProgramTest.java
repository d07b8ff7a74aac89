package org.odenet.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.odenet.models.ImageClassifier;
import picocli.CommandLine;

class TrainingProgramTest {

    @TempDir
    private Path folder;

    private CommandLineRun mnist(String... options) {
        List<String> arguments = new ArrayList<>(List.of("mnist", "--model", "ode-only", "--filters", "8"));
        arguments.addAll(List.of("--limit", "32", "--batch-size", "16"));
        arguments.addAll(List.of(options));
        return CommandLineRun.of(arguments.toArray(String[]::new));
    }

    private String run() {
        return folder.resolve("run").toString();
    }

    @Test
    void leavesEverythingInTheRunFolder() throws IOException {
        CommandLineRun run = mnist("--epochs", "2", "--run", run());

        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
                .contains("ode-only with 1,")
                .contains("32 images to train, 32 to test")
                .contains("epoch      loss")
                .contains("test accuracy ");
        assertThat(names())
                .containsExactlyInAnyOrder(
                        "accuracy.png",
                        "checkpoint.safetensors",
                        "evaluations.png",
                        "history.csv",
                        "model.json",
                        "run.json",
                        "weights.safetensors");
        assertThat(Files.readAllLines(Path.of(run(), "history.csv"))).hasSize(3);
        assertThat(ImageIO.read(Path.of(run(), "accuracy.png").toFile()).getWidth())
                .isEqualTo(800);
        assertThat(Files.readString(Path.of(run(), "run.json")))
                .contains("\"seed\" : 1")
                .contains("\"--filters\" : \"8\"");
        try (ImageClassifier net = ImageClassifier.load(Path.of(run()))) {
            assertThat(net.config().filters()).isEqualTo(8);
        }
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(Path.of(run()))) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "euler, direct, 1, 0",
        "euler, checkpointed, 1, 0",
        "euler, adjoint, 1, 1",
        "rk4, direct, 4, 0",
        "rk4, checkpointed, 4, 0",
        "rk4, adjoint, 4, 4"
    })
    void everySolverAndGradientGoesThroughTheSameMain(String solver, String gradient, int forward, int backward)
            throws IOException {
        CommandLineRun run = mnist("--epochs", "1", "--solver", solver, "--gradient", gradient, "--run", run());

        assertThat(run.exitCode()).isZero();
        String[] epoch =
                Files.readAllLines(Path.of(run(), "history.csv")).get(1).split(",");
        assertThat(Double.parseDouble(epoch[5])).isEqualTo(forward);
        assertThat(Double.parseDouble(epoch[6])).isEqualTo(backward);
    }

    @ParameterizedTest
    @CsvSource({"direct", "checkpointed", "adjoint"})
    void theAdaptiveSolverGoesThroughWithEveryGradient(String gradient) throws IOException {
        CommandLineRun run = mnist("--epochs", "1", "--solver", "dopri5", "--gradient", gradient, "--run", run());

        assertThat(run.exitCode()).isZero();
        String[] epoch =
                Files.readAllLines(Path.of(run(), "history.csv")).get(1).split(",");
        assertThat(Double.parseDouble(epoch[5])).isGreaterThanOrEqualTo(8);
    }

    @ParameterizedTest
    @CsvSource({
        "--optimizer, adam, --schedule, cosine",
        "--optimizer, adamw, --schedule, one-cycle",
        "--schedule, step, --warm-up, 2",
        "--clip-norm, 1, --dropout, 0.2"
    })
    void otherOptionsTrainToo(String first, String firstValue, String second, String secondValue) {
        CommandLineRun run = mnist("--epochs", "1", first, firstValue, second, secondValue, "--run", run());

        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"adamw, WeightDecay", "AdamW, WeightDecay", "Adam, L2Regularization", "SGD, L2Regularization"})
    void theWeightsDecayAsTheOptimizerSaysHoweverItIsSpelt(String optimizer, String decay) {
        TrainingOptions options = CommandLine.populateCommand(new TrainingOptions(), "--optimizer", optimizer);

        assertThat(options.regularization().getClass().getSimpleName()).isEqualTo(decay);
    }

    @Test
    void doesNotOverwriteARun() {
        mnist("--epochs", "1", "--run", run());

        CommandLineRun again = mnist("--epochs", "1", "--run", run());

        assertThat(again.exitCode()).isEqualTo(2);
        assertThat(again.err()).contains(run()).contains("--resume");
    }

    @Test
    void runsOfTheSameSecondHaveFoldersOfTheirOwn() throws IOException {
        Path wanted = folder.resolve("runs/mnist-res-ode-20260101-120000");

        assertThat(TrainingProgram.newFolder(wanted)).isEqualTo(wanted).isEmptyDirectory();
        assertThat(TrainingProgram.newFolder(wanted))
                .isEqualTo(wanted.resolveSibling("mnist-res-ode-20260101-120000-2"))
                .isEmptyDirectory();
        assertThat(TrainingProgram.newFolder(wanted))
                .isEqualTo(wanted.resolveSibling("mnist-res-ode-20260101-120000-3"))
                .isEmptyDirectory();
    }

    @Test
    void goesOnWithAFinishedRunForMoreEpochs() throws IOException {
        mnist("--epochs", "1", "--schedule", "fixed", "--run", run());

        CommandLineRun more = mnist("--epochs", "2", "--schedule", "fixed", "--resume", "--run", run());

        assertThat(more.exitCode()).isZero();
        assertThat(Files.readAllLines(Path.of(run(), "history.csv"))).hasSize(3);
    }

    /** The experiments read there which images the run was tested on. */
    @Test
    void aRefusedResumeLeavesTheRunAsItWas() throws IOException {
        mnist("--epochs", "1", "--schedule", "fixed", "--run", run());
        String before = Files.readString(Path.of(run(), "run.json"));

        CommandLineRun refused = mnist("--epochs", "2", "--schedule", "cosine", "--resume", "--run", run());

        assertThat(refused.exitCode()).isNotZero();
        assertThat(refused.err()).contains("schedule");
        assertThat(Path.of(run(), "run.json")).hasContent(before);
    }

    @Test
    void aResumedRunIsRecorded() throws IOException {
        mnist("--epochs", "1", "--schedule", "fixed", "--run", run());

        mnist("--epochs", "2", "--schedule", "fixed", "--resume", "--run", run());

        assertThat(Files.readString(Path.of(run(), "run.json"))).contains("\"--epochs\" : \"2\"");
    }

    @Test
    void resumesOnlyWhatThereIs() {
        CommandLineRun run = mnist("--resume", "--run", run());

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("checkpoint.safetensors").contains(run());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--solver|dopri|unknown solver 'dopri'; did you mean 'dopri5'?",
                "--gradient|adjont|did you mean 'adjoint'?",
                "--model|res-od|did you mean 'res-ode'?",
                "--downsampling|oneshot|did you mean 'one-shot'?",
                "--optimizer|adm|did you mean 'adam'?",
                "--schedule|cosin|did you mean 'cosine'?",
                "--augment|flips|did you mean 'flip'?",
                "--tolerance|0|the relative tolerance is 0.0",
                "--tolerance|-1|the relative tolerance is -1.0",
                "--batch-size|0|batch size is 0",
                "--batch-size|-3|batch size is -3",
                "--epochs|0|number of epochs is 0",
                "--limit|0|cannot take 0 images",
                "--learning-rate|-1|learning rate is -1.0",
                "--weight-decay|-1|weight decay is -1.0",
                "--steps|5|has adaptive steps; give --tolerance",
                "--data|/nonexistent/mnist|/nonexistent/mnist"
            })
    void badValuesAreNamedWithTheRemedy(String option, String value, String message) {
        CommandLineRun run = CommandLineRun.of("mnist", option, value, "--run", run());

        assertThat(run.exitCode()).isNotZero();
        assertThat(run.err()).contains(message);
        assertThat(run.err()).doesNotContain("\tat ");
        assertThat(Path.of(run())).doesNotExist();
    }

    @Test
    void cifarAsksForItsImages() {
        CommandLineRun run = CommandLineRun.of("cifar10");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("--data").contains("--download");
    }

    /** As Ctrl-C does: the virtual machine is told to end while it trains. */
    @Test
    void anInterruptSavesACheckpointToResumeFrom() throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "org.odenet.examples.Launcher"));
        String[] options = {"mnist", "--model", "ode-only", "--filters", "8", "--limit", "64", "--batch-size", "16"};
        command.addAll(List.of(options));
        command.addAll(List.of("--epochs", "200", "--schedule", "fixed", "--run", run()));
        Path log = folder.resolve("log");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        while (process.isAlive() && !Files.exists(Path.of(run(), "history.csv"))) {
            Thread.sleep(50);
        }

        process.destroy();
        process.waitFor();

        assertThat(Files.readString(log)).contains("saving a checkpoint").contains("--resume");
        int epochs = Files.readAllLines(Path.of(run(), "history.csv")).size() - 1;
        List<String> again = new ArrayList<>(List.of(options));
        again.addAll(
                List.of("--epochs", String.valueOf(epochs + 1), "--schedule", "fixed", "--resume", "--run", run()));
        CommandLineRun resumed = CommandLineRun.of(again.toArray(String[]::new));
        assertThat(resumed.exitCode()).isZero();
        assertThat(Files.readAllLines(Path.of(run(), "history.csv"))).hasSize(epochs + 2);
    }
}
