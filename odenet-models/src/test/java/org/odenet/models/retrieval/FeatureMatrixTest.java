package org.odenet.models.retrieval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class FeatureMatrixTest {

    @Test
    void scalesRowsToLengthOneAndLeavesZeros() {
        float[][] features = {{3, 4}, {0, 0}, {0x3p100f, 0x4p100f}, {3e-40f, 0}};

        FeatureMatrix matrix = FeatureMatrix.of(features);

        assertThat(matrix.rows()).isEqualTo(4);
        assertThat(matrix.dimension()).isEqualTo(2);
        assertThat(matrix.row(0)).containsExactly(0.6f, 0.8f);
        assertThat(matrix.row(1)).containsExactly(0, 0);
        assertThat(matrix.row(2)).containsExactly(0.6f, 0.8f);
        assertThat(matrix.row(3)).containsExactly(1, 0);
        assertThat(features[0]).containsExactly(3, 4);
        assertThatThrownBy(() -> matrix.row(4)).hasMessage("there is no row 4 among 4");
    }

    @Test
    void scalesColumnsInsteadAndKeepsItemsShort() {
        FeatureMatrix matrix = FeatureMatrix.withScaledColumns(new float[][] {{3, 0}, {4, 0}, {0, 0}});
        float factor = (float) Math.sqrt(2);

        assertThat(matrix.row(0)[0] * factor).isCloseTo(0.6f, within(1e-6f));
        assertThat(matrix.row(1)[0] * factor).isCloseTo(0.8f, within(1e-6f));
        assertThat(matrix.row(2)).containsExactly(0, 0);

        FeatureMatrix alone = FeatureMatrix.withScaledColumns(new float[][] {{5, 5, 5, 5}, {0, 0, 0, 0}});
        assertThat(alone.row(0)).containsExactly(0.5f, 0.5f, 0.5f, 0.5f);
        assertThatThrownBy(() -> FeatureMatrix.withScaledColumns(new float[][] {{Float.NaN}}))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void takesTensorsOfAnyOrderAndType() {
        try (INDArray tensor = Nd4j.createFromArray(new double[][] {{3, 6}, {4, 8}});
                INDArray floats = tensor.castTo(DataType.FLOAT);
                INDArray single = Nd4j.createFromArray(new float[][] {{5}})) {
            assertThat(FeatureMatrix.of(tensor.transpose()).row(1)).containsExactly(0.6f, 0.8f);
            assertThat(FeatureMatrix.of(floats.transpose()).row(0)).containsExactly(0.6f, 0.8f);
            assertThat(FeatureMatrix.of(single).row(0)).containsExactly(1);
        }
    }

    @Test
    void refusesOtherShapes() {
        try (INDArray vector = Nd4j.createFromArray(1f, 2f)) {
            assertThatThrownBy(() -> FeatureMatrix.of(vector))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("the features have the shape [2]; give [items, dimension] with at least one of each");
        }
        assertThatThrownBy(() -> FeatureMatrix.of(new float[0][3])).hasMessageStartingWith("there are no features");
        assertThatThrownBy(() -> FeatureMatrix.of(new float[3][0])).hasMessageStartingWith("there are no features");
        assertThatThrownBy(() -> FeatureMatrix.of(new float[][] {{1, 2}, {1}}))
                .hasMessage("row 1 has 1 values, row 0 has 2; give rows of one length");
    }

    @Test
    void namesTheValueThatIsNotFinite() {
        assertThatThrownBy(() -> FeatureMatrix.of(new float[][] {{1, 2}, {1, Float.NaN}}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "row 1, value 1 of the features is NaN; features must be finite, so look for what made it in"
                                + " the network or its weights");
        assertThatThrownBy(() -> FeatureMatrix.of(new float[][] {{Float.NEGATIVE_INFINITY}}))
                .hasMessageStartingWith("row 0, value 0 of the features is -Infinity");
    }

    @Test
    void thereIsOneLabelAnItem() {
        FeatureMatrix features = FeatureMatrix.of(new float[][] {{1}, {2}});

        assertThatThrownBy(() -> new LabelledFeatures(features, new int[] {1}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("there are 1 labels for the features of 2 items; give one an item");
    }
}
