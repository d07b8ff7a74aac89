package org.odenet.models.io;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Reads the arrays of a NumPy .npz file, one at a time by name. Both {@code numpy.savez} and
 * {@code numpy.savez_compressed} files are read; arrays may be of float32, float64, int32, int64 or uint8 (widened to
 * 32-bit integers), in row-major or column-major order. Pickled objects are refused.
 */
public final class NpzReader implements AutoCloseable {

    private static final String SUFFIX = ".npy";

    /** Deflate needs at least one bit for 258 bytes, hence at most 1032 bytes of content for each byte in the file. */
    private static final long MAX_INFLATION = 1032;

    private final Path file;
    private final long fileLength;
    private final ZipFile zip;
    private final Map<String, ZipEntry> entries;

    private NpzReader(Path file, long fileLength, ZipFile zip, Map<String, ZipEntry> entries) {
        this.file = file;
        this.fileLength = fileLength;
        this.zip = zip;
        this.entries = entries;
    }

    /**
     * Opens a file and reads the list of its arrays.
     *
     * @param file the file to read
     * @return the reader, to be closed
     * @throws WeightFileException if the file cannot be read or is not a sound zip file
     */
    public static NpzReader open(Path file) {
        try {
            long length = Files.size(file);
            ZipFile zip = new ZipFile(file.toFile());
            try {
                return new NpzReader(file, length, zip, entries(file, zip));
            } catch (RuntimeException e) {
                zip.close();
                throw e;
            }
        } catch (NoSuchFileException e) {
            throw new WeightFileException(file, "there is no such file", "check the path", e);
        } catch (IOException e) {
            throw new WeightFileException(
                    file, "not a readable .npz file (" + e.getMessage() + ")", "copy or save it again", e);
        }
    }

    private static Map<String, ZipEntry> entries(Path file, ZipFile zip) {
        Map<String, ZipEntry> entries = new LinkedHashMap<>();
        zip.stream().filter(entry -> entry.getName().endsWith(SUFFIX)).forEach(entry -> {
            String name = entry.getName();
            name = name.substring(0, name.length() - SUFFIX.length());
            if (entries.put(name, entry) != null) {
                throw new WeightFileException(file, "it holds the array \"" + name + "\" twice", "save it again");
            }
        });
        return entries;
    }

    /**
     * Names the arrays in the file.
     *
     * @return the names, in the file's order
     */
    public Set<String> names() {
        return Collections.unmodifiableSet(entries.keySet());
    }

    /**
     * Tells whether the file holds an array.
     *
     * @param name the array's name
     * @return whether it is there
     */
    public boolean has(String name) {
        return entries.containsKey(name);
    }

    /**
     * Reads one array.
     *
     * @param name the array's name
     * @return a new row-major tensor of the type FLOAT, DOUBLE, INT32 or INT64; of rank 0 for a single number
     * @throws WeightFileException if there is no such array, or it is damaged or not supported
     */
    public INDArray read(String name) {
        ZipEntry entry = entries.get(name);
        if (entry == null) {
            throw new WeightFileException(
                    file,
                    "there is no array \"" + name + "\"",
                    "take one of "
                            + names().stream()
                                    .sorted()
                                    .limit(20)
                                    .collect(Collectors.joining(", ", "", names().size() > 20 ? ", …" : "")));
        }
        try (CheckedInputStream in = new CheckedInputStream(zip.getInputStream(entry), new CRC32())) {
            NpyHeader header = NpyHeader.read(in);
            checkLength(header, entry);
            INDArray array = TensorData.read(in, header.type(), header.shape(), header.order());
            checkSum(in, entry, array);
            return array;
        } catch (NpyFormatException e) {
            throw new WeightFileException(
                    file,
                    "array \"" + name + "\": " + e.getMessage(),
                    "copy the file again, or save the array as a plain one of a supported type",
                    e);
        } catch (IOException e) {
            throw new WeightFileException(
                    file,
                    "array \"" + name + "\" cannot be read (" + e.getMessage() + ")",
                    "the file is damaged or cut short: copy or save it again",
                    e);
        }
    }

    /** Checks that the file really has the bytes of the shape, before memory for them is taken. */
    private void checkLength(NpyHeader header, ZipEntry entry) throws NpyFormatException {
        long held = entry.getSize() - header.byteLength();
        String needed;
        try {
            long bytes = header.type().byteCount(header.shape());
            needed = bytes + " bytes";
            if (bytes == held && entry.getSize() / MAX_INFLATION <= Math.min(entry.getCompressedSize(), fileLength)) {
                return;
            }
        } catch (ArithmeticException e) {
            needed = "more bytes than a 64-bit number counts";
        }
        throw new NpyFormatException(
                "its shape %s of %s needs %s, but the file states %d and stores the array in %d of its %d bytes"
                        .formatted(
                                Arrays.toString(header.shape()),
                                header.type(),
                                needed,
                                held,
                                entry.getCompressedSize(),
                                fileLength));
    }

    /** The JDK leaves the check sums of a zip file to its caller. */
    private static void checkSum(CheckedInputStream in, ZipEntry entry, INDArray array) throws IOException {
        String problem = null;
        if (in.read() >= 0) {
            problem = "more data follow after the last element";
        } else if (in.getChecksum().getValue() != entry.getCrc()) {
            problem = "the data do not have the check sum that the file states";
        }
        if (problem != null) {
            array.close();
            throw new IOException(problem);
        }
    }

    /**
     * Closes the file; arrays that were read stay valid.
     *
     * @throws UncheckedIOException if closing fails
     */
    @Override
    public void close() {
        try {
            zip.close();
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": closing failed", e);
        }
    }
}
