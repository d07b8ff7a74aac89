package org.odenet.models.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.Sgd;
import org.odenet.adjoint.Gradients;
import org.odenet.models.ImageClassifier;
import org.odenet.models.OdeNetConfig;
import org.odenet.models.OdeNets;
import org.odenet.models.TinyTask;
import org.odenet.models.Weights;
import org.odenet.models.data.Augmentation;
import org.odenet.models.data.Normalization;
import org.odenet.models.data.TrainTest;
import org.odenet.models.io.Safetensors;
import org.odenet.models.io.TensorFile;
import org.odenet.models.io.WeightFileException;
import org.odenet.solvers.Solvers;

/** A run that was stopped and resumed gives what it would have given at once. */
class ResumeTest {

    private static final TrainTest DATA = TinyTask.data(22, 8);
    private static final int STEPS_PER_EPOCH = 3;
    private static final int EPOCHS = 3;
    private static final OdeNetConfig CONFIG = TinyTask.config()
            .withDropout(0.3)
            .withSolver(Solvers.dormandPrince54().tolerances(1e-2, 1e-2));

    @TempDir
    private Path folder;

    static Stream<Arguments> stops() {
        List<IUpdater> optimizers = List.of(new Sgd(0.1), new Adam(0.02), new Nesterovs(0.1, 0.9));
        List<int[]> stops = List.of(new int[] {1}, new int[] {3}, new int[] {5, 6, 8});
        return IntStream.range(0, stops.size()).mapToObj(i -> Arguments.of(optimizers.get(i), stops.get(i)));
    }

    @ParameterizedTest
    @MethodSource("stops")
    void theHistoryIsThatOfOneRun(IUpdater optimizer, int[] stops) {
        TrainingHistory whole;
        INDArray weights;
        try (ImageClassifier net = OdeNets.odeOnly(CONFIG)) {
            whole = trainer(net, optimizer).fit(DATA);
            weights = net.parameters().flat().dup();
        }
        int done = 0;
        for (int stop : stops) {
            TrainingHistory part = train(optimizer, stop - done, done > 0);
            assertThat(part.interrupted()).isTrue();
            assertThat(part.epochs()).hasSize(stop / STEPS_PER_EPOCH);
            done = stop;
        }
        // Other first weights: all that counts is in the checkpoint.
        try (ImageClassifier net = OdeNets.odeOnly(CONFIG.withSeed(77))) {
            TrainingHistory resumed = trainer(net, optimizer).runFolder(folder).resume(DATA);
            assertThat(withoutSeconds(resumed)).isEqualTo(withoutSeconds(whole));
            assertThat(resumed.interrupted()).isFalse();
            assertThat(net.parameters().flat()).isEqualTo(weights);
        }
    }

    private TrainingHistory train(IUpdater optimizer, int steps, boolean resume) {
        AtomicInteger left = new AtomicInteger(steps);
        TrainingListener count = new TrainingListener() {
            @Override
            public void stepFinished(StepRecord step) {
                left.decrementAndGet();
            }
        };
        try (ImageClassifier net = OdeNets.odeOnly(CONFIG)) {
            Trainer trainer =
                    trainer(net, optimizer).runFolder(folder).listener(count).stopWhen(() -> left.get() <= 0);
            return resume ? trainer.resume(DATA) : trainer.fit(DATA);
        }
    }

    private static Trainer trainer(ImageClassifier net, IUpdater optimizer) {
        return Trainer.of(net)
                .optimizer(optimizer)
                .schedule(LearningRateSchedules.plateau(0))
                .augmentation(Augmentation.none().crop(1).horizontalFlip())
                .batchSize(8)
                .epochs(EPOCHS)
                .seed(4);
    }

