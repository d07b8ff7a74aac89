package org.odenet.models.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TarGzTest {
    private static final byte[] ONE = TestFiles.counting(700, 1);
    private static final byte[] TWO = TestFiles.counting(700, 2);

    @TempDir
    private Path folder;

    private Path target() {
        return folder.resolve("out");
    }

    private void extract(byte[] archive) {
        TarGz.extract(TestFiles.write(folder, "a.tar.gz", archive), Set.of("one", "two"), 700, target());
    }

    private AbstractThrowableAssert<?, ?> assertRefused(byte[] archive) {
        return assertThatThrownBy(() -> extract(archive))
                .isInstanceOf(DataSetException.class)
                .hasMessageContainingAll(folder.resolve("a.tar.gz").toString(), "download it again");
    }

    private Set<Path> files() throws IOException {
        try (var all = Files.walk(folder)) {
            return Set.copyOf(all.filter(p -> !Files.isDirectory(p)).toList());
        }
    }

    @Test
    void takesTheFilesThatWereAskedForAndNoOthers() throws IOException {
        extract(new TestTar()
                .entry("folder/", '5', 0, new byte[0])
                .file("folder/readme", new byte[10])
                .file("folder/one", ONE)
                .file("folder/other", new byte[1500])
                .file("two", TWO)
                .gzip());
        assertThat(Files.readAllBytes(target().resolve("one"))).isEqualTo(ONE);
        assertThat(Files.readAllBytes(target().resolve("two"))).isEqualTo(TWO);
        assertThat(files())
                .containsExactlyInAnyOrder(
                        folder.resolve("a.tar.gz"), target().resolve("one"), target().resolve("two"));
    }

    @Test
    void pathsInTheArchiveLeadNowhereElse() throws IOException {
        extract(new TestTar()
                .file("../../escaped", new byte[5])
                .file("/../../one", ONE)
                .file("a/../../two", TWO)
                .gzip());
        assertThat(files())
                .containsExactlyInAnyOrder(
                        folder.resolve("a.tar.gz"), target().resolve("one"), target().resolve("two"));
    }

    @Test
    void linksAreNotFiles() {
        assertRefused(new TestTar()
                        .file("one", ONE)
                        .entry("two", '2', 0, new byte[0])
                        .gzip())
                .hasMessageContaining("has no [two]");
        assertThat(target().resolve("two")).doesNotExist();
    }

    @Test
    void refusesAFileOfAnotherLength() {
        assertRefused(new TestTar().file("one", new byte[701]).gzip())
                .hasMessageContaining("file one has 701 bytes, not 700");
        assertThat(target()).isEmptyDirectory();
    }

    @Test
    void refusesATruncatedArchiveAndLeavesNoHalfFile() {
        byte[] content = new TestTar().file("one", ONE).content();
        assertRefused(TestFiles.gzip(Arrays.copyOf(content, 900))).hasMessageContaining("is truncated");
        assertThat(target()).isEmptyDirectory();
        byte[] packed = new TestTar().file("one", ONE).gzip();
        assertRefused(Arrays.copyOf(packed, 60)).hasMessageContaining("is truncated");
        assertThat(target()).isEmptyDirectory();
    }

    @Test
    void refusesWhatIsNoArchive() {
        assertRefused(TestFiles.gzip(TestFiles.counting(2048, 65))).hasMessageContaining("not a readable tar archive");
        assertRefused(new byte[] {1, 2, 3}).hasMessageContaining("could not be unpacked");
    }

    @Test
    void refusesADamagedHeader() {
        byte[] content = new TestTar().file("one", ONE).file("two", TWO).content();
        content[2] ^= 1;
        assertRefused(TestFiles.gzip(content)).hasMessageContaining("a header has the checksum");
    }
}
