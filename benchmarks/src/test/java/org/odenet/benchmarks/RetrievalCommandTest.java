package org.odenet.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RetrievalCommandTest {

    @TempDir
    Path folder;

    @Test
    void measuresTheEvaluationAndEachWayToSearch() throws IOException {
        Path csv = folder.resolve("retrieval.csv");
        CommandLineRun run = CommandLineRun.of(
                "retrieval",
                "--items=1500",
                "--queries=50",
                "--dimension=12",
                "--intrinsic-dimension=4",
                "--search-width=1,100",
                "--evaluated=200",
                "--repeats=1",
                "--warm-up=0",
                "--csv=" + csv);

        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
                .contains("1500 items and 50 queries of 10 classes, 12 values varying in 4 directions, seed 1");
        assertThat(run.out()).containsPattern("all 200 x 200 in [0-9.]+ s: mAP 0\\.[0-9]+, mAP@10 [01]\\.[0-9]+");
        List<String> lines = Files.readAllLines(csv);
        assertThat(lines.get(0)).isEqualTo("work,way,threads,recall,queries,seconds,queries_per_second");
        assertThat(lines.subList(1, lines.size()))
                .extracting(line -> line.replaceFirst(",[^,]*,[^,]*,[0-9]+,[^,]*,[^,]*$", ""))
                .containsExactly(
                        "mAP of all items,exact",
                        "10 nearest,\"exact, by blocks\"",
                        "10 nearest,\"exact, row by row\"",
                        "10 nearest,\"exact, on the index\"",
                        "10 nearest,\"graph, width 1\"",
                        "10 nearest,\"graph, width 100\"");
        assertThat(recall(lines.get(2))).isEqualTo(1);
        assertThat(recall(lines.get(3))).isGreaterThan(0.99);
        assertThat(recall(lines.get(4))).isGreaterThan(0.99);
        assertThat(recall(lines.get(6))).isGreaterThanOrEqualTo(0.95).isGreaterThanOrEqualTo(recall(lines.get(5)));
    }

    private static double recall(String line) {
        String[] columns = line.split(",");
        return Double.parseDouble(columns[columns.length - 4]);
    }

    @Test
    void refusesWrongNumbers() {
        assertThat(CommandLineRun.of("retrieval", "--items=0").err()).contains("--items is 0; give a positive number");
        assertThat(CommandLineRun.of("retrieval", "--items=9").err()).contains("--items is 9; give at least 10");
        assertThat(CommandLineRun.of("retrieval", "--threads=-1", "--items=10", "--repeats=1")
                        .err())
                .contains("--threads is -1; give a positive number");
    }
}
