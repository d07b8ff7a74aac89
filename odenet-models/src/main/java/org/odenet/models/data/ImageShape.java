package org.odenet.models.data;

/**
 * The shape {@code [channels, height, width]} of one image in a plain array.
 *
 * @param channels the channels: 1 for grey images, 3 for red, green and blue
 * @param height the rows
 * @param width the columns
 */
public record ImageShape(int channels, int height, int width) {
    /**
     * Checks the sizes.
     *
     * @param channels the channels
     * @param height the rows
     * @param width the columns
     * @throws IllegalArgumentException if a size is not positive, or an image has more elements than an array can hold
     */
    public ImageShape {
        if (channels < 1 || height < 1 || width < 1) {
            throw new IllegalArgumentException("channels, height and width must be positive, but are %d, %d, %d"
                    .formatted(channels, height, width));
        }
        // Two factors below 2^31 make a long, and so does the third once their product is below 2^31 too.
        long plane = (long) height * width;
        if (plane > Integer.MAX_VALUE || plane * channels > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("an image of [%d, %d, %d] has more than %d elements; make it smaller"
                    .formatted(channels, height, width, Integer.MAX_VALUE));
        }
    }

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
