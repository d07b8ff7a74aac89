package org.odenet.models.data;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.function.IntBinaryOperator;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import javax.imageio.ImageIO;

/** Small image files. */
final class TestImages {
    static final int GREY = 0;
    static final int RGB = 2;
    static final int GREY_ALPHA = 4;
    static final int RGBA = 6;

    private static final byte[] PNG_SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};

    private TestImages() {}

    /** A PNG file of 8-bit samples, row by row. */
    static byte[] png(int colourType, int width, int height, int... samples) {
        byte[] bytes = new byte[samples.length];
        for (int i = 0; i < samples.length; i++) {
            bytes[i] = (byte) samples[i];
        }
        return png(colourType, 8, width, height, bytes);
    }

    /** A PNG file, written without the JDK's writer: it holds just these samples, row by row in whole bytes. */
    static byte[] png(int colourType, int bits, int width, int height, byte[] samples) {
        int rowBytes = samples.length / height;
        byte[] filtered = new byte[samples.length + height];
        for (int y = 0; y < height; y++) {
            System.arraycopy(samples, y * rowBytes, filtered, y * (rowBytes + 1) + 1, rowBytes);
        }
        return TestFiles.concat(
                PNG_SIGNATURE,
                header(colourType, bits, width, height),
                chunk("IDAT", deflated(filtered)),
                chunk("IEND", new byte[0]));
    }

    static byte[] deflated(byte[] content) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream out = new DeflaterOutputStream(packed)) {
            out.write(content);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return packed.toByteArray();
    }

    /** A PNG file that promises a size and has no pixels. */
    static byte[] pngOfSize(int width, int height) {
        return TestFiles.concat(
                PNG_SIGNATURE,
                header(GREY, 8, width, height),
                chunk("IDAT", new byte[] {1}),
                chunk("IEND", new byte[0]));
    }

    private static byte[] header(int colourType, int bits, int width, int height) {
        byte[] header = {0, 0, 0, 0, 0, 0, 0, 0, (byte) bits, (byte) colourType, 0, 0, 0};
        ByteBuffer.wrap(header).putInt(width).putInt(height);
        return chunk("IHDR", header);
    }

    static byte[] chunk(String type, byte[] data) {
        byte[] checked = TestFiles.concat(type.getBytes(StandardCharsets.US_ASCII), data);
        CRC32 checksum = new CRC32();
        checksum.update(checked);
        return ByteBuffer.allocate(checked.length + 8)
                .putInt(data.length)
                .put(checked)
                .putInt((int) checksum.getValue())
                .array();
    }

    /** A grey PNG file with a value for each column and row. */
    static byte[] grey(int width, int height, IntBinaryOperator valueOfColumnAndRow) {
        int[] samples = new int[width * height];
        Arrays.setAll(samples, i -> valueOfColumnAndRow.applyAsInt(i % width, i / width));
        return png(GREY, width, height, samples);
    }

    /** A file in one of the JDK's formats, with colours at random. */
    static byte[] random(String format, int width, int height) {
        Random random = new Random(1);
        return encoded(format, width, height, (x, y) -> random.nextInt(1 << 24));
    }

    /** A file in one of the JDK's formats, of the given colours (0xRRGGBB). */
    static byte[] encoded(String format, int width, int height, IntBinaryOperator colourOfColumnAndRow) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                image.setRGB(x, y, colourOfColumnAndRow.applyAsInt(x, y));
            }
        }
        return encoded(format, image);
    }

    /** A JPEG file with a colour profile in a segment behind its first (ICC.1, annex B). */
    static byte[] withProfile(byte[] jpeg, byte[] profile) {
        int afterFirst = 4 + ((jpeg[4] & 0xFF) << Byte.SIZE | jpeg[5] & 0xFF);
        byte[] content = TestFiles.concat("ICC_PROFILE\0\1\1".getBytes(StandardCharsets.ISO_8859_1), profile);
        byte[] marker = ByteBuffer.allocate(4)
                .putShort((short) 0xffe2)
                .putShort((short) (content.length + 2))
                .array();
        return TestFiles.concat(
                Arrays.copyOf(jpeg, afterFirst), marker, content, Arrays.copyOfRange(jpeg, afterFirst, jpeg.length));
    }

    static byte[] encoded(String format, BufferedImage image) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            if (!ImageIO.write(image, format, out)) {
                throw new IllegalStateException("no writer for " + format);
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return out.toByteArray();
    }
}
