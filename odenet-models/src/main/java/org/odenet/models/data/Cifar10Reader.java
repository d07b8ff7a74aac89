package org.odenet.models.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Reads CIFAR-10 in its binary version: files of 10,000 records, each one label byte and 3,072 pixel bytes, red, green and
 * blue planes of 32×32 (format: A. Krizhevsky's CIFAR page).
 */
public final class Cifar10Reader {
    /** The folder within the published archive. */
    static final String ARCHIVE_FOLDER = "cifar-10-batches-bin";

    static final String TEST_FILE = "test_batch.bin";
    static final List<String> TRAIN_FILES =
            IntStream.rangeClosed(1, 5).mapToObj(Cifar10Reader::trainFile).toList();
    static final List<String> CLASS_NAMES =
            List.of("airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck");

    private static final int CHANNELS = 3;
    private static final int SIDE = 32;
    private static final int IMAGE_BYTES = CHANNELS * SIDE * SIDE;
    private static final int RECORD_BYTES = 1 + IMAGE_BYTES;
    private static final int RECORDS_PER_FILE = 10_000;
    /** The length of every file. */
    static final long FILE_BYTES = (long) RECORD_BYTES * RECORDS_PER_FILE;

    private final Path folder;
    private final int recordsPerFile;

    /** By concatenation: a format would have the digits of the machine's language. */
    static String trainFile(int number) {
        return "data_batch_" + number + ".bin";
    }

    /** Reads files of another length than the published ones. */
    Cifar10Reader(Path folder, int recordsPerFile) {
        this.folder = folder;
        this.recordsPerFile = recordsPerFile;
    }

    /**
     * Reads the training set ({@code data_batch_1.bin} to {@code data_batch_5.bin}) and the test set
     * ({@code test_batch.bin}) from a folder, or from its sub folder {@code cifar-10-batches-bin}.
     *
     * @param folder the folder
     * @return both parts
     * @throws DataSetException if the folder or a file is missing, a file has not the length that it must have, or a label
     *     is not a class
     */
    public static TrainTest read(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new DataSetException(
                    "CIFAR-10: the folder %s does not exist; check the path, or download the set".formatted(folder));
        }
        return new Cifar10Reader(find(folder), RECORDS_PER_FILE).read();
    }

    private static Path find(Path folder) {
        Path sub = folder.resolve(ARCHIVE_FOLDER);
        return Stream.of(folder, sub)
                .filter(f -> Files.exists(f.resolve(TEST_FILE)))
                .findFirst()
                .orElseThrow(() ->
                        new DataSetException("CIFAR-10: neither %s nor %s has a %s; add the file, or download the set"
                                .formatted(folder, sub, TEST_FILE)));
    }

    TrainTest read() {
        return new TrainTest(read("CIFAR-10 train", TRAIN_FILES), read("CIFAR-10 test", List.of(TEST_FILE)));
    }

    private ImageDataSet read(String name, List<String> files) {
        files.forEach(file -> checkLength(folder.resolve(file)));
        int count = files.size() * recordsPerFile;
        byte[] pixels = new byte[count * IMAGE_BYTES];
        int[] labels = new int[count];
        for (int i = 0; i < files.size(); i++) {
            readFile(folder.resolve(files.get(i)), pixels, labels, i * recordsPerFile);
        }
        return ImageDataSet.owning(name, CHANNELS, SIDE, SIDE, pixels, labels, CLASS_NAMES);
    }

    private void checkLength(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new DataSetException(
                    "CIFAR-10 file %s does not exist or is not a file; add it, or download the set".formatted(file));
        }
        long expected = (long) recordsPerFile * RECORD_BYTES;
        long length = length(file);
        if (length != expected) {
            String fault = length == 0 ? "is empty" : length < expected ? "is truncated" : "has trailing bytes";
            throw new DataSetException("CIFAR-10 file %s %s: it has %d bytes, not %d (%d records of %d bytes); %s"
                    .formatted(file, fault, length, expected, recordsPerFile, RECORD_BYTES, IdxFile.FETCH_AGAIN));
        }
    }

    private static long length(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private void readFile(Path file, byte[] pixels, int[] labels, int first) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] record = new byte[RECORD_BYTES];
            for (int i = 0; i < recordsPerFile; i++) {
                if (in.readNBytes(record, 0, RECORD_BYTES) < RECORD_BYTES) {
                    throw new IOException("it ends inside record " + i);
                }
                labels[first + i] = checkLabel(file, i, record[0] & 0xFF);
                System.arraycopy(record, 1, pixels, (first + i) * IMAGE_BYTES, IMAGE_BYTES);
            }
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static DataSetException unreadable(Path file, IOException e) {
        return new DataSetException("CIFAR-10 file %s could not be read: %s; check the file".formatted(file, e), e);
    }

    private static int checkLabel(Path file, int record, int label) {
        if (label >= CLASS_NAMES.size()) {
            throw new DataSetException(
                    "CIFAR-10 file %s: label %d of record %d (byte %d) is outside 0..%d (%d classes); %s"
                            .formatted(
                                    file,
                                    label,
                                    record,
                                    (long) record * RECORD_BYTES,
                                    CLASS_NAMES.size() - 1,
                                    CLASS_NAMES.size(),
                                    IdxFile.FETCH_AGAIN));
        }
        return label;
    }
}
