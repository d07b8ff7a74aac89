package org.odenet.onednn;

/**
 * How an axis of images is cut into tiles: first those of four pixels, then those of three. The last one may reach over the
 * edge.
 */
record AxisTiles(int fours, int threes) {

    /** Four tiles of three pixels are three of four, in more products. */
    private static final int MOST_THREES = 3;

    /** The cut that takes the fewest products for a length in pixels. */
    static AxisTiles of(int length) {
        AxisTiles best = new AxisTiles(fours(length), 0);
        for (int threes = 1; threes <= MOST_THREES; threes++) {
            AxisTiles other = new AxisTiles(fours(length - TileSize.THREE.pixels() * threes), threes);
            best = other.points() < best.points() ? other : best;
        }
        return best;
    }

    private static int fours(int length) {
        int pixels = TileSize.FOUR.pixels();
        return (Math.max(0, length) + pixels - 1) / pixels;
    }

    /** The points of all tiles, at which there are products. */
    int points() {
        return TileSize.FOUR.points() * fours + TileSize.THREE.points() * threes;
    }

    int tiles() {
        return fours + threes;
    }

    /** The tiles of a size. */
    int tiles(TileSize size) {
        return size == TileSize.FOUR ? fours : threes;
    }

    /** The first pixel of a tile of a size. */
    int pixelOf(TileSize size, int tile) {
        int before = size == TileSize.FOUR ? 0 : TileSize.FOUR.pixels() * fours;
        return before + size.pixels() * tile;
    }

    /** The pixels of all tiles. */
    int pixels() {
        return pixelOf(TileSize.THREE, threes);
    }
}
