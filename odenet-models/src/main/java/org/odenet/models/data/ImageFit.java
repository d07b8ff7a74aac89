package org.odenet.models.data;

import java.awt.image.BufferedImage;

/**
 * Brings a decoded image to a shape: it is resized, keeping its proportions, until it just covers the shape, and the
 * middle is cut out. Only what the middle needs is computed, so that a long and thin image costs no memory.
 */
final class ImageFit {
    private final BufferedImage image;
    private final ImageShape shape;
    private final TriangleFilter columns;
    private final TriangleFilter rows;

    private ImageFit(BufferedImage image, ImageShape shape) {
        this.image = image;
        this.shape = shape;
        long sourceWidth = image.getWidth();
        long sourceHeight = image.getHeight();
        long width = shape.width();
        long height = shape.height();
        if (width * sourceHeight >= height * sourceWidth) {
            height = width * sourceHeight / sourceWidth;
        } else {
            width = height * sourceWidth / sourceHeight;
        }
        columns = new TriangleFilter(image.getWidth(), width, middle(width - shape.width()), shape.width());
        rows = new TriangleFilter(image.getHeight(), height, middle(height - shape.height()), shape.height());
    }

    /** What is cut off before the middle: half, and of an odd number the even one of the two nearest. */
    private static long middle(long surplus) {
        return (long) Math.rint(surplus / 2.0);
    }

    /** The unsigned bytes {@code [channels, height, width]}. */
    static byte[] fit(BufferedImage image, ImageShape shape) {
        ImageFit fit = new ImageFit(image, shape);
        return fit.resizeRows(fit.resizeColumns());
    }

    /** The source rows, resized along the columns: {@code [channels][row, column]}. */
    private int[][] resizeColumns() {
        PixelRows source = new PixelRows(image, shape.channels());
        int sourceRows = rows.to() - rows.from();
        int[][] row = new int[shape.channels()][columns.to() - columns.from()];
        int[][] narrow = new int[shape.channels()][sourceRows * shape.width()];
        for (int y = 0; y < sourceRows; y++) {
            source.read(rows.from() + y, columns.from(), row[0].length, row);
            for (int c = 0; c < row.length; c++) {
                for (int x = 0; x < columns.outputs(); x++) {
                    narrow[c][y * shape.width() + x] = columns.apply(x, row[c], 0, 1);
                }
            }
        }
        return narrow;
    }

    private byte[] resizeRows(int[][] narrow) {
        byte[] target = new byte[shape.length()];
        int at = 0;
        for (int[] plane : narrow) {
            for (int y = 0; y < rows.outputs(); y++) {
                for (int x = 0; x < shape.width(); x++) {
                    target[at++] = (byte) rows.apply(y, plane, x, shape.width());
                }
            }
        }
        return target;
    }
}
