package org.odenet.core.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

class Nd4jKernelsTest extends KernelsContract {

    @Override
    protected Kernels kernels() {
        return new Nd4jKernels();
    }

    @Test
    void imagesHaveTheirChannelsLastInMemory() {
        assertThat(kernels().create(DataType.FLOAT, 2, 3, 4, 5).stride()).isEqualTo(new long[] {60, 1, 15, 3});
    }

    @Test
    void whatIsNotAnImageIsRefused() {
        assertThatThrownBy(() ->
                        kernels().sumOverBatch(Nd4j.ones(DataType.FLOAT, 2, 3), null, Nd4j.ones(DataType.FLOAT, 3)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("[batch, channels, height, width], not [2, 3]");
        assertThatThrownBy(() -> kernels().create(DataType.INT32, 2, 3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the data type is INT");
    }
}
