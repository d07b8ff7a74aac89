package org.odenet.onednn;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AxisTilesTest {

    @ParameterizedTest
    @CsvSource({
        "1, FOUR, 1",
        "4, FOUR, 1",
        "5, SIX, 1",
        "6, SIX, 1",
        "7, SEVEN, 1",
        "8, FOUR, 2",
        "9, SIX, 2",
        "12, SIX, 2",
        "13, SEVEN, 2",
        "14, SEVEN, 2",
        "16, FOUR, 4",
        "26, SEVEN, 4",
        "224, SEVEN, 32"
    })
    void tilesTakeTheFewestProducts(int length, TileSize size, int tiles) {
        assertThat(AxisTiles.of(length)).isEqualTo(new AxisTiles(size, tiles));
    }

    @Test
    void ofEqualNumbersOfProductsTheSmallestTilesServe() {
        assertThat(TileSize.FOUR.points() * 4).isEqualTo(TileSize.SIX.points() * 3);
        assertThat(AxisTiles.of(15).size()).isEqualTo(TileSize.FOUR);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 7, 11, 17, 28, 224, 225, 226, 227})
    void tilesCoverTheAxis(int length) {
        AxisTiles tiles = AxisTiles.of(length);
        assertThat(tiles.pixels()).isBetween(length, length + tiles.size().pixels() - 1);
    }
}
