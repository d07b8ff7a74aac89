package org.odenet.onednn;

/**
 * The transformed tiles of some samples, in native memory: a plane for each pair of points, down and across, in which the
 * tiles lie one after the other, row by row and sample by sample, channels side by side.
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

    /** The place of a tile in the first plane, in bytes. */
    int place(int sample, int y, int x) {
        int row = sample * grid.down().tiles() + y;
        return (row * grid.across().tiles() + x) * channels * Float.BYTES;
    }
}
