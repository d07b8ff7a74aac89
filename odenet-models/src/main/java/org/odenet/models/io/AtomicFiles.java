package org.odenet.models.io;

import java.io.BufferedOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * Writes files whole or not at all: the content goes to a temporary file beside the target, is forced to the disk, and
 * then takes the target's name. When anything fails, the temporary file is removed and an old target stays as it was.
 */
public final class AtomicFiles {

    private AtomicFiles() {}

    /** Writes the content of a file to a stream. */
    @FunctionalInterface
    public interface StreamWriter {
        /**
         * Writes the whole content; need not close the stream.
         *
         * @param out the buffered stream to write to
         * @throws IOException if writing fails; the target is then left alone
         */
        void writeTo(OutputStream out) throws IOException;
    }

    /** Writes the content of a file by its path. */
    @FunctionalInterface
    public interface PathWriter {
        /**
         * Writes the whole content to a file that exists and is empty.
         *
         * @param temporary the file to fill
         * @throws IOException if writing fails; the target is then left alone
         */
        void writeTo(Path temporary) throws IOException;
    }

    /**
     * Writes a file through a stream.
     *
     * @param target the file to create or replace; its directory must exist
     * @param content writes the content
     * @throws UncheckedIOException if the file cannot be written
     */
    public static void write(Path target, StreamWriter content) {
        writePath(target, temporary -> {
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(temporary))) {
                content.writeTo(out);
            }
        });
    }

    /**
     * Writes a file through code that wants a path.
     *
     * @param target the file to create or replace; its directory must exist
     * @param content fills the temporary file that it is given
     * @throws UncheckedIOException if the file cannot be written
     */
    public static void writePath(Path target, PathWriter content) {
        try {
            requirePlainTarget(target);
            // Not Files.createTempFile: it makes files that only their owner may read.
            Path temporary = target.resolveSibling(target.getFileName() + "." + UUID.randomUUID() + ".tmp");
            try {
                Files.createFile(temporary);
                content.writeTo(temporary);
                force(temporary);
                move(temporary, target);
            } finally {
                Files.deleteIfExists(temporary);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(
                    target + ": could not be written (" + e + "); an earlier file of this name is unchanged;"
                            + " check the directory, its permissions and the free disk space",
                    e);
        }
    }

    private static void requirePlainTarget(Path target) throws IOException {
        Path directory = target.toAbsolutePath().getParent();
        if (directory == null || !Files.isDirectory(directory)) {
            throw new FileNotFoundException("there is no directory " + directory);
        }
        // Where moves are not atomic, replacing would remove an empty directory.
        if (Files.isDirectory(target)) {
            throw new FileAlreadyExistsException(target.toString(), null, "it is a directory");
        }
    }

    private static void force(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    private static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
