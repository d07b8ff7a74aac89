package org.odenet.models.features;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.odenet.models.ImageClassifier;
import org.odenet.models.OdeNetConfig;
import org.odenet.models.OdeNets;

class AnytimeClassifierTest {

    @Test
    void theDeepestPredictionsAreTheNetworks() {
        try (ImageClassifier classifier = OdeNets.resOde(OdeNetConfig.mnist().withFilters(32));
                AnytimeClassifier anytime = new AnytimeClassifier(classifier);
                INDArray images = Nd4j.rand(DataType.FLOAT, 4, 1, 28, 28)) {
            List<Predictions> predictions = anytime.at(images, 0, 0.5, 1);
            assertThat(predictions).extracting(each -> each.depths()[3]).containsExactly(0.0, 0.5, 1.0);
            assertThat(predictions.get(2).classes()).isEqualTo(classifier.classify(images));
            assertThat(anytime.within(images, Duration.ofDays(1)).classes()).isEqualTo(classifier.classify(images));
            assertThat(anytime.withinEvaluations(images, 1).depths()).containsOnly(0);
            for (Predictions each : predictions) {
                for (int i = 0; i < 4; i++) {
                    double[] row = each.probabilities()[i];
                    assertThat(Arrays.stream(row).sum()).isBetween(1 - 1e-9, 1 + 1e-9);
                    assertThat(each.confidences()[i])
                            .isEqualTo(Arrays.stream(row).max().orElseThrow());
                    assertThat(row[each.classes()[i]]).isEqualTo(each.confidences()[i]);
                }
            }
        }
    }
}
