package org.odenet.models.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageFolderTest {
    private static final ImageShape PIXEL = new ImageShape(1, 1, 1);

    @TempDir
    private Path folder;

    private void write(String className, String file, int value) {
        TestFiles.write(folder.resolve(className), file, TestImages.grey(1, 1, (x, y) -> value));
    }

    private void writeThreeClasses() {
        write("cat", "2.png", 12);
        write("cat", "1.PNG", 11);
        write("ant", "a.png", 1);
        write("bee", "y.png", 22);
        write("bee", "x.png", 21);
        write("bee", "z.png", 23);
    }

    private static List<Integer> values(ImageDataSet set) {
        return IntStream.range(0, set.size())
                .map(i -> set.pixel(i, 0, 0, 0))
                .boxed()
                .toList();
    }

    private static List<String> classesOfImages(ImageDataSet set) {
        return IntStream.range(0, set.size())
                .mapToObj(i -> set.classNames().get(set.label(i)))
                .toList();
    }

    private AbstractThrowableAssert<?, ?> assertRefused() {
        return assertThatThrownBy(() -> DataSets.imageFolder(folder, PIXEL, ReadProgress.none()))
                .isInstanceOf(DataSetException.class);
    }

    @Test
    void classesAndFilesAreSortedAndTakenInRounds() {
        writeThreeClasses();
        ImageDataSet set = DataSets.imageFolder(folder, PIXEL, ReadProgress.none());
        assertThat(set).hasToString(folder.getFileName() + ": 6 images [1, 1, 1], 3 classes");
        assertThat(set.classNames()).containsExactly("ant", "bee", "cat");
        assertThat(values(set)).containsExactly(1, 21, 11, 22, 12, 23);
        assertThat(classesOfImages(set)).containsExactly("ant", "bee", "cat", "bee", "cat", "bee");
    }

    @Test
    void imagesGetTheShape() {
        TestFiles.write(folder.resolve("a"), "photo.jpg", TestImages.random("jpeg", 30, 20));
        TestFiles.write(folder.resolve("b"), "photo.gif", TestImages.encoded("gif", 5, 9, (x, y) -> 0x0A141E));
        ImageDataSet set = DataSets.imageFolder(folder, new ImageShape(3, 4, 6), ReadProgress.none());
        assertThat(set.imageShape()).isEqualTo(new ImageShape(3, 4, 6));
        assertThat(set.toString()).endsWith("2 images [3, 4, 6], 2 classes");
        assertThat(set.pixel(1, 0, 3, 5)).isEqualTo(10);
        assertThat(set.pixel(1, 2, 0, 0)).isEqualTo(30);
    }

    @Test
    void aLimitTakesTheBeginningWhichIsEvenOverTheClasses() {
        writeThreeClasses();
        ImageFolder images = ImageFolder.open(folder);
        assertThat(images.size()).isEqualTo(6);
        ImageDataSet four = images.atMost(4).read(PIXEL, ReadProgress.none());
        assertThat(values(four)).containsExactly(1, 21, 11, 22);
        assertThat(images.atMost(2).classNames()).containsExactly("ant", "bee", "cat");
        assertThat(images.atMost(100).size()).isEqualTo(6);
        assertThatIllegalArgumentException().isThrownBy(() -> images.atMost(0)).withMessageContaining("0 images");
    }

    @Test
    void otherFilesAndHiddenOnesAreLeftOut() {
        writeThreeClasses();
        write("bee", ".hidden.png", 99);
        write(".thumbnails", "t.png", 99);
        TestFiles.write(folder, "README.txt", new byte[1]);
        TestFiles.write(folder.resolve("ant"), "notes.txt", new byte[1]);
        assertThat(values(DataSets.imageFolder(folder, PIXEL, ReadProgress.none())))
                .containsExactly(1, 21, 11, 22, 12, 23);
    }

    @Test
    void progressCountsUpToAllOnTheCallingThread() {
        for (int i = 0; i < 70; i++) {
            write("many", "%03d.png".formatted(i), i);
        }
        Thread caller = Thread.currentThread();
        List<Integer> done = new ArrayList<>();
        ImageDataSet set = DataSets.imageFolder(folder, PIXEL, (imagesDone, imagesTotal) -> {
            assertThat(Thread.currentThread()).isSameAs(caller);
            assertThat(imagesTotal).isEqualTo(70);
            done.add(imagesDone);
        });
        assertThat(done)
                .isSorted()
                .doesNotHaveDuplicates()
                .hasSizeGreaterThan(1)
                .endsWith(70);
        assertThat(values(set)).isEqualTo(IntStream.range(0, 70).boxed().toList());
    }

    @Test
    void ofSeveralDamagedImagesTheFirstIsNamed() {
        for (int i = 0; i < 100; i++) {
            write("many", "%03d.png".formatted(i), i);
        }
        for (int damaged : new int[] {33, 34, 70, 99}) {
            TestFiles.write(folder.resolve("many"), "0%d.png".formatted(damaged), new byte[] {1, 2});
        }
        Path first = folder.resolve("many").resolve("033.png");
        for (int run = 0; run < 5; run++) {
            assertRefused().hasMessageContainingAll("image " + first, "it starts with the bytes 01 02");
        }
    }

    @Test
    void limitsAreThoseOfTheDecoder() {
        TestFiles.write(folder.resolve("a"), "large.png", TestImages.grey(5, 5, (x, y) -> 1));
        ImageFolder images = ImageFolder.open(folder);
        ImageDecoder decoder = ImageDecoder.to(PIXEL).withMaxPixels(24);
        assertThatThrownBy(() -> images.read(decoder, ReadProgress.none()))
                .isInstanceOf(DataSetException.class)
                .hasMessageContainingAll("large.png", "25 pixels", "more than 24");
    }

    @Test
    void anInterruptEndsTheReading() {
        writeThreeClasses();
        ImageFolder images = ImageFolder.open(folder);
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> images.read(PIXEL, ReadProgress.none()))
                .isInstanceOf(DataSetException.class)
                .hasMessageContaining("interrupted");
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void refusesASetThatNoArrayHolds() {
        writeThreeClasses();
        ImageFolder images = ImageFolder.open(folder);
        assertThatThrownBy(() -> images.read(new ImageShape(1, 20_000, 20_000), ReadProgress.none()))
                .isInstanceOf(DataSetException.class)
                .hasMessageContainingAll("6 images of 400000000 bytes", "take at most 5 images");
    }

    @Test
    void refusesAMissingFolder() {
        Path missing = folder.resolve("missing");
        assertThatThrownBy(() -> ImageFolder.open(missing))
                .isInstanceOf(DataSetException.class)
                .hasMessageContainingAll(missing.toString(), "does not exist", "check the path");
    }

    @Test
    void tellsTheLayoutThatItExpectedAndWhatItFound() {
        TestFiles.write(folder, "one.png", new byte[1]);
        TestFiles.write(folder, "two.JPEG", new byte[1]);
        TestFiles.write(folder, "notes.txt", new byte[1]);
        assertRefused()
                .hasMessageContainingAll(
                        folder + "/class-name/*.png|jpg|jpeg|gif|bmp",
                        "wnids.txt",
                        "2 image files and 1 others",
                        "folder of their own");
    }

    @Test
    void refusesAClassWithoutImages() throws IOException {
        writeThreeClasses();
        Path empty = Files.createDirectories(folder.resolve("dog"));
        TestFiles.write(empty, "photo.webp", new byte[1]);
        assertRefused().hasMessageContainingAll(empty.toString(), "no image file (png, jpg", "1 entries", "add images");
    }
}