    private static List<EpochRecord> withoutSeconds(TrainingHistory history) {
        List<EpochRecord> epochs = new ArrayList<>();
        for (EpochRecord e : history.epochs()) {
            epochs.add(new EpochRecord(
                    e.epoch(),
                    e.loss(),
                    e.trainAccuracy(),
                    e.testLoss(),
                    e.testAccuracy(),
                    e.forwardEvaluations(),
                    e.backwardEvaluations(),
                    e.learningRate(),
                    0));
        }
        return epochs;
    }

    @Test
    void aFinishedRunCanBeMadeLonger() {
        OdeNetConfig config = CONFIG.withSolver(Solvers.rk4());
        TrainingHistory whole;
        try (ImageClassifier net = OdeNets.odeOnly(config)) {
            whole = trainer(net, new Sgd(0.1)).epochs(3).fit(DATA);
        }
        try (ImageClassifier net = OdeNets.odeOnly(config)) {
            trainer(net, new Sgd(0.1)).epochs(2).runFolder(folder).fit(DATA);
            TrainingHistory same =
                    trainer(net, new Sgd(0.1)).epochs(2).runFolder(folder).resume(DATA);
            assertThat(withoutSeconds(same)).isEqualTo(withoutSeconds(whole).subList(0, 2));
            TrainingHistory longer =
                    trainer(net, new Sgd(0.1)).epochs(3).runFolder(folder).resume(DATA);
            assertThat(withoutSeconds(longer)).isEqualTo(withoutSeconds(whole));
        }
    }

    @Test
    void refusesAnotherRun() {
        checkpoint();
        assertRefused(CONFIG, trainer -> trainer.optimizer(new Adam(0.1)), "optimizer", "Nesterovs", "Adam");
        assertRefused(CONFIG, trainer -> trainer.optimizer(new Nesterovs(0.2, 0.9)), "learningRate=0.2");
        assertRefused(
                CONFIG,
                trainer -> trainer.schedule(LearningRateSchedules.cosine()),
                "schedule = plateau with a patience of 0 epochs, this one has cosine");
        assertRefused(CONFIG, trainer -> trainer.schedule((step, length) -> 1), "this one has the program's own");
        assertRefused(CONFIG, trainer -> trainer.batchSize(4), "batchSize = 8", "has 4");
        assertRefused(CONFIG, trainer -> trainer.seed(5), "seed = 4", "has 5");
        assertRefused(CONFIG, trainer -> trainer.weightDecay(0.5), "regularization", "0.5");
        assertRefused(CONFIG, trainer -> trainer.clipNorm(1), "clipNorm = Infinity", "has 1.0");
        assertRefused(CONFIG, trainer -> trainer.augmentation(Augmentation.none()), "augmentation");
        assertRefused(CONFIG.withDropout(0.2), trainer -> trainer, "dropout = 0.3", "has 0.2");
        assertRefused(CONFIG.withGradient(Gradients.direct()), trainer -> trainer, "gradient = checkpointed");
        assertRefused(CONFIG.withSolver(Solvers.euler()), trainer -> trainer, "solver = dopri5", "has euler");
        assertRefused(
                CONFIG.withSolver(Solvers.dormandPrince54().maxSteps(9)), trainer -> trainer, "solver", "maxSteps=9");
        assertRefused(
                CONFIG.withNormalization(new Normalization(List.of(0.5), List.of(0.5))),
                trainer -> trainer,
                "normalization");
        assertRefused(CONFIG.withFilters(16), trainer -> trainer, "1539 values", "need 5379");
    }

    @Test
    void refusesAnotherArchitectureOrDataSet() {
        checkpoint();
        try (ImageClassifier net = OdeNets.resOde(CONFIG)) {
            assertThatThrownBy(() -> trainer(net, new Nesterovs(0.1, 0.9))
                            .runFolder(folder)
                            .resume(DATA))
                    .isInstanceOf(WeightFileException.class)
                    .hasMessageContaining("model = ode-only, this one has res-ode");
        }
        try (ImageClassifier net = OdeNets.odeOnly(CONFIG)) {
            assertThatThrownBy(() -> trainer(net, new Nesterovs(0.1, 0.9))
                            .runFolder(folder)
                            .resume(TinyTask.data(23, 8)))
                    .isInstanceOf(WeightFileException.class)
                    .hasMessageContaining("data = bars, 22 images to train")
                    .hasMessageContaining("23 images");
        }
    }

