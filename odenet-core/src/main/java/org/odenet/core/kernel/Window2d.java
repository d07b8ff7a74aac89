package org.odenet.core.kernel;

/**
 * How a window moves over an image, in convolutions and pooling: square and alike in both directions.
 *
 * @param size the window's height and width
 * @param stride the distance between two positions
 * @param padding the rows and columns added on every side
 */
public record Window2d(int size, int stride, int padding) {

    /**
     * Checks the values.
     *
     * @param size the window's height and width
     * @param stride the distance between two positions
     * @param padding the rows and columns added on every side
     * @throws IllegalArgumentException if the size or stride is not positive, or the padding is negative or not
     *     smaller than the window
     */
    public Window2d {
        if (size <= 0 || stride <= 0 || padding < 0 || padding >= size) {
            throw new IllegalArgumentException("window of size " + size + ", stride " + stride + ", padding " + padding
                    + "; size and stride must be positive, the padding between 0 and size - 1");
        }
    }

    /**
     * The number of positions along one axis.
     *
     * @param length the image's length along the axis
     * @return the output's length
     * @throws IllegalArgumentException if the window does not fit
     */
    public long outputLength(long length) {
        if (length + 2L * padding < size) {
            throw new IllegalArgumentException("an image of length " + length + " with padding " + padding
                    + " is smaller than the window of size " + size);
        }
        return (length + 2L * padding - size) / stride + 1;
    }
}
