package org.odenet.examples;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LauncherTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mnist",
                "cifar10",
                "depth",
                "tolerance",
                "retrieval",
                "transfer",
                "report",
                "index",
                "search",
                "verify"
            })
    void everyCommandHasHelp(String command) {
        CommandLineRun run = CommandLineRun.of(command, "--help");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("Usage: odenet " + command);
    }

    @Test
    void tellsItsVersions() {
        CommandLineRun run = CommandLineRun.of("--version");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("odenet 0.").contains("ND4J 1.0.0-M2.1").contains("Java ");
    }

    @Test
    void asksForACommand() {
        CommandLineRun run = CommandLineRun.of();

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("which command?").contains("mnist").contains("verify");
    }

    @Test
    void suggestsTheNearestCommandAndOption() {
        assertThat(CommandLineRun.of("mnis").err()).contains("mnist");
        assertThat(CommandLineRun.of("mnist", "--epoch", "1").err()).contains("--epochs");
    }
}
