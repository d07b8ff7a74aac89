package org.odenet.onednn;

/** The tiles that images are cut into for {@link WinogradConvolution}. */
enum TileSize {
    /** A third of the products. */
    THREE(3),
    /** A quarter of the products. */
    FOUR(4);

    private final int pixels;

    TileSize(int pixels) {
        this.pixels = pixels;
    }

    /** A tile's length and width in pixels. */
    int pixels() {
        return pixels;
    }

    /** The number of points along one axis, at which polynomials are multiplied. */
    int points() {
        return pixels + 2;
    }

    /** The number of pairs of points, and so of planes of transformed tiles. */
    int planes() {
        return points() * points();
    }

    /** How many tiles lie along so many pixels, the last one perhaps reaching over them. */
    int along(int length) {
        return (length + pixels - 1) / pixels;
    }

    /** The size that takes the fewest products for images of a size. */
    static TileSize of(int height, int width) {
        return THREE.products(height, width) < FOUR.products(height, width) ? THREE : FOUR;
    }

    private long products(int height, int width) {
        return (long) along(height) * along(width) * planes();
    }
}
