package org.odenet.examples.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Kills a process that adds to an index. */
@Timeout(60)
class FeatureIndexCrashTest {

    @TempDir
    private Path folder;

    @Test
    void whatWasCommittedSurvivesTheDeathOfTheProcess() throws IOException, InterruptedException {
        int committed = AddingProcess.BATCH;
        killAfterLine(AddingProcess.ONCE, "added " + 3 * AddingProcess.BATCH);

        requireWhole(committed, committed);
    }

    @Test
    void aDeathBetweenManyCommitsLeavesOneOfThem() throws IOException, InterruptedException {
        int committed = 20 * AddingProcess.BATCH;
        killAfterLine(AddingProcess.ALWAYS, "committed " + committed);

        requireWhole(committed, Integer.MAX_VALUE);
    }

    /** Every image up to a batch's end is there and found, and the index goes on. */
    private void requireWhole(int least, int most) {
        int size;
        try (FeatureIndex index = AddingProcess.open(folder)) {
            size = index.size();
            assertThat(size).isBetween(least, most);
            assertThat(size % AddingProcess.BATCH).isZero();
            for (int i = 0; i < size; i++) {
                IndexHit hit = index.search(AddingProcess.vector(i), 1).get(0);
                assertThat(hit.id()).isEqualTo("image-" + i);
                assertThat(hit.label()).isEqualTo(i);
                assertThat(hit.similarity()).isGreaterThan(0.9999f);
            }
            index.add("image-" + size, size, AddingProcess.vector(size));
        }
        try (FeatureIndex index = AddingProcess.open(folder)) {
            assertThat(index.size()).isEqualTo(size + 1);
        }
    }

    private void killAfterLine(String commits, String line) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        AddingProcess.class.getName(),
                        folder.toString(),
                        commits)
                .redirectErrorStream(true)
                .start();
        StringBuilder output = new StringBuilder();
        try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
            for (String read = reader.readLine(); !line.equals(read); read = reader.readLine()) {
                assertThat(read)
                        .as("the process ended early and said: %s", output)
                        .isNotNull();
                output.append(read).append('\n');
            }
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isNotZero();
    }
}
