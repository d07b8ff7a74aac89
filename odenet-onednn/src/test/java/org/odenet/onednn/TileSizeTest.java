package org.odenet.onednn;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TileSizeTest {

    @Test
    void tilesThatFitTheImageTakeTheFewestProducts() {
        assertThat(TileSize.of(6, 6)).isEqualTo(TileSize.THREE);
        assertThat(TileSize.of(7, 7)).isEqualTo(TileSize.FOUR);
        assertThat(TileSize.of(8, 8)).isEqualTo(TileSize.FOUR);
        assertThat(TileSize.of(14, 14)).isEqualTo(TileSize.FOUR);
        assertThat(TileSize.of(3, 9)).isEqualTo(TileSize.THREE);
    }

    @Test
    void tilesReachOverTheEdge() {
        assertThat(TileSize.FOUR.along(7)).isEqualTo(2);
        assertThat(TileSize.FOUR.along(8)).isEqualTo(2);
        assertThat(TileSize.THREE.along(7)).isEqualTo(3);
        assertThat(TileSize.THREE.planes()).isEqualTo(25);
    }
}
