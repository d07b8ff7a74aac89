package org.odenet.onednn;

/**
 * Images cut into tiles, those at the lower and right edges perhaps reaching over them, with a border of one pixel around
 * all. In memory the pixels of an image with its border lie row by row, channels last; they are 0 outside of the image.
 */
record TileGrid(AxisTiles down, AxisTiles across, int height, int width) {

    /** The tiles of the images that a convolution takes. */
    static TileGrid of(ConvolutionShape shape) {
        return of((int) shape.height(), (int) shape.width());
    }

    /** The tiles of images of a size. */
    static TileGrid of(int height, int width) {
        return new TileGrid(AxisTiles.of(height), AxisTiles.of(width), height, width);
    }

    /** The tiles of one sample. */
    int tiles() {
        return down.tiles() * across.tiles();
    }

    /** The planes of transformed tiles: the pairs of points of one tile. */
    int planes() {
        return down.size().points() * across.size().points();
    }

    /** The width of an image with its border. */
    int borderedWidth() {
        return across.pixels() + 2;
    }

    /** The pixels of an image with its border. */
    int borderedPixels() {
        return (down.pixels() + 2) * borderedWidth();
    }

    /** The number of a pixel in an image with its border. */
    int indexOf(int y, int x) {
        return (y + 1) * borderedWidth() + x + 1;
    }

    /** Copies a sample of a batch of images, and puts a border around it. */
    void read(NativeFloats images, int sample, int pixel, NativeFloats bordered) {
        int row = width * pixel;
        int end = 0;
        for (int y = 0; y < height; y++) {
            int begin = indexOf(y, 0) * pixel;
            VectorAlgebra.clear(bordered, end, begin - end);
            VectorAlgebra.copy(images, (sample * height + y) * row, row, bordered, begin);
            end = begin + row;
        }
        VectorAlgebra.clear(bordered, end, borderedPixels() * pixel - end);
    }

    /** Copies what is inside of the border to a sample of a batch of images. */
    void write(NativeFloats bordered, int pixel, NativeFloats images, int sample) {
        int row = width * pixel;
        for (int y = 0; y < height; y++) {
            VectorAlgebra.copy(bordered, indexOf(y, 0) * pixel, row, images, (sample * height + y) * row);
        }
    }

    /** Adds a sample of a batch of images to what is inside of the border. */
    void add(NativeFloats images, int sample, int pixel, NativeFloats bordered) {
        int row = width * pixel;
        for (int y = 0; y < height; y++) {
            VectorAlgebra.add(images, (sample * height + y) * row, row, bordered, indexOf(y, 0) * pixel);
        }
    }
}
