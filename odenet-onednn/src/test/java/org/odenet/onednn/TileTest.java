package org.odenet.onednn;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TileTest {

    @ParameterizedTest
    @CsvSource({"1,512", "3,510", "65,455", "512,512", "1000,1000"})
    void aTileHasWholePixels(int channels, int length) {
        assertThat(Tile.of(channels).length).isEqualTo(length);
    }

    @Test
    void valuesOfChannelsAreRepeatedForEachPixel() {
        Tile tile = Tile.of(200);
        float[] values = new float[200];
        values[0] = 1;
        values[199] = 2;
        tile.repeat(values, tile.scale);
        assertThat(tile.length).isEqualTo(400);
        assertThat(tile.scale[0]).isOne();
        assertThat(tile.scale[200]).isOne();
        assertThat(tile.scale[399]).isEqualTo(2);
    }
}
