package org.odenet.models.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** Names and requests on a machine whose language has digits of its own; alone, because it changes the language. */
@Isolated
class LanguageTest {

    private final Locale before = Locale.getDefault();

    @TempDir
    private Path folder;

    @BeforeEach
    void speakPersian() {
        Locale.setDefault(Locale.forLanguageTag("fa"));
        assertThat("%d".formatted(1)).isNotEqualTo("1");
    }

    @AfterEach
    void speakAsBefore() {
        Locale.setDefault(before);
    }

    @Test
    void filesHaveTheirPublishedNames() {
        assertThat(Cifar10Reader.trainFile(1)).isEqualTo("data_batch_1.bin");
    }

    @Test
    void aDownloadGoesOnWhereItStopped() throws IOException {
        byte[] content = TestFiles.counting(5000, 3);
        Files.write(folder.resolve("file.part"), Arrays.copyOf(content, 1000));
        try (LocalMirror mirror = new LocalMirror().with("file", content)) {
            RemoteFile file =
                    RemoteFile.below(List.of(mirror.base()), "file", content.length, DownloadTest.md5(content));
            Download download = new Download(new Download.Limits(1, Duration.ofMillis(1), Duration.ofSeconds(20)));

            download.fetch(List.of(file), folder, DownloadProgress.none());

            assertThat(folder.resolve("file")).hasBinaryContent(content);
            assertThat(mirror.requests()).containsExactly("file bytes=1000-");
        }
    }
}
