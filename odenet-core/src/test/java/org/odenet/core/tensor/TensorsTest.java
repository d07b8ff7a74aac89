package org.odenet.core.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.nd4j.linalg.indexing.NDArrayIndex.all;
import static org.nd4j.linalg.indexing.NDArrayIndex.interval;

import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class TensorsTest {

    private static INDArray counting(long... shape) {
        long length = 1;
        for (long size : shape) {
            length *= size;
        }
        return Nd4j.arange(length).castTo(DataType.DOUBLE).reshape(shape);
    }

    @Test
    void theFlatVectorHasTheOrderOfMemoryAndSharesIt() {
        INDArray channelsLast = counting(2, 3, 4, 5).permute(0, 3, 1, 2);
        INDArray flat = Tensors.flat(channelsLast);
        assertThat(flat).isEqualTo(Nd4j.arange(120).castTo(DataType.DOUBLE));
        flat.putScalar(1, -1);
        assertThat(channelsLast.getDouble(0, 1, 0, 0)).isEqualTo(-1);
    }

    @Test
    void theFlatVectorOfAPartBeginsWhereThePartDoes() {
        INDArray part = counting(5, 4).get(interval(2, 4), all());
        assertThat(Tensors.flat(part)).isEqualTo(Nd4j.arange(8, 16).castTo(DataType.DOUBLE));
    }

    @Test
    void aPartOfAViewIsThereWhereverTheViewBegins() {
        INDArray all = counting(400);
        // Between 171 and 179 ND4J's own get makes an empty tensor.
        for (int begin : new int[] {0, 100, 170, 171, 175, 179, 180, 220}) {
            INDArray view = all.get(interval(begin, begin + 180)).reshape('c', 4, 5, 3, 3);
            INDArray part = Tensors.part(view, 1, 1, 5);
            assertThat(part.shape()).containsExactly(4, 4, 3, 3);
            assertThat(part.getDouble(0, 0, 0, 0)).isEqualTo(begin + 9);
            assertThat(part.getDouble(3, 3, 2, 2)).isEqualTo(begin + 179);
            part.putScalar(new int[] {2, 0, 1, 0}, -1);
            assertThat(all.getDouble(begin + 2 * 45 + 9 + 3)).isEqualTo(-1);
            all.putScalar(begin + 2 * 45 + 9 + 3, begin + 2 * 45 + 9 + 3);
        }
    }

    @Test
    void rowsAreThoseOfTheLogicalOrder() {
        double[][] expected = {{2, 8}, {3, 9}, {4, 10}};
        INDArray part = counting(2, 6).get(all(), interval(2, 5)).permute(1, 0);
        assertThat(Tensors.rows(part)).isDeepEqualTo(expected);
        assertThat(Tensors.rows(part.castTo(DataType.FLOAT))).isDeepEqualTo(expected);
        assertThatThrownBy(() -> Tensors.rows(counting(2, 3, 4)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("[2, 3, 4]", "[rows, columns]");
    }

    @Test
    void gapsAreFound() {
        INDArray gapped = counting(4, 6).get(all(), interval(0, 3));
        assertThat(Tensors.isDense(gapped)).isFalse();
        assertThat(Tensors.isDense(counting(4, 6).permute(1, 0))).isTrue();
        assertThat(Tensors.isDense(counting(1, 6).get(all(), interval(0, 3)))).isTrue();
        assertThatThrownBy(() -> Tensors.flat(gapped))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("[4, 3]", "[6, 1]", "gaps in memory", "dup()");
    }

    @Test
    void alikeTensorsHaveTheSameOrder() {
        for (INDArray tensor : new INDArray[] {
            counting(2, 3, 4, 5).permute(0, 3, 1, 2),
            counting(2, 3),
            counting(2, 3).permute(1, 0),
            counting(3)
        }) {
            INDArray like = Tensors.like(tensor);
            assertThat(like.shape()).isEqualTo(tensor.shape());
            assertThat(like.stride()).isEqualTo(tensor.stride());
            assertThat(like.dataType()).isEqualTo(tensor.dataType());
            like.close();
        }
    }
}
