package org.odenet.onednn;

/** The length of tiles that images are cut into for {@link WinogradConvolution}, along one axis. */
enum TileSize {
    THREE(3),
    FOUR(4);

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
