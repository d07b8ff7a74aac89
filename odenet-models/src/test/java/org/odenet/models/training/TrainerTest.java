package org.odenet.models.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Sgd;
import org.odenet.adjoint.Gradients;
import org.odenet.models.Architecture;
import org.odenet.models.ImageClassifier;
import org.odenet.models.OdeNetConfig;
import org.odenet.models.OdeNets;
import org.odenet.models.TinyTask;
import org.odenet.models.data.Augmentation;
import org.odenet.models.data.TrainTest;
import org.odenet.solvers.FixedStepSolver;
import org.odenet.solvers.Solvers;
import org.odenet.solvers.implicit.StageSolvers;
import org.odenet.solvers.step.RungeKutta;
import org.odenet.solvers.tableau.ImplicitTableaus;

class TrainerTest {

    private static final TrainTest DATA = TinyTask.data(48, 24);

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource(Architecture.class)
    void learns(Architecture architecture) {
        OdeNetConfig config = TinyTask.config().withSolver(Solvers.rk4());
        try (ImageClassifier net = OdeNets.build(architecture, config)) {
            TrainingHistory history = Trainer.of(net)
                    .optimizer(new Adam(0.03))
                    .batchSize(16)
                    .epochs(12)
                    .fit(TinyTask.data(96, 48));
            EpochRecord first = history.epochs().get(0);
            System.out.printf("%s: first %s%n    last %s%n", architecture, first, history.last());
            assertThat(history.interrupted()).isFalse();
            assertThat(history.epochs())
                    .extracting(EpochRecord::epoch)
                    .containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);
            assertThat(history.last().loss()).isLessThan(first.loss());
            assertThat(history.last().testLoss()).isLessThan(first.testLoss());
            // By chance it would be a third.
            assertThat(history.last().trainAccuracy()).isGreaterThan(architecture == Architecture.RES_NET ? 0.4 : 0.7);
        }
    }

    @Test
    void oneSeedGivesTheSameLossesTwice() {
        assertThat(stepLosses(5)).isEqualTo(stepLosses(5));
    }

    /** The first losses are of the same weights: they can differ only by the images and their changes. */
    @Test
    void theSeedShufflesAugmentsAndDropsOut() {
        assertThat(stepLosses(5).get(0)).isNotEqualTo(stepLosses(6).get(0));
        assertThat(firstLoss(5, Augmentation.none(), 0)).isNotEqualTo(firstLoss(6, Augmentation.none(), 0));
        assertThat(firstLoss(5, Augmentation.none(), 0)).isEqualTo(firstLoss(5, Augmentation.none(), 0));
        assertThat(firstLoss(5, Augmentation.none(), 0)).isNotEqualTo(firstLoss(5, Augmentation.none(), 0.5));
        assertThat(firstLoss(5, Augmentation.none(), 0))
                .isNotEqualTo(firstLoss(5, Augmentation.none().crop(2), 0));
    }

    private static double firstLoss(long seed, Augmentation augmentation, double dropout) {
        List<Double> losses = new ArrayList<>();
        try (ImageClassifier net =
                OdeNets.odeOnly(TinyTask.config().withSolver(Solvers.rk4()).withDropout(dropout))) {
            Trainer.of(net)
                    .seed(seed)
                    .batchSize(8)
                    .augmentation(augmentation)
                    .listener(collect(losses))
                    .stopWhen(() -> true)
                    .fit(DATA);
        }
        return losses.get(0);
    }

    private static List<Double> stepLosses(long seed) {
        List<Double> losses = new ArrayList<>();
        try (ImageClassifier net =
                OdeNets.odeOnly(TinyTask.config().withSolver(Solvers.rk4()).withDropout(0.3))) {
            Trainer.of(net)
                    .seed(seed)
                    .batchSize(16)
                    .epochs(2)
                    .augmentation(Augmentation.none().crop(1).horizontalFlip())
                    .listener(collect(losses))
                    .fit(DATA);
        }
        return losses;
    }

    private static TrainingListener collect(List<Double> losses) {
        return new TrainingListener() {
            @Override
            public void stepFinished(StepRecord step) {
                losses.add(step.loss());
            }
        };
    }

    @Test
    void aNetworkThatCannotBeSavedIsToldBeforeTheFirstStep() {
        RungeKutta unnamed = new RungeKutta(ImplicitTableaus.IMPLICIT_EULER).withStageSolver(StageSolvers.LBFGS);
        List<Double> losses = new ArrayList<>();
        try (ImageClassifier net = OdeNets.odeOnly(TinyTask.config().withSolver(new FixedStepSolver(unnamed)))) {
            Trainer trainer = Trainer.of(net).runFolder(folder).listener(collect(losses));

            assertThatThrownBy(() -> trainer.fit(DATA))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("cannot be written to a model file");
        }
        assertThat(losses).isEmpty();
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void tellsItsProgress() {
        List<String> told = new ArrayList<>();
        TrainingListener listener = new TrainingListener() {
            @Override
            public void epochStarted(int epoch, long step, TrainingLength length) {
                told.add("epoch " + epoch + " from " + step + " of " + length);
            }

            @Override
            public void stepFinished(StepRecord step) {
                told.add(step.epoch() + "." + step.step());
                assertThat(step.forwardEvaluations()).isEqualTo(4);
                assertThat(step.backwardEvaluations()).isEqualTo(4);
            }

            @Override
            public void epochFinished(EpochRecord epoch) {
                told.add("finished " + epoch.epoch());
                assertThat(epoch.learningRate()).isEqualTo(0.25);
                assertThat(epoch.forwardEvaluations()).isEqualTo(4);
                assertThat(epoch.backwardEvaluations()).isEqualTo(4);
                assertThat(epoch.seconds()).isPositive();
            }
        };
        OdeNetConfig recomputing = TinyTask.config()
                .withSolver(Solvers.rk4())
                .withGradient(Gradients.checkpointed().withMemoryBudget(0));
        try (ImageClassifier net = OdeNets.odeOnly(recomputing)) {
            Trainer.of(net)
                    .optimizer(new Sgd(0.25))
                    .batchSize(20)
                    .epochs(2)
                    .listener(listener)
                    .fit(DATA);
        }
        String length = new TrainingLength(3, 2).toString();
        assertThat(told)
                .containsExactly(
                        "epoch 1 from 0 of " + length,
                        "1.1",
                        "1.2",
                        "1.3",
                        "finished 1",
                        "epoch 2 from 0 of " + length,
                        "2.1",
                        "2.2",
                        "2.3",
                        "finished 2");
    }

    /** A last batch that is smaller counts by its images. */
    @Test
    void theLossOfAnEpochIsTheMeanOverItsImages() {
        List<Double> losses = new ArrayList<>();
        try (ImageClassifier net = TinyTask.odeOnly()) {
            TrainingHistory history =
                    Trainer.of(net).batchSize(32).listener(collect(losses)).fit(DATA);
            assertThat(history.last().loss()).isCloseTo((32 * losses.get(0) + 16 * losses.get(1)) / 48, within(1e-12));
        }
    }

    @Test
    void leavesItsResultsInTheRunFolder() throws IOException {
        Path run = folder.resolve("runs/first");
        try (ImageClassifier net = TinyTask.odeOnly()) {
            TrainingHistory history =
                    Trainer.of(net).batchSize(24).epochs(2).runFolder(run).fit(DATA);
            try (var files = Files.list(run)) {
                assertThat(files.map(file -> file.getFileName().toString()))
                        .containsExactlyInAnyOrder(
                                "model.json", "weights.safetensors", "checkpoint.safetensors", "history.csv");
            }
            try (ImageClassifier saved = ImageClassifier.load(run)) {
                assertThat(saved.parameters().flat()).isEqualTo(net.parameters().flat());
            }
            List<String> rows = Files.readAllLines(run.resolve("history.csv"));
            assertThat(rows).hasSize(3);
            assertThat(rows.get(2)).startsWith("2," + history.last().loss() + ",");
        }
    }

    @Test
    void refusesDataThatTheNetworkIsNotFor() {
        try (ImageClassifier few = OdeNets.odeOnly(TinyTask.config().withImages(1, 2));
                ImageClassifier coloured = OdeNets.odeOnly(TinyTask.config().withImages(3, 3));
                ImageClassifier net = TinyTask.odeOnly()) {
            assertThatThrownBy(() -> Trainer.of(few).fit(DATA))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("'bars' has images of 1 channels and 3 classes")
                    .hasMessageContaining("1 channels and 2 classes")
                    .hasMessageContaining("withImages(1, 3)");
            assertThatThrownBy(() -> Trainer.of(coloured).fit(DATA)).hasMessageContaining("3 channels");
            TrainTest nothing = new TrainTest(DATA.train().take(0), DATA.test());
            assertThatThrownBy(() -> Trainer.of(net).fit(nothing))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("no images to train with");
            TrainTest untested = new TrainTest(DATA.train(), DATA.test().take(0));
            assertThatThrownBy(() -> Trainer.of(net).fit(untested)).hasMessageContaining("no images to test with");
        }
    }

    @Test
    void refusesSettingsThatMakeNoSense() {
        try (ImageClassifier net = TinyTask.odeOnly()) {
            Trainer trainer = Trainer.of(net);
            assertThatThrownBy(() -> trainer.epochs(0)).hasMessageContaining("epochs is 0");
            assertThatThrownBy(() -> trainer.batchSize(-1)).hasMessageContaining("batch size is -1");
            assertThatThrownBy(() -> trainer.clipNorm(0)).hasMessageContaining("0.0");
            assertThatThrownBy(() -> trainer.clipNorm(Double.NaN)).hasMessageContaining("NaN");
            assertThatThrownBy(() -> trainer.weightDecay(-1)).hasMessageContaining("-1.0");
            assertThatThrownBy(() -> trainer.optimizer(null)).isInstanceOf(NullPointerException.class);
            assertThatThrownBy(() -> trainer.resume(DATA))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("set the run folder");
        }
    }
}
