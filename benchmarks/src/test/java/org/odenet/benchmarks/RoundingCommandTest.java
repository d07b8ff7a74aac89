package org.odenet.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RoundingCommandTest {

    @TempDir
    Path folder;

    @Test
    void errorsAreThoseOfFloat32() throws IOException {
        Path csv = folder.resolve("rounding.csv");
        CommandLineRun run = CommandLineRun.of(
                "rounding", "--sides", "3,7", "--channels", "16", "--batch", "5", "--csv", csv.toString());

        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
        List<String> lines = Files.readAllLines(csv);
        assertThat(lines).hasSize(3);
        assertThat(lines.get(0)).isEqualTo("channels,side,output,input,weight");
        for (String line : lines.subList(1, 3)) {
            String[] columns = line.split(",");
            assertThat(columns[0]).isEqualTo("16");
            for (int i = 2; i < 5; i++) {
                // Not exact, and not of less than float32's precision.
                assertThat(Double.parseDouble(columns[i])).isBetween(1e-8, 2e-5);
            }
        }
    }

    @Test
    void refusesWhatIsNotPositive() {
        CommandLineRun run = CommandLineRun.of("rounding", "--sides", "4,0");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("--sides");
    }
}
