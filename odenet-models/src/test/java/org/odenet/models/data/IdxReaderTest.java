package org.odenet.models.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdxReaderTest {
    private static final List<String> CLASSES = List.of("a", "b", "c");
    private static final byte[] IMAGES = TestFiles.idxImages(4, 3, 2);
    private static final byte[] LABELS = TestFiles.idxLabels(0, 2, 1, 2);

    @TempDir
    private Path folder;

    private ImageDataSet read(byte[] images, byte[] labels) {
        return IdxReader.read(
                TestFiles.write(folder, "images", images), TestFiles.write(folder, "labels", labels), "set", CLASSES);
    }

    private AbstractThrowableAssert<?, ?> assertRefused(byte[] images, byte[] labels) {
        return assertThatThrownBy(() -> read(images, labels))
                .isInstanceOf(DataSetException.class)
                .hasMessageContaining(folder.toString());
    }

    private static void assertWhole(ImageDataSet set) {
        assertThat(set).hasToString("set: 4 images [1, 3, 2], 3 classes");
        assertThat(set.label(1)).isEqualTo(2);
        assertThat(set.pixel(2, 0, 1, 1)).isEqualTo(2 * 6 + 3);
    }

    @Test
    void readsPlainFiles() {
        assertWhole(read(IMAGES, LABELS));
    }

    @Test
    void readsGzipFilesWhateverTheirNames() {
        assertWhole(read(TestFiles.gzip(IMAGES), TestFiles.gzip(LABELS)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"%s-%s", "%s.%s", "%s-%s.gz", "%s.%s.gz"})
    void findsTheFilesOfAFolderUnderTheirUsualNames(String pattern) {
        boolean gzip = pattern.endsWith(".gz");
        for (String part : List.of("train", "t10k")) {
            String images = pattern.formatted(part + "-images", "idx3-ubyte");
            String labels = pattern.formatted(part + "-labels", "idx1-ubyte");
            TestFiles.write(folder, images, gzip ? TestFiles.gzip(IMAGES) : IMAGES);
            TestFiles.write(folder, labels, gzip ? TestFiles.gzip(LABELS) : LABELS);
        }
        TrainTest both = IdxReader.readFolder(folder, "set", CLASSES);
        assertThat(both.train().name()).isEqualTo("set train");
        assertThat(both.test().name()).isEqualTo("set test");
        assertThat(both.train().size() + both.test().size()).isEqualTo(8);
    }

    @Test
    void refusesAMissingFolderOrFile() {
        Path missing = folder.resolve("missing");
        assertThatThrownBy(() -> IdxReader.readFolder(missing, "set", CLASSES))
                .isInstanceOf(DataSetException.class)
                .hasMessageContainingAll("set", missing.toString(), "does not exist", "download");
        TestFiles.write(folder, "train-images-idx3-ubyte", IMAGES);
        assertThatThrownBy(() -> IdxReader.readFolder(folder, "set", CLASSES))
                .isInstanceOf(DataSetException.class)
                .hasMessageContainingAll(folder.toString(), "train-labels-idx1-ubyte", "add the file");
        assertThatThrownBy(() -> IdxReader.read(missing, missing, "set", CLASSES))
                .isInstanceOf(DataSetException.class)
                .hasMessageContainingAll(missing.toString(), "does not exist", "check the path");
    }

    @Test
    void refusesAnEmptyFile() {
        assertRefused(new byte[0], LABELS).hasMessageContainingAll("images", "is empty", "fetch the file again");
    }

    @Test
    void refusesATruncatedFile() {
        byte[] cut = Arrays.copyOf(IMAGES, IMAGES.length - 1);
        assertRefused(cut, LABELS)
                .hasMessageContainingAll(
                        "is truncated", "[4, 3, 2]", "24 bytes", "there are 23", "fetch the file again");
        assertRefused(TestFiles.gzip(cut), LABELS).hasMessageContainingAll("is truncated", "24 bytes", "there are 23");
        assertRefused(Arrays.copyOf(IMAGES, 9), LABELS).hasMessageContainingAll("ends at byte 9", "header of 16 bytes");
    }

    @Test
    void refusesATruncatedGzipStream() {
        byte[] packed = TestFiles.gzip(IMAGES);
        for (int length : new int[] {5, packed.length / 2, packed.length - 1}) {
            assertRefused(Arrays.copyOf(packed, length), LABELS)
                    .hasMessageContainingAll("is truncated", "after " + length + " bytes", "fetch the file again");
        }
    }

    @Test
    void refusesADamagedGzipStream() {
        byte[] packed = TestFiles.gzip(IMAGES);
        packed[packed.length - 6] ^= 1;
        assertRefused(packed, LABELS).hasMessageContainingAll("damaged gzip data", "fetch the file again");
    }

    @Test
    void refusesTrailingBytes() {
        byte[] longer = Arrays.copyOf(IMAGES, IMAGES.length + 1);
        assertRefused(longer, LABELS).hasMessageContainingAll("trailing bytes", "24 bytes", "there are 25");
        assertRefused(TestFiles.gzip(longer), LABELS).hasMessageContainingAll("trailing bytes", "24 bytes", "more");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 8, 40, 100_000})
    void refusesBytesAfterAGzipStream(int extra) {
        byte[] packed = TestFiles.gzip(IMAGES);
        assertRefused(TestFiles.concat(packed, new byte[extra]), LABELS)
                .hasMessageContainingAll(extra + " bytes after the end", "at byte " + packed.length, "gunzip");
    }

    @Test
    void refusesAWrongMagicNumber() {
        assertRefused(LABELS, IMAGES).hasMessageContainingAll("0x00000801", "0x00000803", "images", "label file");
        assertRefused("some text".getBytes(), LABELS).hasMessageContaining("0x736f6d65");
    }

    @Test
    void refusesCountsThatDiffer() {
        assertRefused(IMAGES, TestFiles.idxLabels(0, 1, 2)).hasMessageContainingAll("4 images", "3 labels", "one set");
    }

    @Test
    void refusesALabelWithoutAClass() {
        assertRefused(IMAGES, TestFiles.idxLabels(0, 2, 1, 3))
                .hasMessageContainingAll("labels", "label 3 of image 3", "0..2", "3 classes");
    }

    @Test
    void sizesThatTheFileCannotHoldAreRefusedBeforeAnythingIsAllocated() {
        byte[] promises = TestFiles.idx(new byte[8], TestFiles.IMAGES_MAGIC, 1_000_000, 28, 28);
        assertRefused(promises, LABELS).hasMessageContainingAll("784000000 bytes", "there are 8");
        assertRefused(TestFiles.gzip(promises), LABELS).hasMessageContainingAll("784000000 bytes", "no more than");
    }

    @Test
    void sizesBeyondEveryArrayAreRefused() {
        byte[] huge = TestFiles.idx(new byte[8], TestFiles.IMAGES_MAGIC, 0x7fffffff, 0x7fffffff, 0x7fffffff);
        assertRefused(huge, LABELS).hasMessageContainingAll("size 2147483647", "dimension", "[2147483647,");
        byte[] negative = TestFiles.idx(new byte[8], TestFiles.IMAGES_MAGIC, 4, -1, 2);
        assertRefused(negative, LABELS).hasMessageContainingAll("4294967295", "dimension 1", "byte 8");
        byte[] none = TestFiles.idx(new byte[0], TestFiles.IMAGES_MAGIC, 0, 3, 2);
        assertRefused(none, LABELS).hasMessageContainingAll("size 0", "dimension 0", "byte 4");
    }
}
