package org.odenet.onednn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.odenet.core.kernel.Window2d;

class ConvolutionMethodTest {

    private static ConvolutionShape images(Precision precision, int window, int channels, int size) {
        Window2d same = new Window2d(window, 1, (window - 1) / 2);
        return new ConvolutionShape(precision, same, channels, channels, 8, size, size);
    }

    private static ConvolutionShape images(int channels, int size) {
        return images(Precision.FLOAT32, 3, channels, size);
    }

    @Test
    void manyChannelsAndTilesThatFitAreForWinograd() {
        assertThat(ConvolutionMethod.AUTO.usesWinograd(images(64, 14))).isTrue();
        assertThat(ConvolutionMethod.AUTO.usesWinograd(images(256, 8))).isTrue();
        assertThat(ConvolutionMethod.AUTO.usesWinograd(images(64, 6))).isTrue();
        assertThat(ConvolutionMethod.AUTO.usesWinograd(images(64, 2))).isFalse();
        assertThat(ConvolutionMethod.AUTO.usesWinograd(images(16, 8))).isFalse();
    }

    @Test
    void aSingleSmallImageIsNotWorthReadingTheTransformedWeights() {
        ConvolutionShape one = images(64, 6).withBatch(1);
        assertThat(ConvolutionMethod.AUTO.usesWinograd(one)).isFalse();
    }

    @Test
    void productsInBfloat16AreReplacedWhereMoreIsGained() {
        assertThat(ConvolutionMethod.AUTO.usesWinograd(images(Precision.BFLOAT16, 3, 64, 6)))
                .isFalse();
        assertThat(ConvolutionMethod.AUTO.usesWinograd(images(Precision.BFLOAT16, 3, 64, 14)))
                .isTrue();
        assertThat(ConvolutionMethod.AUTO.usesWinograd(images(Precision.BFLOAT16, 3, 256, 8)))
                .isTrue();
    }

    @Test
    void winogradServesWhatItCan() {
        assertThat(ConvolutionMethod.WINOGRAD.usesWinograd(images(16, 1))).isTrue();
        assertThat(ConvolutionMethod.WINOGRAD.usesWinograd(images(17, 8))).isFalse();
        assertThat(ConvolutionMethod.WINOGRAD.usesWinograd(images(Precision.FLOAT32, 1, 64, 8)))
                .isFalse();
        assertThat(ConvolutionMethod.WINOGRAD.usesWinograd(images(Precision.FLOAT32, 5, 64, 8)))
                .isFalse();
        assertThat(ConvolutionMethod.DIRECT.usesWinograd(images(256, 8))).isFalse();
    }

    @Test
    void thePropertyChoosesByName() {
        assertThat(ConvolutionMethod.parse(null)).isEqualTo(ConvolutionMethod.AUTO);
        assertThat(ConvolutionMethod.parse("auto")).isEqualTo(ConvolutionMethod.AUTO);
        assertThat(ConvolutionMethod.parse("direct")).isEqualTo(ConvolutionMethod.DIRECT);
        assertThat(ConvolutionMethod.parse("winograd")).isEqualTo(ConvolutionMethod.WINOGRAD);
        assertThatThrownBy(() -> ConvolutionMethod.parse("fft"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("odenet.convolution")
                .hasMessageContaining("'fft'")
                .hasMessageContaining("direct, winograd or auto");
    }
}
