package org.odenet.models.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFilesTest {

    @TempDir
    Path directory;

    @Test
    void createsAFileThroughAStream() {
        Path file = directory.resolve("a.txt");
        AtomicFiles.write(file, out -> out.write("new".getBytes()));
        assertThat(file).hasContent("new");
        assertThat(files()).containsExactly(file);
    }

    @Test
    void replacesAFileThroughAPath() throws IOException {
        Path file = Files.writeString(directory.resolve("a.txt"), "a longer old text");
        AtomicFiles.writePath(file, temporary -> {
            assertThat(temporary.getParent()).isEqualTo(directory);
            assertThat(file).hasContent("a longer old text");
            Files.writeString(temporary, "new");
        });
        assertThat(file).hasContent("new");
        assertThat(files()).containsExactly(file);
    }

    @Test
    void givesTheFileThePermissionsOfAnOrdinaryOne() throws IOException {
        Path ordinary = Files.writeString(directory.resolve("ordinary"), "");
        Path file = directory.resolve("a.txt");
        AtomicFiles.write(file, out -> {});
        if (Files.getFileStore(directory).supportsFileAttributeView("posix")) {
            assertThat(Files.getPosixFilePermissions(file)).isEqualTo(Files.getPosixFilePermissions(ordinary));
        }
    }

    @Test
    void keepsTheOldFileAndNoTemporaryWhenWritingFails() throws IOException {
        Path file = Files.writeString(directory.resolve("a.txt"), "old");
        assertThatThrownBy(() -> AtomicFiles.write(file, out -> {
                    out.write(new byte[100_000]);
                    throw new IOException("the disk is full");
                }))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("the disk is full")
                .hasMessageContaining("an earlier file of this name is unchanged")
                .hasMessageContaining("free disk space");
        assertThat(file).hasContent("old");
        assertThat(files()).containsExactly(file);
    }

    @Test
    void keepsTheOldFileAndNoTemporaryWhenTheCallerFails() throws IOException {
        Path file = Files.writeString(directory.resolve("a.txt"), "old");
        IllegalStateException failure = new IllegalStateException("no tensor");
        assertThatThrownBy(() -> AtomicFiles.write(file, out -> {
                    throw failure;
                }))
                .isSameAs(failure);
        assertThat(file).hasContent("old");
        assertThat(files()).containsExactly(file);
    }

    @Test
    void namesAMissingDirectory() {
        Path file = directory.resolve("missing").resolve("a.txt");
        assertThatThrownBy(() -> AtomicFiles.write(file, out -> out.write(1)))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("there is no directory " + file.getParent())
                .hasMessageContaining("check the directory");
    }

    @Test
    void doesNotReplaceADirectory() throws IOException {
        Path target = Files.createDirectory(directory.resolve("a"));
        assertThatThrownBy(() -> AtomicFiles.write(target, out -> out.write(1)))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("it is a directory");
        assertThat(target).isEmptyDirectory();
        assertThat(files()).containsExactly(target);
    }

    @Test
    void writesBesideARelativeTarget() throws IOException {
        Path file = Path.of("target", "atomic-files-test.txt");
        try {
            AtomicFiles.write(file, out -> out.write(65));
            assertThat(file).hasContent("A");
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private List<Path> files() {
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
