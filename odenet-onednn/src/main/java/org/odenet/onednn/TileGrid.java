package org.odenet.onednn;

import java.nio.FloatBuffer;
import java.util.Arrays;

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

    /** Where a pixel's values begin in an image with its border. */
    int indexOf(int y, int x, int channels) {
        return ((y + 1) * borderedWidth() + x + 1) * channels;
    }

    /** The pixels of all rows of tiles with their borders, those of one tile before those of the next. */
    int overlappingPixels() {
        return down.tiles() * (down.size().pixels() + 2) * borderedWidth();
    }

    /** Where a row of a tile, the first of which is in its border, has its first values inside of the border on the left. */
    int indexOfOverlapping(int tile, int row, int channels) {
        return ((tile * (down.size().pixels() + 2) + row) * borderedWidth() + 1) * channels;
    }

    /** Copies a sample of a batch of images, and puts a border around it. */
    void read(FloatBuffer images, int sample, int channels, float[] bordered) {
        int row = width * channels;
        int end = 0;
        for (int y = 0; y < height; y++) {
            int begin = indexOf(y, 0, channels);
            Arrays.fill(bordered, end, begin, 0);
            images.get((sample * height + y) * row, bordered, begin, row);
            end = begin + row;
        }
        Arrays.fill(bordered, end, borderedPixels() * channels, 0);
    }

    /** Copies what is inside of the border to a sample of a batch of images. */
    void write(float[] bordered, int channels, FloatBuffer images, int sample) {
        int row = width * channels;
        for (int y = 0; y < height; y++) {
            images.put((sample * height + y) * row, bordered, indexOf(y, 0, channels), row);
        }
    }

    /** Copies what is inside of the tiles' borders to a sample of a batch of images. */
    void writeOverlapping(float[] rows, int channels, FloatBuffer images, int sample) {
        int row = width * channels;
        int pixels = down.size().pixels();
        for (int y = 0; y < height; y++) {
            images.put(
                    (sample * height + y) * row, rows, indexOfOverlapping(y / pixels, y % pixels + 1, channels), row);
        }
    }

    /** Adds a sample of a batch of images, whose channels fill whole vectors, to what is inside of the border. */
    void add(NativeFloats images, int sample, int channels, float[] bordered) {
        int row = width * channels;
        for (int y = 0; y < height; y++) {
            int from = (sample * height + y) * row * Float.BYTES;
            VectorAlgebra.add(images, from, row, bordered, indexOf(y, 0, channels));
        }
    }
}
