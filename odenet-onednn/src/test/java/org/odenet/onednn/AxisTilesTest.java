package org.odenet.onednn;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AxisTilesTest {

    @ParameterizedTest
    @CsvSource({"1, 0, 1", "4, 1, 0", "5, 0, 2", "6, 0, 2", "7, 1, 1", "8, 2, 0", "13, 1, 3", "14, 2, 2", "26, 5, 2"})
    void tilesThatFitTakeTheFewestProducts(int length, int fours, int threes) {
        assertThat(AxisTiles.of(length)).isEqualTo(new AxisTiles(fours, threes));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 7, 11, 17, 28, 224, 225, 226, 227})
    void tilesCoverTheAxis(int length) {
        assertThat(AxisTiles.of(length).pixels()).isBetween(length, length + 2);
    }

    @Test
    void tilesOfFourPixelsComeFirst() {
        AxisTiles tiles = new AxisTiles(2, 2);
        assertThat(tiles.pixelOf(TileSize.FOUR, 1)).isEqualTo(4);
        assertThat(tiles.pixelOf(TileSize.THREE, 0)).isEqualTo(8);
        assertThat(tiles.pixelOf(TileSize.THREE, 1)).isEqualTo(11);
    }
}
