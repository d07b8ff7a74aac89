package org.odenet.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.odenet.adjoint.Gradients;
import org.odenet.solvers.Solvers;

class ImageClassifierTest {

    @ParameterizedTest
    @EnumSource(Architecture.class)
    void logitsOfEveryArchitecture(Architecture architecture) {
        try (ImageClassifier net = OdeNets.build(architecture, TinyTask.config());
                INDArray images = TinyTask.inputs(DataType.FLOAT, 2, 1);
                INDArray logits = net.logits(images)) {
            assertThat(logits.shape()).containsExactly(2, TinyTask.CLASSES);
            assertThat(logits.dataType()).isEqualTo(DataType.FLOAT);
            assertThat(logits.norm2Number().doubleValue()).isFinite().isPositive();
            assertThat(net.architecture()).isEqualTo(architecture);
            assertThat(net.odeBlock().isPresent()).isEqualTo(architecture != Architecture.RES_NET);
        }
    }

    @Test
    void classifiesByTheLargestLogit() {
        try (ImageClassifier net = TinyTask.odeOnly();
                INDArray images = TinyTask.inputs(DataType.FLOAT, 5, 1);
                INDArray logits = net.logits(images)) {
            assertThat(net.classify(images)).isEqualTo(logits.argMax(1).toIntVector());
        }
    }

    @Test
    void aPredictorGivesWhatTheNetworkGivesBatchAfterBatch() {
        try (ImageClassifier net = TinyTask.odeOnly();
                Predictor predictor = net.predictor()) {
            for (int batch : new int[] {1, 5, 1, 2}) {
                try (INDArray images = TinyTask.inputs(DataType.FLOAT, batch, batch);
                        INDArray expected = net.logits(images);
                        INDArray logits = predictor.logits(images)) {
                    assertThat(logits).isEqualTo(expected);
                    assertThat(predictor.classify(images)).isEqualTo(net.classify(images));
                }
            }
        }
    }

    @Test
    void theSeedFixesTheWeights() {
        try (ImageClassifier one = TinyTask.odeOnly();
                ImageClassifier same = TinyTask.odeOnly();
                ImageClassifier other = OdeNets.odeOnly(TinyTask.config().withSeed(4))) {
            assertThat(same.parameters().flat()).isEqualTo(one.parameters().flat());
            assertThat(other.parameters().flat()).isNotEqualTo(one.parameters().flat());
        }
    }

    @Test
    void aCopyInAnotherPrecisionHasWeightsOfItsOwn() {
        try (ImageClassifier net = TinyTask.odeOnly();
                ImageClassifier exact = net.copyAs(DataType.DOUBLE);
                INDArray images = TinyTask.inputs(DataType.FLOAT, 2, 1);
                INDArray same = images.castTo(DataType.DOUBLE);
                INDArray logits = net.logits(images);
                INDArray exactLogits = exact.logits(same)) {
            assertThat(exactLogits.dataType()).isEqualTo(DataType.DOUBLE);
            assertThat(exactLogits.castTo(DataType.FLOAT).equalsWithEps(logits, 1e-4))
                    .isTrue();
            exact.parameters().flat().assign(0);
            assertThat(net.parameters().flat().norm2Number().doubleValue()).isPositive();
        }
    }

    @Test
    void anotherSolverOnTheSameWeights() {
        try (ImageClassifier net = TinyTask.odeOnly();
                INDArray images = TinyTask.inputs(DataType.FLOAT, 2, 1)) {
            ImageClassifier euler = net.with(Solvers.euler(), Gradients.direct());
            try (INDArray before = euler.logits(images);
                    INDArray adaptive = net.logits(images)) {
                assertThat(before).isNotEqualTo(adaptive);
                net.parameters().flat().muli(1.5);
                try (INDArray after = euler.logits(images)) {
                    assertThat(after).isNotEqualTo(before);
                }
            }
            assertThat(euler.config().solver().name()).isEqualTo("euler");
            assertThat(euler.config().gradient().name()).isEqualTo("direct");
            assertThat(euler.odeBlock().orElseThrow().solver().name()).isEqualTo("euler");
            assertThat(net.config().solver().name()).isEqualTo("dopri5");
        }
    }

    @Test
    void featuresComeBeforeTheLinearLayer() {
        try (ImageClassifier net = TinyTask.odeOnly()) {
            assertThat(net.featureLayer().outputShape(2, 8, 4, 4)).containsExactly(2, 8);
            assertThat(net.head().outputShape(2, 8, 4, 4)).containsExactly(2, 3);
            assertThat(net.downsampling().outputShape(2, 1, 8, 8)).containsExactly(2, 8, 4, 4);
        }
    }

    @Test
    void refusesImagesOfAnotherShapeOrType() {
        try (ImageClassifier net = TinyTask.odeOnly();
                INDArray coloured = Nd4j.zeros(DataType.FLOAT, 2, 3, 8, 8);
                INDArray flat = Nd4j.zeros(DataType.FLOAT, 2, 64);
                INDArray exact = Nd4j.zeros(DataType.DOUBLE, 2, 1, 8, 8)) {
            assertThatThrownBy(() -> net.logits(coloured))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("[batch, 1, height, width]")
                    .hasMessageContaining("[2, 3, 8, 8]");
            assertThatThrownBy(() -> net.classify(flat))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("[2, 64]");
            assertThatThrownBy(() -> net.logits(exact))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("DOUBLE")
                    .hasMessageContaining("FLOAT");
        }
    }

    @Test
    void eightThreadsAgreeWithOne() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try (ImageClassifier net = TinyTask.odeOnly();
                INDArray images = TinyTask.inputs(DataType.FLOAT, 3, 1);
                INDArray expected = net.logits(images)) {
            List<Future<INDArray>> results = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                results.add(threads.submit(() -> net.logits(images)));
            }
            for (Future<INDArray> result : results) {
                try (INDArray logits = result.get()) {
                    assertThat(logits).isEqualTo(expected);
                }
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
