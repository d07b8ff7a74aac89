package org.odenet.models.data;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Decodes PNG, JPEG, GIF (its first picture) and BMP images into unsigned bytes {@code [channels, height, width]} of one
 * shape. Safe for files from strangers: the format is told by the content, the sizes in the header are checked before
 * anything is decoded, and damaged or truncated files are refused.
 *
 * <ul>
 *   <li>Channels: colour becomes grey by the luma weights of ITU-R BT.601 (0.299, 0.587, 0.114), grey becomes colour by
 *       repetition; values of 8 bits stay as they are stored, others are scaled. Transparent parts are laid over white, as
 *       browsers show them. A colour profile is applied to a colour JPEG, and ignored elsewhere.
 *   <li>Size: the image is resized, keeping its proportions, until it just covers the shape (for a square, its shorter side
 *       gets the length of the square), and the middle is cut out. Resizing is bilinear, with a wider filter where the image
 *       shrinks, so that nothing aliases; the values are those of Pillow's bilinear resizing, where the shapes agree.
 *   <li>The orientation that cameras note beside the picture (Exif) is not applied.
 * </ul>
 *
 * <pre>{@code
 * ImageDecoder decoder = ImageDecoder.to(new ImageShape(3, 32, 32)).withMaxBytes(5_000_000);
 * byte[] pixels = decoder.decode("upload", request.body());
 * }</pre>
 *
 * @param shape the shape of the decoded images, of one channel (grey) or three (red, green, blue)
 * @param maxBytes the most bytes that a file may have
 * @param maxPixels the most pixels (width × height) that an image may have before it is resized
 */
public record ImageDecoder(ImageShape shape, long maxBytes, long maxPixels) {
    /** The most bytes that a file may have unless other limits are set. */
    public static final long DEFAULT_MAX_BYTES = 64L << 20;

    /** The most pixels that an image may have unless other limits are set. */
    public static final long DEFAULT_MAX_PIXELS = 50_000_000;

    private static final int LARGEST_ARRAY = Integer.MAX_VALUE - 8;
    private static final int SHOWN_BYTES = 8;
    private static final String SAVE_AGAIN = "fetch it again, or save it anew as a PNG or JPEG in RGB or grey";

    /**
     * Checks the shape and the limits.
     *
     * @param shape the shape of the decoded images
     * @param maxBytes the most bytes that a file may have
     * @param maxPixels the most pixels that an image may have
     * @throws IllegalArgumentException if the channels are neither 1 nor 3, or a limit is not from 1 to 2^31 − 9
     */
    public ImageDecoder {
        Objects.requireNonNull(shape, "shape");
        if (shape.channels() != 1 && shape.channels() != 3) {
            throw new IllegalArgumentException(
                    "images decode into 1 channel (grey) or 3 (red, green, blue), not %d".formatted(shape.channels()));
        }
        checkLimit("maxBytes", maxBytes);
        checkLimit("maxPixels", maxPixels);
    }

    private static void checkLimit(String name, long limit) {
        if (limit < 1 || limit > LARGEST_ARRAY) {
            throw new IllegalArgumentException("%s must be from 1 to %d, not %d".formatted(name, LARGEST_ARRAY, limit));
        }
    }

    /**
     * A decoder with the default limits.
     *
     * @param shape the shape of the decoded images
     * @return the decoder
     * @throws IllegalArgumentException if the channels are neither 1 nor 3
     */
    public static ImageDecoder to(ImageShape shape) {
        return new ImageDecoder(shape, DEFAULT_MAX_BYTES, DEFAULT_MAX_PIXELS);
    }

    /**
     * The same with another limit of bytes.
     *
     * @param bytes the most bytes that a file may have
     * @return the decoder with that limit
     * @throws IllegalArgumentException if the limit is not positive or too large for an array
     */
    public ImageDecoder withMaxBytes(long bytes) {
        return new ImageDecoder(shape, bytes, maxPixels);
    }

    /**
     * The same with another limit of pixels. Decoding takes up to 8 bytes of memory a pixel.
     *
     * @param pixels the most pixels that an image may have before it is resized
     * @return the decoder with that limit
     * @throws IllegalArgumentException if the limit is not positive or too large for an array
     */
    public ImageDecoder withMaxPixels(long pixels) {
        return new ImageDecoder(shape, maxBytes, pixels);
    }

