package org.odenet.onednn;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * Images cut into tiles, those at the lower and right edges reaching over them, with a border of one
 * pixel around all. In memory the pixels of an image with its border lie row by row, channels last; they are 0 outside of
 * the image.
 */
record TileGrid(TileSize size, int height, int width) {

    /** The tiles of the images that a convolution takes. */
    static TileGrid of(ConvolutionShape shape) {
        int height = (int) shape.height();
        int width = (int) shape.width();
        return new TileGrid(TileSize.of(height, width), height, width);
    }

    int down() {
        return size.along(height);
    }

    int across() {
        return size.along(width);
    }

    int tiles() {
        return down() * across();
    }

    /** The width of an image with its border. */
    int borderedWidth() {
        return size.pixels() * across() + 2;
    }

    /** The pixels of an image with its border. */
    int borderedPixels() {
        return (size.pixels() * down() + 2) * borderedWidth();
    }

    /** Where a tile's values begin in an image with its border. */
    int indexOfTile(int down, int across, int channels) {
        return indexOf(size.pixels() * down, size.pixels() * across, channels);
    }

    private int indexOf(int y, int x, int channels) {
        return ((y + 1) * borderedWidth() + x + 1) * channels;
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

    /** Adds a sample of a batch of images, whose channels fill whole vectors, to what is inside of the border. */
    void add(ByteBuffer images, int sample, int channels, float[] bordered) {
        int row = width * channels;
        for (int y = 0; y < height; y++) {
            int from = (sample * height + y) * row * Float.BYTES;
            VectorAlgebra.add(images, from, row, bordered, indexOf(y, 0, channels));
        }
    }
}
