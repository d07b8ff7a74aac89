package org.odenet.models.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.odenet.models.ImageClassifier;
import org.odenet.models.OdeNetConfig;
import org.odenet.models.OdeNets;
import org.odenet.models.data.Batch;
import org.odenet.models.data.BatchLoader;
import org.odenet.models.data.DataSets;
import org.odenet.models.data.EpochBatches;
import org.odenet.models.data.ImageDataSet;
import org.odenet.models.training.Evaluator;
import org.odenet.solvers.AdaptiveSolver;
import org.odenet.solvers.Solvers;

class DataSetFeaturesTest {

    private static final AdaptiveSolver SOLVER = Solvers.dormandPrince54().steppingPastEnd();
    private static final double[] TIMES = {0, 0.4, 1};
    /** More than a batch. */
    private static final int IMAGES = 130;

    private static ImageClassifier net;
    private static ImageDataSet digits;
    private static DataSetFeatures features;

    @BeforeAll
    static void extract() {
        net = OdeNets.odeOnly(OdeNetConfig.mnist().withFilters(8).withSolver(SOLVER.perSample()));
        digits = DataSets.builtInMnist().test().take(IMAGES);
        features = DataSetFeatures.at(net, digits, TIMES, done -> {});
    }

    @AfterAll
    static void free() {
        net.close();
    }

    @Test
    void everyImageHasItsLabelAndFeaturesAtEveryDepth() {
        assertThat(features.depths()).extracting(DepthFeatures::depth).containsExactly(0.0, 0.4, 1.0);
        assertThat(features.labels()).hasSize(IMAGES);
        for (int i = 0; i < IMAGES; i++) {
            assertThat(features.labels()[i]).isEqualTo(digits.label(i));
        }
        for (DepthFeatures depth : features.depths()) {
            assertThat(depth.values()).hasDimensions(IMAGES, 8);
        }
        assertThat(features.depths().get(0).evaluations()).containsOnly(0);
    }

    @Test
    void anImagesFeaturesAndEvaluationsAreThoseOfItAlone() {
        ImageClassifier common = net.with(SOLVER, net.config().gradient());
        try (FeatureExtractor extractor = new FeatureExtractor(common);
                EpochBatches images = BatchLoader.of(digits, 1).epoch(0)) {
            for (int i = 0; i < IMAGES; i++) {
                try (Batch image = images.next()) {
                    if (i % 43 == 0) {
                        requireAlone(i, extractor, image.features());
                    }
                }
            }
        }
    }

    private static void requireAlone(int image, FeatureExtractor extractor, INDArray pixels) {
        for (int k = 0; k < TIMES.length; k++) {
            DepthFeatures all = features.depths().get(k);
            try (Features alone = extractor.at(pixels, TIMES[k])) {
                assertThat(all.evaluations()[image]).isEqualTo(alone.evaluations()[0]);
                assertThat(all.values()[image]).containsExactly(alone.values().toFloatVector(), within(1e-3f));
            }
        }
    }

    @Test
    void theErrorAtTheEndIsTheNetworks() {
        assertThat(features.error(2, net))
                .isEqualTo(Evaluator.evaluate(net, digits, 50).error(), within(1e-9));
    }

    @Test
    void evaluationsHaveTheirMeanAndDeviation() {
        DepthFeatures four = new DepthFeatures(1, new float[4][1], new long[] {8, 14, 14, 20});

        assertThat(four.meanEvaluations()).isEqualTo(14);
        assertThat(four.deviationOfEvaluations()).isEqualTo(Math.sqrt(18), within(1e-12));
    }

    @Test
    void aResNetHasFeaturesBehindEachBlock() {
        try (ImageClassifier resNet = OdeNets.resNet(OdeNetConfig.mnist().withFilters(8))) {
            ImageDataSet few = digits.take(7);
            DataSetFeatures blocks = DataSetFeatures.behindBlocks(resNet, few, done -> {});

            assertThat(blocks.depths()).hasSize(7);
            assertThat(blocks.depths().get(6).evaluations()).containsOnly(6);
            assertThat(blocks.error(6, resNet))
                    .isEqualTo(Evaluator.evaluate(resNet, few, 7).error(), within(1e-9));
        }
    }

    @Test
    void progressComesToAllImages() {
        List<Integer> told = new ArrayList<>();
        DataSetFeatures.at(net, digits, new double[] {0}, told::add);

        assertThat(told).containsExactly(100, IMAGES);
    }

    @Test
    void otherImagesThanTheNetworkTakesAreRefused() {
        ImageDataSet colour = ImageDataSet.of("colours", 3, 1, 1, new byte[3], new int[1], 10);
        assertThatThrownBy(() -> DataSetFeatures.at(net, colour, TIMES, done -> {}))
                .hasMessage("the network takes images of 1 channels, but those of 'colours' have 3");
        assertThatThrownBy(() -> DataSetFeatures.at(net, digits.take(0), TIMES, done -> {}))
                .hasMessageEndingWith("has no images; give at least one");
    }
}
