package org.odenet.models.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.odenet.models.ImageClassifier;
import org.odenet.models.OdeNetConfig;
import org.odenet.models.OdeNets;
import org.odenet.solvers.AdaptiveSolver;
import org.odenet.solvers.Solvers;
import org.odenet.solvers.sample.PerSampleSolver;

class FeatureExtractorTest {

    private static final AdaptiveSolver SOLVER =
            Solvers.dormandPrince54().tolerances(1e-3, 1e-3).steppingPastEnd();

    private static ImageClassifier classifier;
    private static INDArray images;
    private static FeatureExtractor extractor;

    @BeforeAll
    static void makeNetwork() {
        classifier = OdeNets.resOde(OdeNetConfig.mnist().withFilters(32));
        images = Nd4j.rand(DataType.FLOAT, 3, 1, 28, 28);
        extractor = new FeatureExtractor(classifier);
    }

    @AfterAll
    static void free() {
        extractor.close();
        images.close();
        classifier.close();
    }

    private static PerSampleSolver eachSample() {
        return SOLVER.perSample();
    }

    @Test
    void theDeepestFeaturesAreTheClassifiers() {
        try (Features features = extractor.at(images, 1);
                INDArray logits = classifier.logits(images)) {
            INDArray weight = classifier.parameters().get("classifier.module.4.weight");
            INDArray bias = classifier.parameters().get("classifier.module.4.bias");
            try (INDArray expected = features.values().mmul(weight.transpose()).addiRowVector(bias)) {
                assertThat(features.values().shape()).containsExactly(3, 32);
                assertThat(expected.distance2(logits)).isLessThan(1e-5);
            }
            assertThat(features.depth()).isEqualTo(1);
            assertThat(features.evaluations()).hasSize(3).doesNotContain(0);
            assertThat(features.elapsed()).isPositive();
        }
    }

    @Test
    void oneSolveGivesWhatSeveralGive() {
        try (FeatureExtractor exact = new FeatureExtractor(classifier.with(
                Solvers.dormandPrince54().tolerances(1e-6, 1e-6),
                classifier.config().gradient()))) {
            List<Features> together = exact.at(images, 0, 0.25, 0.5, 1);
            assertThat(together).extracting(Features::depth).containsExactly(0.0, 0.25, 0.5, 1.0);
            for (Features features : together) {
                try (Features alone = exact.at(images, features.depth())) {
                    assertThat(features.values().distance2(alone.values())).isLessThan(1e-3);
                }
            }
            together.forEach(Features::close);
        }
    }

    @Test
    void aBudgetOfEvaluationsIsKept() {
        double depth = -1;
        for (int budget : new int[] {1, 8, 14, 20, 1000}) {
            try (Features features = extractor.withinEvaluations(images, budget)) {
                assertThat(features.evaluations()[0]).isLessThanOrEqualTo(budget);
                assertThat(features.depth()).isBetween(0.0, 1.0).isGreaterThanOrEqualTo(depth);
                depth = features.depth();
                try (Features there = extractor.at(images, depth)) {
                    assertThat(features.values().distance2(there.values())).isCloseTo(0, within(1e-2));
                }
            }
        }
        assertThat(depth).isEqualTo(1);
    }

    @Test
    void imagesWithStepsOfTheirOwnAreAsTheyWouldBeAlone() {
        double[] times = {0, 0.3, 1};
        try (FeatureExtractor each = new FeatureExtractor(
                        classifier.with(eachSample(), classifier.config().gradient()));
                FeatureExtractor common = new FeatureExtractor(
                        classifier.with(SOLVER, classifier.config().gradient()))) {
            List<Features> together = each.at(images, times);
            for (int i = 0; i < 3; i++) {
                try (INDArray image =
                        images.get(NDArrayIndex.interval(i, i + 1)).dup('c')) {
                    for (int k = 0; k < times.length; k++) {
                        Features features = together.get(k);
                        try (Features alone = common.at(image, times[k])) {
                            assertThat(features.values().getRow(i, true).distance2(alone.values()))
                                    .isLessThan(1e-3);
                            assertThat(features.evaluations()[i]).isEqualTo(alone.evaluations()[0]);
                            assertThat(features.depths()[i]).isEqualTo(times[k]);
                        }
                    }
                }
            }
            together.forEach(Features::close);
        }
    }

