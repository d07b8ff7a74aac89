package org.odenet.examples.experiments;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.odenet.examples.CommandLineRun;

class BudgetCommandTest {

    @TempDir
    private Path folder;

    private Path run() {
        return TinyRun.odeOnly(folder.resolve("tiny"), 1);
    }

    private static CommandLineRun budget(Path run, String... options) {
        List<String> arguments = new ArrayList<>(List.of("budget", run.toString(), "--limit", "40"));
        arguments.addAll(List.of("--queries", "20", "--seconds", "0.2"));
        arguments.addAll(List.of(options));
        return CommandLineRun.of(arguments.toArray(String[]::new));
    }

    @Test
    void leavesTablesAndChartsInTheRunFolder() throws IOException {
        Path run = run();

        CommandLineRun result = budget(run, "--deadlines", "0.001,60000", "--rates", "0.5,4", "--latency", "20");

        assertThat(result.err()).isEmpty();
        assertThat(result.exitCode()).isZero();
        assertThat(result.out())
                .contains("mAP@10", "in time", "t after", "budget.csv, budget.png", "load.csv, load.png");
        Path deadlines = run.resolve("budget.csv");
        assertThat(TinyRun.column(deadlines, "deadline_ms", "")).containsExactly(0.001, 60_000);
        assertThat(TinyRun.column(deadlines, "t_mean", "")).containsExactly(0, 1);
        assertThat(TinyRun.column(deadlines, "kept_percent", "")[1]).isEqualTo(100);
        assertThat(Arrays.stream(TinyRun.column(deadlines, "map_at_10", "")))
                .allMatch(value -> value >= 0 && value <= 1);
        Path load = run.resolve("load.csv");
        assertThat(TinyRun.column(load, "capacities", "")).containsExactly(0.5, 4);
        double[] rates = TinyRun.column(load, "rate_per_second", "");
        assertThat(rates[1] / rates[0]).isBetween(7.999, 8.001);
        assertThat(Arrays.stream(TinyRun.column(load, "answered", ""))).allMatch(value -> value > 0);
        assertThat(Arrays.stream(TinyRun.column(load, "t_mean", ""))).allMatch(value -> value >= 0 && value <= 1);
        assertThat(ImageIO.read(run.resolve("budget.png").toFile())).isNotNull();
        assertThat(ImageIO.read(run.resolve("load.png").toFile())).isNotNull();
    }

    @Test
    void measuresOnlyWhatTheTablesLack() throws IOException {
        Path run = run();
        budget(run, "--deadlines", "50", "--rates", "0.5");
        for (String name : List.of("budget.csv", "load.csv")) {
            List<String> lines = TinyRun.lines(run.resolve(name));
            String marked = lines.get(1).replaceFirst("[^,]*$", "77.25");
            Files.write(run.resolve(name), List.of(lines.get(0), marked));
        }

        budget(run, "--deadlines", "50,60", "--rates", "0.5,1");

        for (String name : List.of("budget.csv", "load.csv")) {
            List<String> lines = TinyRun.lines(run.resolve(name));
            assertThat(lines).hasSize(3);
            assertThat(lines.get(1)).endsWith(",77.25");
            assertThat(lines.get(2)).doesNotEndWith(",77.25");
        }
    }

    /** A latency that no query keeps: most are refused. */
    @Test
    void aHopelessLatencyIsMeasuredToo() {
        Path run = run();

        CommandLineRun result = budget(run, "--deadlines", "50", "--rates", "4", "--latency", "0.001");

        assertThat(result.err()).isEmpty();
        assertThat(result.exitCode()).isZero();
        assertThat(TinyRun.column(run.resolve("load.csv"), "t_mean", "")[0]).isLessThan(1);
    }

    @ParameterizedTest
    @CsvSource({
        "--deadlines, 0, --deadlines: 0.0; it must be positive",
        "--rates, -1, --rates: -1.0; it must be positive and at most 100",
        "--rates, 1000, at most 100",
        "--latency, 0, --latency: 0.0",
        "--seconds, 1e6, at most 600",
        "--queries, 0, --queries: 0; give 1 or more"
    })
    void badValuesAreTold(String option, String value, String message) {
        List<String> arguments = new ArrayList<>(Arrays.asList("budget", run().toString(), option, value));

        CommandLineRun result = CommandLineRun.of(arguments.toArray(String[]::new));

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err()).contains(message);
    }

    @Test
    void aResNetHasNoDepthToCut() {
        CommandLineRun result = budget(TinyRun.resNet(folder.resolve("resnet")));

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err()).contains("resnet").contains("no ODE block");
    }
}
