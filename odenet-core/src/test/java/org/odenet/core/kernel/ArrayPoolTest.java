package org.odenet.core.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

class ArrayPoolTest {

    private final ArrayPool pool = new ArrayPool(new Nd4jKernels());

    @Test
    void tensorsThatWereGivenBackServeAgain() {
        INDArray first = pool.allocate(DataType.FLOAT, 2, 3, 4, 5);
        pool.release(first);
        assertThat(pool.allocate(DataType.FLOAT, 2, 3, 4, 5)).isSameAs(first);
    }

    @Test
    void tensorsInUseAreNotShared() {
        INDArray first = pool.allocate(DataType.FLOAT, 2, 3);
        INDArray second = pool.allocate(DataType.FLOAT, 2, 3);
        assertThat(second.data().address()).isNotEqualTo(first.data().address());
    }

    @Test
    void typesAndShapesAreKeptApart() {
        INDArray tensor = pool.allocate(DataType.FLOAT, 2, 3);
        pool.release(tensor);
        assertThat(pool.allocate(DataType.DOUBLE, 2, 3).dataType()).isEqualTo(DataType.DOUBLE);
        assertThat(pool.allocate(DataType.FLOAT, 3, 2).shape()).isEqualTo(new long[] {3, 2});
        assertThat(pool.allocate(DataType.FLOAT, 6).shape()).isEqualTo(new long[] {6});
        assertThat(pool.allocate(DataType.FLOAT, 2, 3)).isSameAs(tensor);
    }

    @Test
    void tensorsHaveTheMemoryOrderOfTheKernels() {
        INDArray image = pool.allocate(DataType.FLOAT, 2, 3, 4, 5);
        assertThat(image.stride())
                .isEqualTo(pool.kernels().create(DataType.FLOAT, 2, 3, 4, 5).stride());
    }

    /** As in a batch whose samples end one by one. */
    @Test
    void ofManyShapesThoseWantedLastAreKept() {
        List<INDArray> tensors = new ArrayList<>();
        for (int samples = 64; samples > 0; samples--) {
            INDArray tensor = pool.allocate(DataType.FLOAT, samples, 100);
            pool.release(tensor);
            tensors.add(tensor);
        }
        long kept = tensors.stream()
                .filter(tensor -> !tensor.wasClosed())
                .mapToLong(INDArray::length)
                .sum();
        assertThat(kept).isBetween(3 * 6400L, 4 * 6400L);
        assertThat(tensors.get(0).wasClosed()).isTrue();
        assertThat(pool.allocate(DataType.FLOAT, 1, 100)).isSameAs(tensors.get(63));
        assertThat(pool.allocate(DataType.FLOAT, 64, 100).wasClosed()).isFalse();
    }

    @Test
    void closingFreesWhatWasGivenBack() {
        INDArray image = pool.allocate(DataType.FLOAT, 2, 3, 4, 5);
        INDArray kept = pool.allocate(DataType.FLOAT, 2, 3, 4, 5);
        pool.release(image);
        pool.release(null);
        pool.close();
        assertThat(image.data().wasClosed()).isTrue();
        assertThat(kept.data().wasClosed()).isFalse();
        kept.close();
        assertThat(pool.allocate(DataType.FLOAT, 2, 3, 4, 5)).isNotSameAs(image);
    }
}
