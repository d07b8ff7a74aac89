package org.odenet.onednn;

/**
 * The transformed tiles of some samples, in native memory: planes, in each of which lie the tiles one after the other, channels
 * side by side.
 *
 * @param grid how a sample is cut
 * @param samples the number of samples
 * @param channels the number of channels, which fill whole vectors
 * @param memory where they lie
 */
record TransformedTiles(TileGrid grid, int samples, int channels, NativeFloats memory) {

    /** The tiles of all samples. */
    int tiles() {
        return samples * grid.tiles();
    }

    /** The bytes from one plane to the next. */
    int plane() {
        return TileProduct.plane(tiles(), channels) * Float.BYTES;
    }

    /** The place of the first tile of a block, in bytes. */
    long place(PlaneBlock block) {
        long tile = (long) block.firstTile() * samples * channels * Float.BYTES;
        return (long) block.firstPlane() * plane() + tile;
    }

    /** The place of a tile in the first plane, in bytes. */
    int place(int sample, TileSize down, int y, TileSize across, int x) {
        int row = sample * grid.down().tiles(down) + y;
        int tile = samples * grid.firstOf(down, across) + row * grid.across().tiles(across) + x;
        return tile * channels * Float.BYTES;
    }
}
