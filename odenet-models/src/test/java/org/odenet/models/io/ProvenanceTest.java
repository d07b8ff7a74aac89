package org.odenet.models.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProvenanceTest {

    @TempDir
    Path directory;

    @Test
    void describesThisProcess() {
        Provenance run = Provenance.capture(42, Map.of("epochs", "5"));
        assertThat(run.productVersion()).matches("\\d+\\.\\d+\\.\\d+.*");
        assertThat(run.seed()).isEqualTo(42);
        assertThat(run.time()).matches("\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}Z");
        assertThat(Duration.between(Instant.parse(run.time()), Instant.now()))
                .isBetween(Duration.ZERO, Duration.ofMinutes(1));
        assertThat(run.javaVersion()).isEqualTo(System.getProperty("java.version"));
        assertThat(run.operatingSystem()).startsWith(System.getProperty("os.name"));
        assertThat(run.architecture()).isEqualTo(System.getProperty("os.arch"));
        assertThat(run.processors()).isEqualTo(Runtime.getRuntime().availableProcessors());
        assertThat(run.nd4jVersion()).isEqualTo("1.0.0-M2.1");
        assertThat(run.nd4jBackend()).isEqualTo("CpuBackend");
        assertThat(run.kernels()).isEqualTo("nd4j");
        assertThat(run.options()).containsExactly(Map.entry("epochs", "5"));
    }

    @Test
    void readsBackFromJson() {
        Map<String, String> options = new LinkedHashMap<>();
        options.put("solver", "dopri5");
        options.put("epochs", "5");
        Provenance run = Provenance.capture(-1, options);
        Path file = directory.resolve("provenance.json");
        Json.write(file, run);
        Provenance read = Json.read(file, Provenance.class);
        assertThat(read).isEqualTo(run);
        assertThat(read.options().keySet()).containsExactly("solver", "epochs");
    }

    @Test
    void refusesAFileWithAnotherTime() throws Exception {
        Path file = directory.resolve("provenance.json");
        Json.write(file, Provenance.capture(1, Map.of()));
        Files.writeString(file, Files.readString(file).replaceFirst("\"time\" : \"[^\"]*\"", "\"time\" : \"noon\""));
        assertThatThrownBy(() -> Json.read(file, Provenance.class))
                .isInstanceOf(JsonFileException.class)
                .hasMessageContaining("noon");
    }

    @Test
    void keepsItsOwnCopyOfTheOptions() {
        Map<String, String> options = new LinkedHashMap<>();
        Provenance run = Provenance.capture(1, options);
        options.put("late", "1");
        assertThat(run.options()).isEmpty();
    }
}
