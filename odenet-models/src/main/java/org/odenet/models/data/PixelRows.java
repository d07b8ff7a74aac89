package org.odenet.models.data;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.util.Set;

/** The rows of a decoded image as 8-bit values in one or three channels, transparent parts over white. */
final class PixelRows {
    private static final int MAX = 255;

    private final BufferedImage image;
    private final int channels;
    private final boolean stored;
    private final int[] argb;
    private final int[] samples;

    PixelRows(BufferedImage image, int channels) {
        this.image = image;
        this.channels = channels;
        this.stored = hasPlainSamples(image.getColorModel());
        this.argb = new int[image.getWidth()];
        this.samples = stored ? new int[image.getWidth() * image.getRaster().getNumBands()] : new int[0];
    }

    /**
     * Whether the samples are taken as they are stored. Java's colour models take grey samples as linear light and would
     * change each value on the way to sRGB; image files, and other libraries, mean the values themselves.
     */
    private static boolean hasPlainSamples(ColorModel model) {
        return model instanceof ComponentColorModel
                && !model.isAlphaPremultiplied()
                && Set.of(ColorSpace.TYPE_GRAY, ColorSpace.TYPE_RGB)
                        .contains(model.getColorSpace().getType());
    }

    /** Reads a part of a row: {@code row[channel][column]} from the given column on. */
    void read(int y, int firstColumn, int columns, int[][] row) {
        if (stored) {
            readStored(y, firstColumn, columns);
        } else {
            image.getRGB(firstColumn, y, columns, 1, argb, 0, columns);
        }
        for (int x = 0; x < columns; x++) {
            int red = overWhite(argb[x], 16);
            int green = overWhite(argb[x], 8);
            int blue = overWhite(argb[x], 0);
            if (channels == 1) {
                row[0][x] = luma(red, green, blue);
            } else {
                row[0][x] = red;
                row[1][x] = green;
                row[2][x] = blue;
            }
        }
    }

    private void readStored(int y, int firstColumn, int columns) {
        ColorModel model = image.getColorModel();
        int bands = image.getRaster().getNumBands();
        int colours = model.getNumColorComponents();
        image.getRaster().getPixels(firstColumn, y, columns, 1, samples);
        for (int x = 0; x < columns; x++) {
            int at = x * bands;
            int first = eightBits(samples[at], model.getComponentSize(0));
            int second = colours == 1 ? first : eightBits(samples[at + 1], model.getComponentSize(1));
            int third = colours == 1 ? first : eightBits(samples[at + 2], model.getComponentSize(2));
            int alpha = model.hasAlpha() ? eightBits(samples[at + colours], model.getComponentSize(colours)) : MAX;
            argb[x] = alpha << 24 | first << 16 | second << 8 | third;
        }
    }

    private static int eightBits(int sample, int bits) {
        int max = (1 << bits) - 1;
        return (sample * MAX + max / 2) / max;
    }

    private static int overWhite(int argb, int shift) {
        int alpha = argb >>> 24;
        int value = argb >> shift & 0xFF;
        return (value * alpha + MAX * (MAX - alpha) + MAX / 2) / MAX;
    }

    /** The weights 0.299, 0.587 and 0.114 of ITU-R BT.601 in 16-bit fixed point; they add to one, so that grey stays grey. */
    private static int luma(int red, int green, int blue) {
        return 19_595 * red + 38_470 * green + 7_471 * blue + 0x8000 >> 16;
    }
}
