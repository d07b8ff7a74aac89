package org.odenet.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.odenet.models.io.WeightFileException;

class WeightsTest {

    private static final Path FILE = Path.of("some.safetensors");

    @Test
    void copiesByNameAcrossPrecisions() {
        try (ImageClassifier from = TinyTask.odeOnly();
                ImageClassifier single = OdeNets.odeOnly(TinyTask.config().withSeed(8));
                ImageClassifier to = single.copyAs(DataType.DOUBLE)) {
            Weights.copy(FILE, Weights.of(from.parameters()), to.parameters());
            assertThat(to.parameters().flat().castTo(DataType.FLOAT))
                    .isEqualTo(from.parameters().flat());
        }
    }

    @Test
    void copiesAllOrNothing() {
        try (ImageClassifier net = TinyTask.odeOnly();
                INDArray before = net.parameters().flat().dup()) {
            Map<String, INDArray> ones = new LinkedHashMap<>();
            Weights.of(net.parameters()).forEach((name, weight) -> ones.put(name, Nd4j.onesLike(weight)));
            INDArray last = ones.put("classifier.module.4.bias", Nd4j.ones(DataType.FLOAT, 5));
            assertThatThrownBy(() -> Weights.copy(FILE, ones, net.parameters()))
                    .isInstanceOf(WeightFileException.class)
                    .hasMessageContaining("some.safetensors: tensor 'classifier.module.4.bias' has shape [5]")
                    .hasMessageContaining("[3]");
            ones.remove("classifier.module.4.bias");
            ones.put("classifier.module.5.bias", last);
            assertThatThrownBy(() -> Weights.copy(FILE, ones, net.parameters()))
                    .isInstanceOf(WeightFileException.class)
                    .hasMessageContaining("missing are [classifier.module.4.bias]")
                    .hasMessageContaining("unknown are [classifier.module.5.bias]");
            assertThat(net.parameters().flat()).isEqualTo(before);
        }
    }
}
