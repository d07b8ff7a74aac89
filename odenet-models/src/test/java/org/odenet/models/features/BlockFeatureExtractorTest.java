package org.odenet.models.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.odenet.models.ImageClassifier;
import org.odenet.models.OdeNetConfig;
import org.odenet.models.OdeNets;

class BlockFeatureExtractorTest {

    @Test
    void theLastBlocksFeaturesAreTheClassifiers() {
        try (ImageClassifier classifier = OdeNets.resNet(OdeNetConfig.mnist().withFilters(32));
                BlockFeatureExtractor extractor = new BlockFeatureExtractor(classifier);
                INDArray images = Nd4j.rand(DataType.FLOAT, 2, 1, 28, 28);
                INDArray logits = classifier.logits(images)) {
            List<Features> features = extractor.all(images);
            assertThat(extractor.blocks()).isEqualTo(6);
            assertThat(features)
                    .extracting(Features::depth)
                    .startsWith(0.0, 1.0 / 6)
                    .endsWith(1.0)
                    .hasSize(7);
            assertThat(features)
                    .extracting(Features::meanEvaluations)
                    .containsExactly(0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0);
            INDArray weight = classifier.parameters().get("classifier.module.4.weight");
            INDArray bias = classifier.parameters().get("classifier.module.4.bias");
            for (int block = 0; block <= 6; block++) {
                try (INDArray head =
                        features.get(block).values().mmul(weight.transpose()).addiRowVector(bias)) {
                    boolean last = block == 6;
                    assertThat(head.distance2(logits) < 1e-5).isEqualTo(last);
                }
            }
            features.forEach(Features::close);
        }
    }

    @Test
    void aNetworkWithoutBlocksIsRefused() {
        try (ImageClassifier classifier = OdeNets.resOde(OdeNetConfig.mnist().withFilters(32))) {
            assertThatThrownBy(() -> new BlockFeatureExtractor(classifier))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("has no residual blocks; take a ResNet, or a FeatureExtractor for this one");
        }
    }
}
