package org.odenet.onednn;

/** How an axis of images is cut into tiles of one size. The last one may reach over the edge. */
record AxisTiles(TileSize size, int tiles) {

    /** The cut that takes the fewest products for a length in pixels, of those the one with the smallest tiles, which round least. */
    static AxisTiles of(int length) {
        AxisTiles best = cut(length, TileSize.FOUR);
        for (TileSize size : TileSize.values()) {
            AxisTiles other = cut(length, size);
            best = other.points() < best.points() ? other : best;
        }
        return best;
    }

    private static AxisTiles cut(int length, TileSize size) {
        return new AxisTiles(size, (length + size.pixels() - 1) / size.pixels());
    }

    /** The points of all tiles, at which there are products. */
    int points() {
        return tiles * size.points();
    }

    /** The pixels of all tiles. */
    int pixels() {
        return tiles * size.pixels();
    }
}
