package org.odenet.examples.experiments;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.odenet.examples.CommandLineRun;

class ToleranceCommandTest {

    @TempDir
    private Path folder;

    private Path run;
    private Path table;

    @BeforeEach
    void makeRun() {
        run = TinyRun.odeOnly(folder.resolve("tiny"), 1);
        table = run.resolve("tolerance.csv");
    }

    private CommandLineRun tolerance(String tolerances) {
        return CommandLineRun.of(
                "tolerance", run.toString(), "--limit", "6", "--times", "0.5,1", "--tolerances", tolerances);
    }

    @Test
    void measuresEveryToleranceAtEveryTime() {
        CommandLineRun result = tolerance("1e-1,1e-5");

        assertThat(result.err()).isEmpty();
        assertThat(result.exitCode()).isZero();
        assertThat(TinyRun.column(table, "tolerance", "")).containsExactly(0.1, 0.1, 1e-5, 1e-5);
        double[] evaluations = TinyRun.column(table, "nfe_mean", "");
        assertThat(evaluations[0]).isLessThanOrEqualTo(evaluations[1]);
        assertThat(evaluations[1]).isLessThan(evaluations[3]);
        assertThat(run.resolve("tolerance.png")).exists();
    }

    @Test
    void theNetworksOwnToleranceGivesWhatDepthGives() {
        tolerance("1e-3");
        CommandLineRun.of("depth", run.toString(), "--limit", "6", "--times", "0.5,1");

        assertThat(TinyRun.lines(table)).isEqualTo(TinyRun.lines(run.resolve("depth.csv")));
    }

    @Test
    void aFurtherToleranceIsMeasuredAlone() throws IOException {
        tolerance("1e-1");
        String marked = Files.readString(table).replaceAll("(?m)[0-9.]+$", "99.5");
        Files.writeString(table, marked);

        tolerance("1e-1,1e-2");

        assertThat(TinyRun.column(table, "nfe_deviation", ",0.1,")).containsExactly(99.5, 99.5);
        assertThat(TinyRun.column(table, "nfe_deviation", ",0.01,")).hasSize(2).doesNotContain(99.5);
    }

    @ParameterizedTest
    @CsvSource({"0, the relative tolerance is 0.0", "-1, the relative tolerance is -1.0", "x, 'x' is not a double"})
    void badTolerancesAreNamed(String tolerances, String message) {
        CommandLineRun result = tolerance(tolerances);

        assertThat(result.exitCode()).isNotZero();
        assertThat(result.err()).contains(message).doesNotContain("\tat ");
    }

    @Test
    void noToleranceIsRefused() {
        CommandLineRun result = tolerance("");

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err()).contains("--tolerances");
    }
}
