package org.odenet.models.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.odenet.models.ImageClassifier;
import org.odenet.models.OdeNetConfig;
import org.odenet.models.OdeNets;
import org.odenet.models.features.StopRule.Progress;
import org.odenet.solvers.Solvers;

class StopRuleTest {

    private static final int IMAGES = 4;

    private static ImageClassifier classifier;
    private static INDArray images;

    @BeforeAll
    static void makeNetwork() {
        classifier = OdeNets.resOde(OdeNetConfig.mnist().withFilters(32));
        images = Nd4j.rand(DataType.FLOAT, IMAGES, 1, 28, 28);
    }

    @AfterAll
    static void free() {
        images.close();
        classifier.close();
    }

    @Test
    void aRuleEndsEachImageByItself() {
        try (FeatureExtractor extractor = new FeatureExtractor(classifier)) {
            double[] depths;
            long[] evaluations;
            try (Features whole = extractor.until(images, progress -> false)) {
                assertThat(whole.depths()).containsOnly(1);
                evaluations = whole.evaluations();
            }
            // Ends the first image that is asked about after its first step, and no other.
            AtomicInteger asked = new AtomicInteger();
            try (Features some = extractor.until(images, progress -> asked.getAndIncrement() == 0)) {
                depths = some.depths();
                assertThat(depths[0]).isGreaterThan(0).isLessThan(1);
                assertThat(Arrays.copyOfRange(depths, 1, IMAGES)).containsOnly(1);
                assertThat(some.evaluations()[0]).isLessThan(evaluations[0]);
                assertThat(Arrays.copyOfRange(some.evaluations(), 1, IMAGES))
                        .isEqualTo(Arrays.copyOfRange(evaluations, 1, IMAGES));
            }
        }
    }

    @Test
    void predictionsAreThoseOfTheDepthThatWasReached() {
        try (AnytimeClassifier anytime = new AnytimeClassifier(classifier)) {
            Predictions first = anytime.until(images, progress -> true);
            Predictions sure = anytime.until(images, StopRule.confidence(1e-3));
            assertThat(sure.depths()).isEqualTo(first.depths());
            assertThat(Arrays.stream(first.depths())).allMatch(t -> t > 0 && t < 1);
            Predictions there = anytime.at(images, first.depths()[0]).get(0);
            assertThat(first.confidences()[0]).isCloseTo(there.confidences()[0], within(1e-3));
            assertThat(anytime.until(images, StopRule.confidence(1)).depths()).containsOnly(1);
        }
    }

    @Test
    void theChangeOfFeaturesIsMeasuredByTheirLength() {
        StopRule rule = StopRule.featureChange(0.1);
        assertThat(rule.stops(new Progress(0.5, new float[] {3, 4}, new float[] {3, 3.51f}, new double[0])))
                .isTrue();
        assertThat(rule.stops(new Progress(0.5, new float[] {3, 4}, new float[] {3, 3.49f}, new double[0])))
                .isFalse();
    }

    @Test
    void senselessRulesAndSolversAreRefused() {
        for (double bad : new double[] {0, 1.01, Double.NaN}) {
            assertThatThrownBy(() -> StopRule.confidence(bad))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("the confidence to stop at is " + bad
                            + "; give a probability above 0 and up to 1, such as 0.9");
        }
        assertThatThrownBy(() -> StopRule.featureChange(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the change of features to stop at is 0.0; it must be positive, such as 0.05");
        try (FeatureExtractor fixed = new FeatureExtractor(
                classifier.with(Solvers.byName("rk4"), classifier.config().gradient()))) {
            assertThatThrownBy(() -> fixed.until(images, StopRule.confidence(0.9)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageEndingWith("needs an adaptive explicit solver, such as dopri5");
        }
    }
}
