package org.odenet.models.data;

/**
 * The shape {@code [channels, height, width]} of one image in a plain array.
 *
 * @param channels the channels
 * @param height the rows
 * @param width the columns
 */
record ImageShape(int channels, int height, int width) {
    int plane() {
        return height * width;
    }

    int length() {
        return channels * plane();
    }

    boolean contains(int row, int column) {
        return row >= 0 && row < height && column >= 0 && column < width;
    }
}