    private void assertRefused(OdeNetConfig config, UnaryOperator<Trainer> change, String... message) {
        try (ImageClassifier net = OdeNets.odeOnly(config);
                INDArray before = net.parameters().flat().dup()) {
            Trainer trainer = change.apply(trainer(net, new Nesterovs(0.1, 0.9)).runFolder(folder));
            assertThatThrownBy(() -> trainer.resume(DATA))
                    .isInstanceOf(WeightFileException.class)
                    .hasMessageContaining(file().toString())
                    .hasMessageContainingAll(message);
            assertThat(net.parameters().flat()).as("the weights stay").isEqualTo(before);
        }
    }

    @Test
    void refusesADamagedCheckpoint() throws IOException {
        checkpoint();
        byte[] whole = Files.readAllBytes(file());
        for (int length : new int[] {0, 7, 500, whole.length - 1}) {
            Files.write(file(), Arrays.copyOf(whole, length));
            assertUnusable("cut short");
        }
        String text = new String(whole, StandardCharsets.ISO_8859_1);
        Files.write(file(), text.replace("batches", "botches").getBytes(StandardCharsets.ISO_8859_1));
        assertUnusable("state of the training is damaged", "line");
        Files.write(
                file(),
                text.replace("\\\"samples\\\" : 8", "\\\"samples\\\" : 0").getBytes(StandardCharsets.ISO_8859_1));
        assertUnusable("impossible", "0 images");
        Files.delete(file());
        assertUnusable("no such file");
    }

    @Test
    void refusesACheckpointWhoseStateIsIncomplete() {
        checkpoint();
        try (TensorFile content = Safetensors.read(file())) {
            String state = content.metadata().get("training");
            rewrite(content, Map.of());
            assertUnusable("no state of a training");
            rewrite(content, Map.of("training", "null"));
            assertUnusable("null");
            rewrite(content, Map.of("training", state.replaceFirst("\"epoch\" : 0", "\"epoch\" : 2")));
            assertUnusable("the history has 0 epochs, but 2 are done");
            rewrite(content, Map.of("training", state.replaceFirst("\"batches\" : 1", "\"batches\" : 3")));
            assertUnusable("3 steps of an epoch of 3 are done");
            rewrite(content, Map.of("training", state.replaceFirst("\"history\" : \\[ ?\\]", "\"history\" : null")));
            assertUnusable("damaged");
        }
    }

    @Test
    void aNetworksWeightsAreNoCheckpoint() {
        checkpoint();
        try (ImageClassifier net = OdeNets.odeOnly(CONFIG)) {
            Safetensors.write(file(), Weights.of(net.parameters()), Map.of("format", "pt"));
        }
        assertUnusable("no state of a training", "use a checkpoint file");
    }

    private void rewrite(TensorFile content, Map<String, String> metadata) {
        Safetensors.write(file(), content.tensors(), metadata);
    }

    private void assertUnusable(String... message) {
        try (ImageClassifier net = OdeNets.odeOnly(CONFIG)) {
            Trainer trainer = trainer(net, new Nesterovs(0.1, 0.9)).runFolder(folder);
            assertThatThrownBy(() -> trainer.resume(DATA))
                    .isInstanceOf(WeightFileException.class)
                    .hasMessageContaining(file().toString())
                    .hasMessageContainingAll(message);
        }
    }

    /** A checkpoint after one step. */
    private void checkpoint() {
        train(new Nesterovs(0.1, 0.9), 1, false);
    }

    private Path file() {
        return folder.resolve("checkpoint.safetensors");
    }
}
