package org.odenet.models.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Cifar10ReaderTest {
    private static final int RECORDS = 2;
    private static final int RECORD_BYTES = 3073;

    @TempDir
    private Path folder;

    @BeforeEach
    void writeFiles() {
        for (int i = 0; i < 5; i++) {
            TestFiles.write(folder, Cifar10Reader.TRAIN_FILES.get(i), records(i));
        }
        TestFiles.write(folder, Cifar10Reader.TEST_FILE, records(8));
    }

    /** Two records: the first with the given label, the second with the next. */
    private static byte[] records(int label) {
        byte[] bytes = TestFiles.counting(RECORDS * RECORD_BYTES, label);
        bytes[0] = (byte) label;
        bytes[RECORD_BYTES] = (byte) (label + 1);
        return bytes;
    }

    private TrainTest read() {
        return new Cifar10Reader(folder, RECORDS).read();
    }

    private AbstractThrowableAssert<?, ?> assertRefused(String file) {
        return assertThatThrownBy(this::read)
                .isInstanceOf(DataSetException.class)
                .hasMessageContaining(folder.resolve(file).toString());
    }

    @Test
    void readsBothParts() {
        TrainTest both = read();
        assertThat(both.train()).hasToString("CIFAR-10 train: 10 images [3, 32, 32], 10 classes");
        assertThat(both.test().size()).isEqualTo(2);
        assertThat(both.train().label(6)).isEqualTo(3);
        assertThat(both.train().label(7)).isEqualTo(4);
        assertThat(both.test().classNames().get(both.test().label(0))).isEqualTo("ship");
    }

    @Test
    void pixelsAreInPlanesOfRedGreenAndBlue() {
        byte[] file = records(2);
        ImageDataSet train = read().train();
        assertThat(train.pixel(5, 2, 30, 7)).isEqualTo(file[RECORD_BYTES + 1 + 2 * 1024 + 30 * 32 + 7] & 0xFF);
    }

    @Test
    void refusesAMissingFolderOrSet() {
        Path missing = folder.resolve("missing");
        assertThatThrownBy(() -> Cifar10Reader.read(missing))
                .isInstanceOf(DataSetException.class)
                .hasMessageContainingAll(missing.toString(), "does not exist", "download");
        TestFiles.write(missing, "other.bin", new byte[1]);
        assertThatThrownBy(() -> Cifar10Reader.read(missing))
                .isInstanceOf(DataSetException.class)
                .hasMessageContainingAll(missing.toString(), "cifar-10-batches-bin", "test_batch.bin", "download");
    }

    @Test
    void refusesAMissingFile() throws IOException {
        Files.delete(folder.resolve("data_batch_3.bin"));
        assertRefused("data_batch_3.bin").hasMessageContainingAll("does not exist", "download");
    }

    @Test
    void refusesFilesOfAnotherLength() {
        byte[] whole = records(1);
        TestFiles.write(folder, "data_batch_2.bin", new byte[0]);
        assertRefused("data_batch_2.bin").hasMessageContainingAll("is empty", "fetch the file again");
        TestFiles.write(folder, "data_batch_2.bin", Arrays.copyOf(whole, RECORD_BYTES));
        assertRefused("data_batch_2.bin").hasMessageContainingAll("is truncated", "3073 bytes, not 6146", "2 records");
        TestFiles.write(folder, "data_batch_2.bin", Arrays.copyOf(whole, whole.length + 1));
        assertRefused("data_batch_2.bin").hasMessageContainingAll("trailing bytes", "6147 bytes, not 6146");
    }

    @Test
    void refusesALabelWithoutAClass() {
        TestFiles.write(folder, Cifar10Reader.TEST_FILE, records(9));
        assertRefused(Cifar10Reader.TEST_FILE)
                .hasMessageContainingAll("label 10 of record 1 (byte 3073)", "0..9", "fetch the file again");
    }

    @Test
    void looksIntoTheFolderOfTheArchiveAndExpectsThePublishedLength() {
        Path above = folder.resolve("above");
        TestFiles.write(above.resolve("cifar-10-batches-bin"), "test_batch.bin", records(0));
        TestFiles.write(above.resolve("cifar-10-batches-bin"), "data_batch_1.bin", records(0));
        assertThatThrownBy(() -> Cifar10Reader.read(above))
                .isInstanceOf(DataSetException.class)
                .hasMessageContainingAll("cifar-10-batches-bin", "6146 bytes, not 30730000");
    }
}