    /**
     * Decodes a file.
     *
     * @param file the image file
     * @return the unsigned bytes {@code [channels, height, width]}
     * @throws DataSetException if the file is missing, above a limit, no image, damaged or truncated
     */
    public byte[] decode(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new DataSetException("image %s does not exist or is not a file; check the path".formatted(file));
        }
        try (InputStream in = Files.newInputStream(file)) {
            return decode(file.toString(), in);
        } catch (IOException e) {
            throw unreadable("image " + file, e);
        }
    }

    /**
     * Decodes what a stream holds; at most one byte more than the limit is read.
     *
     * @param name the name of the image, for messages
     * @param content the image file's content; the caller closes it
     * @return the unsigned bytes {@code [channels, height, width]}
     * @throws DataSetException if the content cannot be read, is above a limit, no image, damaged or truncated
     */
    public byte[] decode(String name, InputStream content) {
        try {
            return decode(name, content.readNBytes((int) maxBytes + 1));
        } catch (IOException e) {
            throw unreadable("image " + name, e);
        }
    }

    /**
     * Decodes a file's content.
     *
     * @param name the name of the image, for messages
     * @param content the image file's content
     * @return the unsigned bytes {@code [channels, height, width]}
     * @throws DataSetException if the content is above a limit, no image, damaged or truncated
     */
    public byte[] decode(String name, byte[] content) {
        String place = "image " + name;
        if (content.length > maxBytes) {
            throw new DataSetException("%s has more than %d bytes; make it smaller, or raise the limit of bytes"
                    .formatted(place, maxBytes));
        }
        return ImageFit.fit(read(place, format(place, content), content), shape);
    }

    private static DataSetException unreadable(String place, IOException e) {
        return new DataSetException("%s could not be read: %s; check the file".formatted(place, e), e);
    }

    private static ImageFormat format(String place, byte[] content) {
        if (content.length == 0) {
            throw new DataSetException("%s is empty; fetch it again".formatted(place));
        }
        return ImageFormat.of(content)
                .orElseThrow(() -> new DataSetException("%s is not a %s image: it starts with the bytes %s; %s"
                        .formatted(
                                place,
                                Arrays.stream(ImageFormat.values())
                                        .map(Enum::name)
                                        .collect(Collectors.joining(", ")),
                                HexFormat.ofDelimiter(" ").formatHex(content, 0, Math.min(SHOWN_BYTES, content.length)),
                                SAVE_AGAIN)));
    }

    private BufferedImage read(String place, ImageFormat format, byte[] content) {
        ImageReader reader = ImageIO.getImageReadersByFormatName(format.name()).next();
        try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(content))) {
            if (format == ImageFormat.PNG) {
                PngChunks.check(content);
            }
            // Metadata are left alone: they are not needed, and texts in them may unpack to any length.
            reader.setInput(in, true, true);
            checkSize(place, reader.getWidth(0), reader.getHeight(0));
            return readWhole(reader);
        } catch (DataSetException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            // The JDK's readers meet some damage with exceptions such as IndexOutOfBoundsException.
            throw new DataSetException(
                    "%s is a damaged, truncated or unsupported %s image: %s; %s"
                            .formatted(place, format, e.getMessage() == null ? e : e.getMessage(), SAVE_AGAIN),
                    e);
        } finally {
            reader.dispose();
        }
    }

    private void checkSize(String place, int width, int height) {
        if ((long) width * height > maxPixels) {
            throw new DataSetException(
                    "%s has %d pixels (%dx%d), more than %d; make it smaller, or raise the limit of pixels"
                            .formatted(place, (long) width * height, width, height, maxPixels));
        }
    }

    /** Reads the image; what the reader only warns of, such as a JPEG that ends early and would be partly grey, is a fault. */
    private static BufferedImage readWhole(ImageReader reader) throws IOException {
        List<String> warnings = new ArrayList<>();
        reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
        BufferedImage image = reader.read(0);
        if (!warnings.isEmpty()) {
            throw new IOException(warnings.get(0));
        }
        return image;
    }
}
