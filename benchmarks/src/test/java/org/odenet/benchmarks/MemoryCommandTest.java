package org.odenet.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MemoryCommandTest {

    @TempDir
    Path folder;

    @Test
    void memoryGrowsWithTheStepsByMethod() throws IOException {
        Path csv = folder.resolve("memory.csv");
        CommandLineRun run = CommandLineRun.of("memory", "--steps", "4,24", "--batch", "1", "--csv", csv.toString());

        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
        List<String> lines = Files.readAllLines(csv);
        assertThat(lines.get(0)).isEqualTo("method,steps,peak_bytes,states");
        Map<String, Double> states = new HashMap<>();
        for (String line : lines.subList(1, lines.size())) {
            String[] columns = line.split(",");
            states.put(columns[0] + columns[1], Double.parseDouble(columns[3]));
        }
        assertThat(states.get("adjoint24") - states.get("adjoint4")).isLessThan(2);
        assertThat(states.get("checkpointed24") - states.get("checkpointed4")).isBetween(19.0, 24.0);
        assertThat(states.get("direct24") - states.get("direct4")).isGreaterThan(80);
    }

    @Test
    void refusesWhatIsNotPositive() {
        CommandLineRun run = CommandLineRun.of("memory", "--steps", "4,0");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("--steps is 0; give a positive number");
    }
}