    @Test
    void eachImageHasItsOwnBudget() {
        try (FeatureExtractor each = new FeatureExtractor(
                classifier.with(eachSample(), classifier.config().gradient()))) {
            try (Features features = each.withinEvaluations(images, 14)) {
                assertThat(Arrays.stream(features.evaluations())).allMatch(spent -> spent > 7 && spent <= 14);
                assertThat(Arrays.stream(features.depths())).allMatch(t -> t > 0 && t <= 1);
            }
        }
    }

    @Test
    void aDeadlineThatHasPassedGivesTheFirstFeatures() {
        try (Features features = extractor.within(images, Duration.ofNanos(1));
                Features first = extractor.at(images, 0)) {
            assertThat(features.depth()).isZero();
            assertThat(features.evaluations()).containsOnly(0);
            assertThat(features.values()).isEqualTo(first.values());
        }
        try (Features features = extractor.within(images, Duration.ofDays(1))) {
            assertThat(features.depth()).isEqualTo(1);
        }
    }

    /** What it reached before it failed is not what the budget or the time allowed. */
    @Test
    void aSolveThatFailsGivesNoFeatures() {
        AdaptiveSolver hopeless = SOLVER.tolerances(1e-6, 1e-6).maxSteps(1);
        try (FeatureExtractor common = new FeatureExtractor(
                        classifier.with(hopeless, classifier.config().gradient()));
                FeatureExtractor each = new FeatureExtractor(classifier.with(
                        hopeless.perSample(), classifier.config().gradient()))) {
            assertThatThrownBy(() -> common.withinEvaluations(images, 1000))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("the solve ended with STEP_LIMIT at t=0.");
            assertThatThrownBy(() -> common.within(images, Duration.ofDays(1)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("the solve ended with STEP_LIMIT at t=0.");
            assertThatThrownBy(() -> each.withinEvaluations(images, 1000))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("the solve of image 0 ended with STEP_LIMIT at t=0.");
            assertThatThrownBy(() -> each.within(images, Duration.ofDays(1)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("the solve of image 0 ended with STEP_LIMIT at t=0.");
        }
    }

    @Test
    void senselessRequestsAreRefused() {
        for (double bad : new double[] {-0.01, 1.01, Double.NaN}) {
            assertThatThrownBy(() -> extractor.at(images, bad))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("the depth " + bad + " lies outside; give t from 0 to 1");
        }
        assertThatThrownBy(() -> extractor.at(images)).hasMessage("there are no depths; give one or more from 0 to 1");
        assertThatThrownBy(() -> extractor.at(images, 0.5, 0.5))
                .hasMessage("the depth 0.5 comes after 0.5; give the depths in rising order");
        assertThatThrownBy(() -> extractor.withinEvaluations(images, 0))
                .hasMessage("the budget of function evaluations is 0; it must be positive");
        assertThatThrownBy(() -> extractor.within(images, Duration.ZERO))
                .hasMessage("the time for the features is PT0S; it must be positive");
        try (INDArray colour = Nd4j.rand(DataType.FLOAT, 1, 3, 28, 28)) {
            assertThatThrownBy(() -> extractor.at(colour, 1)).isInstanceOf(IllegalArgumentException.class);
        }
        try (ImageClassifier resnet = OdeNets.resNet(OdeNetConfig.mnist().withFilters(32))) {
            assertThatThrownBy(() -> new FeatureExtractor(resnet))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageEndingWith("has no ODE block whose state could be stopped; take a Res-ODE or an ODE-only"
                            + " network");
        }
    }
}
