package org.odenet.onednn;

/**
 * The length of tiles that images are cut into for {@link WinogradConvolution}, along one axis. The larger, the more they round: the
 * errors of sums over 64 channels are some 1e-6, 4e-6 and 8e-6.
 */
enum TileSize {
    FOUR(4),
    SIX(6),
    SEVEN(7);

    private final int pixels;

    TileSize(int pixels) {
        this.pixels = pixels;
    }

    int pixels() {
        return pixels;
    }

    /** The number of points along one axis, at which polynomials are multiplied. */
    int points() {
        return pixels + 2;
    }
}
