package org.odenet.models.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.learning.config.Sgd;
import org.odenet.core.ode.OdeException;
import org.odenet.models.Architecture;
import org.odenet.models.ImageClassifier;
import org.odenet.models.OdeNetConfig;
import org.odenet.models.OdeNets;
import org.odenet.models.TinyTask;
import org.odenet.models.data.Normalization;
import org.odenet.models.data.TrainTest;
import org.odenet.solvers.Solvers;

class TrainingFailureTest {

    private static final TrainTest DATA = TinyTask.data(24, 8);
    private static final OdeNetConfig CONFIG = TinyTask.config().withSolver(Solvers.rk4());

    @TempDir
    private Path folder;

    /** From a given step on, the rate explodes. */
    private static LearningRateSchedule explodingAt(long first) {
        return (step, length) -> step >= first ? 1e38 : 1;
    }

    @ParameterizedTest
    @CsvSource({"ODE_ONLY, 3", "ODE_ONLY, 4", "ODE_ONLY, 5", "RES_NET, 5"})
    void theLastGoodCheckpointIsKept(Architecture architecture, int badStep) throws IOException {
        try (ImageClassifier net = OdeNets.build(architecture, CONFIG)) {
            Trainer trainer = trainer(net).schedule(explodingAt(badStep));
            assertThatThrownBy(() -> trainer.fit(DATA))
                    .isInstanceOf(TrainingException.class)
                    .hasMessageContaining("training stopped at epoch 2, step ")
                    .hasMessageContaining("learning rate")
                    .hasMessageContaining("clip the gradient");
        }
        assertThat(Files.readAllLines(folder.resolve("history.csv"))).hasSize(2);
        try (ImageClassifier saved = ImageClassifier.load(folder);
                ImageClassifier net = OdeNets.build(architecture, CONFIG)) {
            assertThat(saved.parameters().flat().norm2Number().doubleValue()).isBetween(0.1, 100.0);
            TrainingHistory resumed =
                    trainer(net).schedule(explodingAt(Long.MAX_VALUE)).resume(DATA);
            assertThat(resumed.epochs()).hasSize(2);
        }
    }

    private Trainer trainer(ImageClassifier net) {
        return Trainer.of(net).optimizer(new Sgd(0.1)).batchSize(8).epochs(2).runFolder(folder);
    }

    @Test
    void divergenceNamesWeightsAndRate() {
        try (ImageClassifier net = OdeNets.odeOnly(CONFIG)) {
            assertThatThrownBy(() -> trainer(net)
                            .schedule(explodingAt(0))
                            .optimizer(new Sgd(1))
                            .fit(DATA))
                    .isInstanceOf(TrainingException.class)
                    .hasNoCause()
                    .hasMessageContaining("training stopped at epoch 1, step 1: the update made the weights")
                    .hasMessageContaining("rate was 1.0E38");
        }
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void aFailedSolveIsTheCause() {
        OdeNetConfig config = CONFIG.withSolver(
                Solvers.dormandPrince54().tolerances(1e-12, 1e-12).maxSteps(2));
        try (ImageClassifier net = OdeNets.odeOnly(config)) {
            assertThatThrownBy(() -> trainer(net).fit(DATA))
                    .isInstanceOf(TrainingException.class)
                    .hasCauseInstanceOf(OdeException.class)
                    .hasMessageContaining("training stopped at epoch 1, step 1: ")
                    .hasMessageContaining("tighten the solver's tolerances");
        }
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void theNormalizationIsBlamedForPixelsThatAreNotFinite() {
        OdeNetConfig config = CONFIG.withNormalization(new Normalization(List.of(0.0), List.of(1e-300)));
        for (Architecture architecture : Architecture.values()) {
            try (ImageClassifier net = OdeNets.build(architecture, config)) {
                assertThatThrownBy(() -> trainer(net).fit(DATA))
                        .isInstanceOf(TrainingException.class)
                        .hasMessageContaining("epoch 1, step 1")
                        .hasMessageContaining("some pixels of this batch are infinite or not a number")
                        .hasMessageContaining("1.0E-300");
            }
        }
    }
}
