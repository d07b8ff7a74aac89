package org.odenet.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A peer in a process of its own, which holds its native libraries apart from ND4J's. It waits while odenet works. Each
 * order is a line to its standard input, each answer a line from its standard output that begins with {@code ok} or {@code
 * error}:
 *
 * <ul>
 *   <li>nothing: what the peer is
 *   <li>{@code load KIND FILE}: read weights and inputs
 *   <li>{@code check FILE}: do the work once, write the results, and answer with the numbers of evaluations forward and
 *       backward
 *   <li>{@code run CALLS}: do the work that often, and answer with the milliseconds
 * </ul>
 */
final class PeerProcess implements AutoCloseable {

    /** How often a peer evaluated the ODE function. */
    record Evaluations(long forward, long backward) {}

    private static final long SPINNING_MILLIS = 250;

    /**
     * With these, freed memory stays with the peer's process. It would otherwise go back to the system, in some runs with every
     * large tensor, and where page faults are dear a libtorch peer takes several times as long. The first is the largest
     * threshold that glibc takes.
     */
    private static final Map<String, Long> KEEPS_MEMORY = Map.of(
            "MALLOC_MMAP_THRESHOLD_", 32L << 20, "MALLOC_TRIM_THRESHOLD_", 2L << 30, "MALLOC_TOP_PAD_", 64L << 20);

    private final String name;
    private final Process process;
    private final Writer orders;
    private final BufferedReader answers;
    private final String description;

    PeerProcess(String name, List<String> command, Waiting waiting) {
        this.name = name;
        try {
            ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
            KEEPS_MEMORY.forEach(
                    (variable, bytes) -> builder.environment().putIfAbsent(variable, String.valueOf(bytes)));
            if (waiting == Waiting.PASSIVE) {
                builder.environment().putIfAbsent("OMP_WAIT_POLICY", "passive");
            }
            this.process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException("the peer " + name + " does not start: " + e.getMessage(), e);
        }
        this.orders = process.outputWriter();
        this.answers = process.inputReader();
        this.description = answer("its start");
    }

    /** What the peer says that it is. */
    String description() {
        return description;
    }

    void load(String kind, Path file) {
        order("load " + kind + " " + file.toAbsolutePath());
    }

    Evaluations check(Path results) {
        String[] numbers = order("check " + results.toAbsolutePath()).split(" ");
        return new Evaluations(Long.parseLong(numbers[0]), Long.parseLong(numbers[1]));
    }

    double run(int calls) {
        double milliseconds = Double.parseDouble(order("run " + calls));
        letThreadsSleep();
        return milliseconds;
    }

    /** Idle threads of OpenMP may spin for a while, up to 200 ms in Intel's, and would take a core from who runs next. */
    private void letThreadsSleep() {
        try {
            Thread.sleep(SPINNING_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the comparison with " + name + " was interrupted", e);
        }
    }

    private String order(String line) {
        try {
            orders.write(line + "\n");
            orders.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("the peer " + name + " ended before '" + line + "'", e);
        }
        return answer("'" + line + "'");
    }

    private String answer(String to) {
        String line;
        try {
            line = answers.readLine();
        } catch (IOException e) {
            throw new UncheckedIOException("the peer " + name + " gave no answer to " + to, e);
        }
        if (line == null || !line.startsWith("ok")) {
            throw new IllegalStateException("the peer " + name + " answered "
                    + (line == null ? "nothing" : "'" + line + "'") + " to " + to
                    + "; what it wrote to the standard error stands above");
        }
        return line.substring("ok".length()).strip();
    }

    @Override
    public void close() {
        try {
            orders.close();
        } catch (IOException e) {
            // It has ended already.
        }
        process.destroy();
    }
}
