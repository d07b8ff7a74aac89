package org.odenet.onednn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TileTest {

    @ParameterizedTest
    @CsvSource({"1,1,1", "1,2000,512", "3,2,6", "3,1000,510", "65,49,455", "512,9,512", "1000,9,1000"})
    void aTileHasWholePixels(int channels, int pixels, int length) {
        assertThat(Tile.of(channels, pixels).length).isEqualTo(length);
    }

    @Test
    void valuesOfChannelsAreRepeatedForEachPixel() {
        Tile tile = Tile.of(3, 3);
        System.arraycopy(new float[] {1, 2, 3, 9, 9, 9, 9, 9, 9}, 0, tile.scale, 0, 9);
        tile.repeat(tile.scale);
        assertThat(tile.scale).containsExactly(1, 2, 3, 1, 2, 3, 1, 2, 3);
    }

    @Test
    void longSumsDoNotLoseSmallValues() {
        Tile tile = Tile.of(2, 4);
        tile.first.clear();
        int additions = 3_000_000;
        for (int i = 0; i < additions; i++) {
            Loops.add(new float[] {0.1f, 1, 0.1f, 1, 0.1f, 1, 0.1f, 1}, 8, tile.first.lanes);
            tile.first.added();
        }
        tile.first.complete();
        // In single precision alone the first sum would be wrong by several percent.
        assertThat(tile.first.channel[0]).isCloseTo(4.0 * additions * 0.1f, within(additions * 1e-6));
        assertThat(tile.first.channel[1]).isEqualTo(4.0 * additions);
        tile.first.clear();
        assertThat(Arrays.stream(tile.first.channel).sum()).isZero();
    }
}
