package org.odenet.models.data;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.zip.ZipException;

/**
 * The content of one IDX file of unsigned bytes: big-endian magic number {@code 00 00 08 <dimensions>}, one 32-bit size a
 * dimension, then the bytes, last dimension fastest (format: the MNIST database page of LeCun, Cortes and Burges).
 *
 * @param place the file, for messages
 * @param sizes the size of each dimension
 * @param bytes the content
 */
record IdxFile(String place, int[] sizes, byte[] bytes) {
    static final String FETCH_AGAIN = "fetch the file again";

    private static final int UNSIGNED_BYTES = 0x0800;
    /** No deflate stream unpacks to more than 1032 times its length (zlib's technical notes). */
    private static final long DEFLATE_MAX_RATIO = 1032;

    private static final int MAX_ARRAY = Integer.MAX_VALUE - 8;

    /** Where an IDX file comes from: opened when it is read. */
    interface Content {
        InputStream open() throws IOException;
    }

    static IdxFile read(Path file, int dimensions) {
        String place = "IDX file " + file;
        if (!Files.isRegularFile(file)) {
            throw new DataSetException(place + " does not exist or is not a file; check the path");
        }
        try {
            return read(place, Files.size(file), () -> Files.newInputStream(file), dimensions);
        } catch (IOException e) {
            throw new DataSetException("%s could not be read: %s; check the file".formatted(place, e), e);
        }
    }

    static IdxFile read(String place, long length, Content content, int dimensions) throws IOException {
        if (length == 0) {
            throw new DataSetException("%s is empty; %s".formatted(place, FETCH_AGAIN));
        }
        try (InputStream in = new BufferedInputStream(content.open())) {
            return isGzip(in) ? readGzip(place, length, in, dimensions) : readPlain(place, length, in, dimensions);
        }
    }

    private static boolean isGzip(InputStream in) throws IOException {
        in.mark(2);
        boolean gzip = in.read() == 0x1f && in.read() == 0x8b;
        in.reset();
        return gzip;
    }

    private static IdxFile readPlain(String place, long length, InputStream in, int dimensions) throws IOException {
        int[] sizes = readSizes(place, in, dimensions);
        long expected = product(place, sizes);
        long found = length - headerBytes(dimensions);
        if (found != expected) {
            throw wrongLength(place, sizes, expected, Long.toString(found), found < expected);
        }
        return new IdxFile(place, sizes, readBytes(place, sizes, in, (int) expected));
    }

    private static IdxFile readGzip(String place, long length, InputStream in, int dimensions) throws IOException {
        try {
            MeasuredGzipStream unpacked = new MeasuredGzipStream(in);
            int[] sizes = readSizes(place, unpacked, dimensions);
            long expected = product(place, sizes);
            if (expected / DEFLATE_MAX_RATIO > length) {
                throw wrongLength(place, sizes, expected, "no more than " + length * DEFLATE_MAX_RATIO, true);
            }
            byte[] bytes = readBytes(place, sizes, unpacked, (int) expected);
            if (unpacked.read() >= 0) {
                throw wrongLength(place, sizes, expected, "more", false);
            }
            checkNothingFollows(place, length, unpacked);
            return new IdxFile(place, sizes, bytes);
        } catch (EOFException e) {
            throw new DataSetException(
                    "%s is truncated: its gzip data stop early, after %d bytes; %s"
                            .formatted(place, length, FETCH_AGAIN),
                    e);
        } catch (ZipException e) {
            throw new DataSetException(
                    "%s holds damaged gzip data: %s; %s".formatted(place, e.getMessage(), FETCH_AGAIN), e);
        }
    }

    private static void checkNothingFollows(String place, long length, MeasuredGzipStream unpacked) {
        long used = unpacked.compressedBytes();
        if (used != length) {
            throw new DataSetException(
                    "%s has %d bytes after the end of its gzip data (at byte %d of %d); %s, or unpack it with gunzip"
                            .formatted(place, length - used, used, length, FETCH_AGAIN));
        }
    }

    private static int headerBytes(int dimensions) {
        return Integer.BYTES * (1 + dimensions);
    }

    private static int[] readSizes(String place, InputStream in, int dimensions) throws IOException {
        byte[] header = in.readNBytes(headerBytes(dimensions));
        if (header.length >= Integer.BYTES) {
            checkMagic(place, bigEndian(header, 0), UNSIGNED_BYTES + dimensions);
        }
        if (header.length < headerBytes(dimensions)) {
            throw new DataSetException("%s is truncated: it ends at byte %d, inside its header of %d bytes; %s"
                    .formatted(place, header.length, headerBytes(dimensions), FETCH_AGAIN));
        }
        int[] sizes = new int[dimensions];
        for (int d = 0; d < dimensions; d++) {
            sizes[d] = bigEndian(header, Integer.BYTES * (1 + d));
        }
        return sizes;
    }

    private static int bigEndian(byte[] bytes, int at) {
        int value = 0;
        for (int i = 0; i < Integer.BYTES; i++) {
            value = value << Byte.SIZE | bytes[at + i] & 0xFF;
        }
        return value;
    }

    private static void checkMagic(String place, int magic, int expected) {
        if (magic != expected) {
            throw new DataSetException(
                    "%s starts with the magic number 0x%08x, not 0x%08x (unsigned bytes in %d dimensions); give an image file for the images and a label file for the labels"
                            .formatted(place, magic, expected, expected - UNSIGNED_BYTES));
        }
    }

    /** The bytes that the sizes ask for, before anything is allocated for them. */
    private static long product(String place, int[] sizes) {
        long product = 1;
        for (int d = 0; d < sizes.length; d++) {
            // Both factors are below 2^31, so that the product does not overflow.
            product = sizes[d] > 0 ? product * sizes[d] : MAX_ARRAY + 1L;
            if (product > MAX_ARRAY) {
                throw new DataSetException(
                        "%s: size %d of dimension %d (byte %d) makes no readable set (sizes %s; at most %d bytes in all); %s"
                                .formatted(
                                        place,
                                        sizes[d] & 0xFFFFFFFFL,
                                        d,
                                        Integer.BYTES * (1 + d),
                                        describe(sizes),
                                        MAX_ARRAY,
                                        FETCH_AGAIN));
            }
        }
        return product;
    }

    private static byte[] readBytes(String place, int[] sizes, InputStream in, int expected) throws IOException {
        // Grows with what is there, so that a header that promises too much costs nothing.
        byte[] bytes = in.readNBytes(expected);
        if (bytes.length < expected) {
            throw wrongLength(place, sizes, expected, Integer.toString(bytes.length), true);
        }
        return bytes;
    }

    private static DataSetException wrongLength(
            String place, int[] sizes, long expected, String found, boolean truncated) {
        return new DataSetException("%s %s: the sizes %s in its header need %d bytes after it, but there are %s; %s"
                .formatted(
                        place,
                        truncated ? "is truncated" : "has trailing bytes",
                        describe(sizes),
                        expected,
                        found,
                        FETCH_AGAIN));
    }

    private static String describe(int[] sizes) {
        LongStream unsigned = Arrays.stream(sizes).mapToLong(Integer::toUnsignedLong);
        return unsigned.mapToObj(Long::toString).collect(Collectors.joining(", ", "[", "]"));
    }
}
