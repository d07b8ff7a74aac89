package org.odenet.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.odenet.adjoint.Gradients;
import org.odenet.models.data.Normalization;
import org.odenet.solvers.Solvers;

class ModelFingerprintTest {

    @TempDir
    private Path folder;

    @Test
    void staysAfterSavingAndWithAnotherSolver() {
        try (ImageClassifier net = TinyTask.odeOnly();
                ImageClassifier other = net.with(Solvers.rk4(), Gradients.direct())) {
            net.save(folder);
            try (ImageClassifier loaded = ImageClassifier.load(folder)) {
                assertThat(ModelFingerprint.of(net)).matches("ode-only-8-[0-9a-f]{64}");
                assertThat(ModelFingerprint.of(loaded)).isEqualTo(ModelFingerprint.of(net));
                assertThat(ModelFingerprint.of(other)).isEqualTo(ModelFingerprint.of(net));
            }
        }
    }

    @Test
    void tellsWeightsArchitecturesAndNormalisationsApart() {
        Normalization normalization = new Normalization(List.of(0.1), List.of(0.3));
        try (ImageClassifier net = TinyTask.odeOnly();
                ImageClassifier changed = TinyTask.odeOnly();
                ImageClassifier resOde = OdeNets.resOde(TinyTask.config());
                ImageClassifier normalised = OdeNets.odeOnly(TinyTask.config().withNormalization(normalization))) {
            INDArray last = changed.parameters().flat();
            last.putScalar(last.length() - 1, Math.nextUp(last.getFloat(last.length() - 1)));

            assertThat(List.of(
                            ModelFingerprint.of(net),
                            ModelFingerprint.of(changed),
                            ModelFingerprint.of(resOde),
                            ModelFingerprint.of(normalised)))
                    .doesNotHaveDuplicates();
        }
    }
}
