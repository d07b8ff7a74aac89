package org.odenet.models.data;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.GZIPInputStream;

/**
 * Takes known files out of a {@code .tar.gz} archive (format: POSIX.1-1988 ustar). Only files whose plain names were asked
 * for are written, and only into the given folder, whatever paths or links the archive holds.
 */
final class TarGz {
    private static final int BLOCK = 512;
    private static final int NAME_AT = 0;
    private static final int NAME_BYTES = 100;
    private static final int SIZE_AT = 124;
    private static final int SIZE_BYTES = 12;
    private static final int CHECKSUM_AT = 148;
    private static final int CHECKSUM_BYTES = 8;
    private static final int TYPE_AT = 156;
    private static final int BUFFER = 1 << 16;

    private final Path archive;
    private final InputStream in;

    private TarGz(Path archive, InputStream in) {
        this.archive = archive;
        this.in = in;
    }

    /**
     * Writes files of the archive into a folder.
     *
     * @param archive the archive
     * @param names the plain names of the files
     * @param bytes the length that each of them must have
     * @param folder where to put them
     */
    static void extract(Path archive, Set<String> names, long bytes, Path folder) {
        try (InputStream in = new GZIPInputStream(new BufferedInputStream(Files.newInputStream(archive)), BUFFER)) {
            Files.createDirectories(folder);
            new TarGz(archive, in).extract(names, bytes, folder);
        } catch (IOException e) {
            String fault = e instanceof EOFException ? "is truncated" : "could not be unpacked (" + e + ")";
            throw new DataSetException("archive %s %s; remove it and download it again".formatted(archive, fault), e);
        }
    }

    private void extract(Set<String> names, long bytes, Path folder) throws IOException {
        Set<String> missing = new TreeSet<>(names);
        byte[] header = in.readNBytes(BLOCK);
        while (!missing.isEmpty() && header.length == BLOCK && header[NAME_AT] != 0) {
            checkHeader(header);
            String name = plainName(header);
            long size = octal(header, SIZE_AT, SIZE_BYTES);
            if (isFile(header) && missing.remove(name)) {
                checkSize(name, size, bytes);
                write(folder.resolve(name), size);
            } else {
                skip(size);
            }
            skip(Math.floorMod(-size, BLOCK));
            header = in.readNBytes(BLOCK);
        }
        if (!missing.isEmpty()) {
            throw new DataSetException(
                    "archive %s has no %s; remove it and download it again".formatted(archive, missing));
        }
    }

    private void checkSize(String name, long size, long expected) {
        if (size != expected) {
            throw new DataSetException("archive %s: file %s has %d bytes, not %d; remove it and download it again"
                    .formatted(archive, name, size, expected));
        }
    }

    /** The sum of the header's bytes, its own field taken as spaces, stands in the header. */
    private void checkHeader(byte[] header) {
        long sum = 0;
        for (int i = 0; i < BLOCK; i++) {
            boolean own = i >= CHECKSUM_AT && i < CHECKSUM_AT + CHECKSUM_BYTES;
            sum += own ? ' ' : header[i] & 0xFF;
        }
        long stated = octal(header, CHECKSUM_AT, CHECKSUM_BYTES);
        if (sum != stated) {
            throw new DataSetException(
                    "archive %s is not a readable tar archive: a header has the checksum %d, not %d; remove it and download it again"
                            .formatted(archive, sum, stated));
        }
    }

    private static boolean isFile(byte[] header) {
        return header[TYPE_AT] == '0' || header[TYPE_AT] == 0;
    }

    /** What follows the last slash; a longer path's prefix field does not matter. */
    private static String plainName(byte[] header) {
        int end = NAME_AT;
        while (end < NAME_BYTES && header[end] != 0) {
            end++;
        }
        String path = new String(header, NAME_AT, end, StandardCharsets.ISO_8859_1);
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private long octal(byte[] header, int at, int length) {
        String text = new String(header, at, length, StandardCharsets.ISO_8859_1)
                .replace('\0', ' ')
                .strip();
        if (!text.matches("[0-7]{1,12}")) {
            throw new DataSetException(
                    "archive %s is not a readable tar archive: byte %d of a header holds '%s', not an octal number; remove it and download it again"
                            .formatted(archive, at, text));
        }
        return Long.parseLong(text, 8);
    }

    private void write(Path target, long size) throws IOException {
        Path part = AtomicMove.partOf(target);
        try {
            try (OutputStream out = Files.newOutputStream(part)) {
                copy(size, out);
            }
            AtomicMove.intoPlace(part, target);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private void skip(long bytes) throws IOException {
        copy(bytes, OutputStream.nullOutputStream());
    }

    private void copy(long bytes, OutputStream out) throws IOException {
        byte[] buffer = new byte[BUFFER];
        for (long left = bytes; left > 0; ) {
            int read = in.read(buffer, 0, (int) Math.min(left, buffer.length));
            if (read < 0) {
                throw new EOFException();
            }
            out.write(buffer, 0, read);
            left -= read;
        }
    }
}
