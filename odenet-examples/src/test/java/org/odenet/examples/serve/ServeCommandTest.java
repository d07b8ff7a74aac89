package org.odenet.examples.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.odenet.examples.CommandLineRun;
import org.odenet.models.ImageClassifier;
import org.odenet.models.OdeNetConfig;
import org.odenet.models.OdeNets;

class ServeCommandTest {

    private static final Pattern OPEN = Pattern.compile("open (http://127\\.0\\.0\\.1:\\d+/) in a browser");
    private static final long POLL_NANOS = 50_000_000;

    @TempDir
    private Path folder;

    private Path save(ImageClassifier net) {
        try (net) {
            net.save(folder.resolve("run"));
        }
        return folder.resolve("run");
    }

    private static OdeNetConfig config() {
        return OdeNetConfig.mnist().withFilters(8);
    }

    /** As a person starts it, and ends it with Ctrl-C; the second time the index is there. */
    @ParameterizedTest
    @CsvSource({"false, exact", "true, index"})
    void servesUntilItIsInterrupted(boolean withIndex, String search) throws Exception {
        Path run = save(OdeNets.odeOnly(config()));
        Path index = folder.resolve("index");
        for (int start = 0; start < (withIndex ? 2 : 1); start++) {
            String log = serveOnce(run, withIndex ? List.of("--index", index.toString()) : List.of(), search);

            assertThat(log).contains("20 images to search", "the server has stopped");
            if (withIndex) {
                assertThat(log).contains("the index " + index + " holds 20 images");
            }
        }
    }

    private String serveOnce(Path run, List<String> options, String search) throws Exception {
        Path log = folder.resolve("log");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "org.odenet.examples.Launcher",
                "serve",
                run.toString(),
                "--limit",
                "20",
                "--port",
                "0"));
        command.addAll(options);
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            URI url = URI.create(printedUrl(process, log));
            HttpRequest request =
                    HttpRequest.newBuilder(url.resolve("/api/collection")).build();
            String collection = HttpClient.newHttpClient()
                    .send(request, BodyHandlers.ofString())
                    .body();
            assertThat(collection).contains("\"size\":20", "\"search\":\"" + search + "\"");

            process.destroy();

            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
            return Files.readString(log);
        } finally {
            process.destroyForcibly();
        }
    }

    private static String printedUrl(Process process, Path log) throws IOException {
        while (process.isAlive()) {
            Matcher matcher = OPEN.matcher(Files.readString(log));
            if (matcher.find()) {
                return matcher.group(1);
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
        throw new AssertionError("the server ended: " + Files.readString(log));
    }

    @Test
    void aNetworkWithoutAnOdeBlockIsRefused() {
        CommandLineRun run =
                CommandLineRun.of("serve", save(OdeNets.resNet(config())).toString());

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("resnet").contains("no ODE block");
    }

    @ParameterizedTest
    @CsvSource({
        "--port, 70000, 1, the port is 70000; give 0 to 65535",
        "--latency, 50, 2, '50' is not a time; give one such as 50ms or 2s",
        "--latency, 0ms, 1, the latency target is PT0S; it must be positive",
        "--max-waiting, 0, 1, queries that may wait is 0",
        "--max-batch, -1, 1, queries that may share a solve is -1",
        "--limit, 0, 1, cannot take 0 images"
    })
    void badValuesAreTold(String option, String value, int exitCode, String message) {
        CommandLineRun run =
                CommandLineRun.of("serve", save(OdeNets.odeOnly(config())).toString(), option, value);

        assertThat(run.exitCode()).isEqualTo(exitCode);
        assertThat(run.err()).contains(message);
    }

    @Test
    void aFolderWithoutANetworkIsTold() {
        CommandLineRun run = CommandLineRun.of("serve", folder.toString());

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("there is no trained network in " + folder);
    }
}
