package org.odenet.models.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.odenet.models.ImageClassifier;
import org.odenet.models.OdeNets;
import org.odenet.models.TinyTask;
import org.odenet.models.Weights;
import org.odenet.models.io.NpzReader;
import org.odenet.models.io.WeightFileException;

/** This library computes what PyTorch and torchdiffeq computed. Each test takes seconds on one core. */
@Execution(ExecutionMode.CONCURRENT)
class ReferenceVerificationTest {

    private static final String BIAS = "weight/downsample.module.bias";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"odeonly-small.npz", "resode-small.npz"})
    void agreesWithTheReference(String name) {
        List<Check> told = new ArrayList<>();
        VerificationReport report = ReferenceVerification.verify(resource(name), told::add);
        System.out.println(report.table());
        assertThat(report.checks()).isEqualTo(told).hasSizeGreaterThanOrEqualTo(30);
        assertThat(report.checks()).filteredOn(check -> !check.passed()).isEmpty();
        assertThat(report.passed()).isTrue();
        assertThat(report.skipped()).doesNotContain("f64/dopri5", "f32/euler");
        assertThat(report.network()).contains(name).contains("parameters");
    }

    @Test
    void aChangedWeightFails() {
        NpzFile npz = cheap();
        try (INDArray bias = array(BIAS).castTo(DataType.DOUBLE)) {
            bias.putScalar(3, bias.getDouble(3) + 1e-3);
            npz.with(BIAS, bias);
        }
        VerificationReport report = verify(npz);
        assertThat(report.passed()).isFalse();
        assertThat(report.checks())
                .filteredOn(check -> !check.passed())
                .extracting(Check::quantity)
                .contains("h0");
        assertThat(report.table())
                .contains("FAILED")
                .doesNotContain(" " + report.checks().size() + " of ");
    }

    @Test
    void aNumberOfEvaluationsThatDiffersFails() {
        VerificationReport report = verify(cheap().withIntegers("f64/dopri5/nfe-per-sample", 26, 26, 26, 26));
        assertThat(report.checks())
                .filteredOn(check -> !check.passed())
                .extracting(Check::quantity)
                .containsExactly("f64/dopri5, each sample by itself");
    }

    @Test
    void valuesThatAreNotANumberFail() {
        try (INDArray logits = Nd4j.valueArrayOf(new long[] {4, 4}, Double.NaN, DataType.DOUBLE)) {
            VerificationReport report = verify(cheap().with("logits/exact", logits));
            assertThat(report.checks())
                    .filteredOn(check -> !check.passed())
                    .extracting(Check::quantity)
                    .containsExactly("logits/exact");
        }
    }

    @Test
    void aMethodThatIsNotKnownIsSkipped() {
        NpzFile npz = cheap().renamed("f64/euler/h1", "f64/future/h1")
                .renamed("f32/rk4@0.001/direct/loss", "f32/other@0.001/direct/loss");
        VerificationReport report = verify(npz);
        assertThat(report.skipped()).contains("f64/future", "f32/other@0.001/direct");
        assertThat(report.passed()).isTrue();
        assertThat(report.table()).contains("not compared: ").contains("f64/future");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "images",
                "h0",
                "f(0.3,h0)",
                "t",
                "h(t)/exact",
                "features(t)/exact",
                "logits/exact",
                "f64/dopri5/nfe",
                "labels",
                "f32/rk4@0.001/direct/nfe"
            })
    void aMissingArrayIsNamed(String name) {
        assertUnusable(cheap().without(name::equals), "there is no array \"" + name + "\"");
    }

    @Test
    void aMissingWeightIsNamed() {
        assertUnusable(cheap().without(BIAS::equals), "missing are [downsample.module.bias]");
        assertUnusable(
                cheap().without("weight/classifier.module.4.weight"::equals), "'weight/classifier.module.4.weight'");
        assertUnusable(cheap().without(name -> name.startsWith("weight/")), "there is no weight");
    }

    @Test
    void anArrayOfTheWrongShapeIsNamed() {
        try (INDArray five = Nd4j.zeros(DataType.DOUBLE, 5);
                INDArray image = Nd4j.zeros(DataType.DOUBLE, 4, 3, 10, 10);
                INDArray linear = Nd4j.zeros(DataType.DOUBLE, 4, 33)) {
            assertUnusable(cheap().with(BIAS, five), "downsample.module.bias", "[5]", "[16]");
            assertUnusable(cheap().with("h0", five), "'h0' has the shape [5] instead of [4, 16, 5, 5]");
            assertUnusable(cheap().with("h(t)/exact", five), "'h(t)/exact' has the shape [5]");
            assertUnusable(cheap().with("f64/rk4/h1", five), "'f64/rk4/h1' has the shape [5]");
            assertUnusable(cheap().with("images", image), "'images' does not fit the network", "[4, 3, 10, 10]");
            assertUnusable(cheap().with("images", five), "'images' does not fit the network", "[5]");
            assertUnusable(cheap().with("t", five), "'t' does not hold two or more increasing times");
            assertUnusable(cheap().with("f32/rk4@0.001/direct/loss", five), "'f32/rk4@0.001/direct/loss'", "[5]");
            assertUnusable(
                    cheap().with("weight/classifier.module.4.weight", linear), "of no network of this library", "33");
        }
    }

    @Test
    void labelsAndCountsThatDoNotFitAreNamed() {
        assertUnusable(
                cheap().withIntegers("labels", 0, 1, 2, 4), "'labels' holds the label 4, but there are 4 classes");
        assertUnusable(cheap().withIntegers("labels", 0, 1), "'labels' has the shape [2] instead of [4]");
        assertUnusable(cheap().withIntegers("f32/rk4@0.001/direct/nfe", 4), "[1] instead of [2]");
        assertUnusable(cheap().withIntegers("f64/dopri5/nfe-per-sample", 4), "[1] instead of [4]");
    }

    @Test
    void aNetworkWithoutAnOdeBlockIsRefused() {
        NpzFile npz = new NpzFile();
        try (ImageClassifier net = OdeNets.resNet(TinyTask.config())) {
            Weights.of(net.parameters()).forEach((name, weight) -> npz.with("weight/" + name, weight));
        }
        assertUnusable(npz, "without an ODE block");
    }

    @Test
    void aMissingFileIsNamed() {
        assertThatThrownBy(() -> ReferenceVerification.verify(folder.resolve("none.npz"), check -> {}))
                .isInstanceOf(WeightFileException.class)
                .hasMessageContaining("none.npz")
                .hasMessageContaining("no such file");
    }

    private void assertUnusable(NpzFile npz, String... message) {
        assertThatThrownBy(() -> verify(npz))
                .isInstanceOf(WeightFileException.class)
                .hasMessageContaining("changed.npz")
                .hasMessageContainingAll(message);
    }

    private VerificationReport verify(NpzFile npz) {
        return ReferenceVerification.verify(npz.write(folder.resolve("changed.npz")), check -> {});
    }

    /** The ODE-only network's values without most gradients, and the exact trajectory only where it is short. */
    private static NpzFile cheap() {
        return NpzFile.read(resource("odeonly-small.npz"))
                .without(name -> name.contains("@") && !name.startsWith("f32/rk4@0.001/direct"));
    }

    private static INDArray array(String name) {
        try (NpzReader reader = NpzReader.open(resource("odeonly-small.npz"))) {
            return reader.read(name);
        }
    }

    private static Path resource(String name) {
        try {
            return Path.of(ReferenceVerificationTest.class.getResource(name).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
