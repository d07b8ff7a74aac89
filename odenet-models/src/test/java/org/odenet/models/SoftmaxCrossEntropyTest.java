package org.odenet.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class SoftmaxCrossEntropyTest {

    private static final double[][] LOGITS = {{1, -2, 0.5}, {0.1, 0.2, 0.3}, {-1, 4, 2}, {0, 0, -3}};
    private static final int[] LABELS = {0, 1, 2, 0};

    @Test
    void lossByHand() {
        try (INDArray logits = Nd4j.create(new double[][] {{0, 0}, {Math.log(3), 0}})) {
            SoftmaxCrossEntropy loss = SoftmaxCrossEntropy.of(logits, new int[] {1, 0});
            assertThat(loss.loss()).isCloseTo((Math.log(2) + Math.log(4.0 / 3)) / 2, within(1e-15));
            assertThat(loss.correct()).isEqualTo(1);
            assertThat(loss.probabilities()[1]).containsExactly(new double[] {0.75, 0.25}, within(1e-15));
        }
    }

    @Test
    void cotangentAgainstDifferences() {
        double step = 1e-6;
        try (INDArray logits = Nd4j.create(LOGITS);
                INDArray cotangent = SoftmaxCrossEntropy.of(logits, LABELS).cotangent(logits)) {
            for (int i = 0; i < LOGITS.length; i++) {
                for (int j = 0; j < 3; j++) {
                    double value = LOGITS[i][j];
                    double after = lossWith(logits, i, j, value + step);
                    double before = lossWith(logits, i, j, value - step);
                    logits.putScalar(i, j, value);
                    assertThat(cotangent.getDouble(i, j)).isCloseTo((after - before) / (2 * step), within(1e-9));
                }
            }
        }
    }

    private static double lossWith(INDArray logits, int i, int j, double value) {
        logits.putScalar(i, j, value);
        return SoftmaxCrossEntropy.of(logits, LABELS).loss();
    }

    @Test
    void hugeLogitsDoNotOverflow() {
        try (INDArray logits = Nd4j.create(new double[][] {{1e5, -1e5}, {-1e5, 1e5}})) {
            SoftmaxCrossEntropy loss = SoftmaxCrossEntropy.of(logits, new int[] {0, 0});
            assertThat(loss.loss()).isEqualTo(1e5);
        }
    }

    @Test
    void cotangentHasTheTypeOfTheLogits() {
        try (INDArray logits = Nd4j.create(LOGITS).castTo(DataType.FLOAT);
                INDArray cotangent = SoftmaxCrossEntropy.of(logits, LABELS).cotangent(logits)) {
            assertThat(cotangent.dataType()).isEqualTo(DataType.FLOAT);
            assertThat(cotangent.shape()).containsExactly(4, 3);
        }
    }

    @Test
    void refusesLabelsThatDoNotFit() {
        try (INDArray logits = Nd4j.create(LOGITS)) {
            assertThatThrownBy(() -> SoftmaxCrossEntropy.of(logits, new int[] {1}))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("1 labels for 4 samples");
            assertThatThrownBy(() -> SoftmaxCrossEntropy.of(logits, new int[] {0, 3, 0, 0}))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("label 3 of sample 1 is out of range; there are 3 classes, 0 to 2");
            assertThatThrownBy(() -> SoftmaxCrossEntropy.of(logits, new int[] {0, -1, 0, 0}))
                    .hasMessageContaining("label -1 of sample 1");
        }
    }
}
