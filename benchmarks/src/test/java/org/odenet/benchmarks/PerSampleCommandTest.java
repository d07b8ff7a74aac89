package org.odenet.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PerSampleCommandTest {

    @TempDir
    private Path folder;

    @Test
    void stepsOfEachSamplesOwnTakeFewerEvaluations() throws IOException {
        Path csv = folder.resolve("per-sample.csv");
        CommandLineRun run = CommandLineRun.of(
                "per-sample",
                "--oscillators",
                "20",
                "--images",
                "3",
                "--compared-images",
                "1",
                "--repeats",
                "1",
                "--warm-up",
                "0",
                "--csv",
                csv.toString());

        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("equal counts for 1 of 1 images");
        List<String> lines = Files.readAllLines(csv);
        assertThat(lines.get(0)).isEqualTo("work,way,evaluations,milliseconds");
        assertThat(lines).hasSize(6);
        assertThat(evaluations(lines.get(2))).isGreaterThan(2 * evaluations(lines.get(1)));
        assertThat(evaluations(lines.get(3))).isEqualTo(evaluations(lines.get(1)));
    }

    private static long evaluations(String line) {
        return Long.parseLong(line.replaceAll("\"[^\"]*\"", "work").split(",")[2]);
    }

    @Test
    void refusesWhatIsNotPositive() {
        CommandLineRun run = CommandLineRun.of("per-sample", "--oscillators", "0");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("--oscillators is 0; give a positive number");
    }
}
