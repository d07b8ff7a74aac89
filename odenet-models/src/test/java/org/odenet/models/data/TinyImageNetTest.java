package org.odenet.models.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TinyImageNetTest {
    private static final ImageShape SHAPE = new ImageShape(3, 2, 2);

    @TempDir
    private Path above;

    private Path folder;

    @BeforeEach
    void writeValidationPart() {
        folder = above.resolve("tiny-imagenet-200");
        text("wnids.txt", "n03\nn01\n");
        text(
                "val/val_annotations.txt",
                "val_0.JPEG\tn03\t0\t32\t44\t62\nval_1.JPEG\tn01\t1\t1\t2\t2\nval_2.JPEG\tn03\t0\t0\t9\t9\n");
        for (int i = 0; i < 3; i++) {
            image("val/images/val_%d.JPEG".formatted(i), 50 + 50 * i);
        }
    }

    private void text(String path, String content) {
        write(path, content.getBytes(StandardCharsets.UTF_8));
    }

    private void image(String path, int grey) {
        write(path, TestImages.encoded("jpeg", 8, 8, (x, y) -> 0x010101 * grey));
    }

    private void write(String path, byte[] content) {
        Path file = folder.resolve(path);
        TestFiles.write(file.getParent(), file.getFileName().toString(), content);
    }

    private void writeTrainingPart() {
        image("train/n01/images/n01_0.JPEG", 10);
        image("train/n03/images/n03_0.JPEG", 30);
        image("train/n03/images/n03_1.JPEG", 31);
        text("train/n03/n03_boxes.txt", "n03_0.JPEG\t0\t0\t1\t1\n");
    }

    private static int[] values(ImageDataSet set) {
        return IntStream.range(0, set.size()).map(i -> set.pixel(i, 1, 1, 1)).toArray();
    }

    private AbstractThrowableAssert<?, ?> assertRefused() {
        return assertThatThrownBy(() -> DataSets.tinyImageNetValidation(folder, SHAPE, ReadProgress.none()))
                .isInstanceOf(DataSetException.class);
    }

    @Test
    void readsTheValidationPartAlone() {
        ImageDataSet set = DataSets.tinyImageNetValidation(folder, SHAPE, ReadProgress.none());
        assertThat(set).hasToString("Tiny-ImageNet validation: 3 images [3, 2, 2], 2 classes");
        assertThat(set.classNames()).containsExactly("n01", "n03");
        assertThat(values(set)).containsExactly(100, 50, 150);
        assertThat(IntStream.range(0, 3).map(set::label)).containsExactly(0, 1, 1);
    }

    @Test
    void aFolderIsKnownByItsFileOfClasses() {
        assertThat(DataSets.imageFolder(folder, SHAPE, ReadProgress.none()))
                .hasToString("Tiny-ImageNet validation: 3 images [3, 2, 2], 2 classes");
        assertThat(values(DataSets.imageFolder(above, SHAPE, ReadProgress.none())))
                .containsExactly(100, 50, 150);
    }

    @Test
    void wordsNameTheClassesThatTheyHave() {
        text("words.txt", "n00\tentity\nn01\tgoldfish, Carassius auratus\nnonsense\n");
        assertThat(ImageFolder.open(folder).classNames()).containsExactly("goldfish, Carassius auratus", "n03");
    }

    @Test
    void readsBothParts() {
        writeTrainingPart();
        TrainTest both = DataSets.tinyImageNet(above, SHAPE, ReadProgress.none());
        assertThat(both.train()).hasToString("Tiny-ImageNet train: 3 images [3, 2, 2], 2 classes");
        assertThat(values(both.train())).containsExactly(10, 30, 31);
        assertThat(both.test().size()).isEqualTo(3);
    }

    @Test
    void refusesATrainingPartThatIsNotThere() {
        assertThatThrownBy(() -> DataSets.tinyImageNet(folder, SHAPE, ReadProgress.none()))
                .isInstanceOf(DataSetException.class)
                .hasMessageContainingAll(folder.resolve("train").toString(), "does not exist", "validation part");
    }

    @Test
    void refusesAnotherFolder() {
        assertThatThrownBy(() -> ImageFolder.tinyImageNetValidation(folder.resolve("val")))
                .isInstanceOf(DataSetException.class)
                .hasMessageContainingAll(
                        folder.resolve("val").toString(), "tiny-imagenet-200", "wnids.txt", "unpacked");
    }

    @Test
    void theValidationFolderAloneIsNotTakenForAClass() {
        assertThatThrownBy(() -> ImageFolder.open(folder.resolve("val")))
                .isInstanceOf(DataSetException.class)
                .hasMessageContainingAll(folder.resolve("val").toString(), "wnids.txt", "unpacked");
    }

    @Test
    void refusesMissingOrEmptyTables() throws IOException {
        Path table = folder.resolve("val").resolve("val_annotations.txt");
        text("val/val_annotations.txt", "\n");
        assertRefused().hasMessageContainingAll(table.toString(), "names no image", "fetch");
        Files.delete(table);
        assertRefused().hasMessageContainingAll(table.toString(), "does not exist");
        text("wnids.txt", "");
        assertRefused().hasMessageContainingAll("wnids.txt", "names no class");
        write("wnids.txt", new byte[] {(byte) 0xff, (byte) 0xfe});
        assertRefused().hasMessageContainingAll("wnids.txt", "could not be read as text");
    }

    @Test
    void refusesALineThatIsNoAnnotation() {
        for (String line : new String[] {"val_0.JPEG n03", "../val_0.JPEG\tn03", "/etc/a.png\tn03", "..\\a.png\tn03"}) {
            text("val/val_annotations.txt", "val_1.JPEG\tn01\n" + line + "\n");
            assertRefused()
                    .hasMessageContainingAll("val_annotations.txt, line 2: '" + line + "'", "fetch the file again");
        }
    }

    @Test
    void refusesAnUnknownClass() {
        text("val/val_annotations.txt", "val_0.JPEG\tn02\t0\n");
        assertRefused().hasMessageContainingAll("line 1", "'n02' of val_0.JPEG", "none of the 2 in wnids.txt");
    }

    @Test
    void refusesAMissingImage() throws IOException {
        Path missing = folder.resolve("val").resolve("images").resolve("val_2.JPEG");
        Files.delete(missing);
        assertRefused().hasMessageContainingAll(missing.toString(), "does not exist");
    }
}
