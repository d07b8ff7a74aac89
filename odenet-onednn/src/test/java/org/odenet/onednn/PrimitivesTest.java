package org.odenet.onednn;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.odenet.core.kernel.Window2d;

class PrimitivesTest {

    private static ConvolutionShape shape(int batch) {
        return new ConvolutionShape(Precision.FLOAT32, new Window2d(3, 1, 1), 4, 4, batch, 5, 5);
    }

    @BeforeAll
    static void loadNativeCode() {
        NativeThread.current();
    }

    @Test
    void aPrimitiveIsMadeOnce() {
        Primitives primitives = new Primitives(10);
        assertThat(primitives.convolution(ConvolutionKind.FORWARD, shape(1)))
                .isSameAs(primitives.convolution(ConvolutionKind.FORWARD, shape(1)))
                .isNotSameAs(primitives.convolution(ConvolutionKind.FORWARD, shape(2)));
        assertThat(primitives.addition(shape(1), 36, 9, 3, 1))
                .isSameAs(primitives.addition(shape(1), 36, 9, 3, 1))
                .isNotSameAs(primitives.addition(shape(1), 45, 9, 3, 1));
    }

    @Test
    void theCacheForgetsWhatWasNotUsedForTheLongestTime() {
        Primitives primitives = new Primitives(3);
        ConvolutionKind.Prepared first = primitives.convolution(ConvolutionKind.FORWARD, shape(1));
        ConvolutionKind.Prepared second = primitives.convolution(ConvolutionKind.FORWARD, shape(2));
        for (int batch = 3; batch < 20; batch++) {
            primitives.convolution(ConvolutionKind.FORWARD, shape(batch));
            assertThat(primitives.convolution(ConvolutionKind.FORWARD, shape(1)))
                    .isSameAs(first);
        }
        assertThat(primitives.size()).isEqualTo(3);
        assertThat(primitives.convolution(ConvolutionKind.FORWARD, shape(2))).isNotSameAs(second);
    }
}
