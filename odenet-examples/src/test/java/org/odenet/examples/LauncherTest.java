package org.odenet.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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

    /** Some languages have digits of their own, and many a comma for the point. */
    @Test
    void numbersAreTheSameInEveryLanguage(@TempDir Path folder) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Duser.language=fa",
                "-cp",
                System.getProperty("java.class.path"),
                "org.odenet.examples.Launcher"));
        command.addAll(List.of("mnist", "--model", "ode-only", "--filters", "8", "--solver", "euler"));
        command.addAll(List.of(
                "--limit", "16", "--epochs", "1", "--run", folder.resolve("run").toString()));
        Path log = folder.resolve("log");

        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();

        assertThat(process.waitFor()).isZero();
        assertThat(Files.readString(log))
                .contains("16 images to train")
                .containsPattern("test accuracy [0-9]+\\.[0-9]{2} %");
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
