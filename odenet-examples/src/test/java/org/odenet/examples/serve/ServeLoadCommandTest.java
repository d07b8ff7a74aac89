package org.odenet.examples.serve;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.odenet.examples.CommandLineRun;

class ServeLoadCommandTest {

    @TempDir
    private Path folder;

    @Test
    void tellsDepthAndLatencyOfEachSecondAndTheRecovery() throws IOException {
        Path table = folder.resolve("load.csv");
        try (TestServer test = TestServer.start()) {
            CommandLineRun run = CommandLineRun.of(
                    "serve-load",
                    test.server().url(),
                    "--rate",
                    "40",
                    "--seconds",
                    "1.5",
                    "--calm-rate",
                    "10",
                    "--calm-seconds",
                    "0.5",
                    "--out",
                    table.toString());

            assertThat(run.err()).isEmpty();
            assertThat(run.exitCode()).isZero();
            assertThat(run.out()).contains("mean t", "p99 ms", "recovery");
        }
        List<String> lines = Files.readAllLines(table);
        assertThat(lines).hasSize(4);
        assertThat(lines.get(0)).startsWith("second,phase,answered,refused,failed,unsent,t_mean");
        assertThat(lines.get(1)).startsWith("1,load,40,0,0,0,1.0,");
        assertThat(lines.get(2)).startsWith("2,load,20,0,0,0,1.0,");
        assertThat(lines.get(3)).startsWith("3,recovery,5,0,0,0,1.0,");
    }

    /** A server whose answers are made up: refusals, failures and depths. */
    @Test
    void countsRefusalsAndFailures() throws IOException {
        AtomicInteger number = new AtomicInteger();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            boolean query = exchange.getRequestURI().getPath().equals("/api/query");
            int status = query ? List.of(200, 503, 500, 200).get(number.getAndIncrement() % 4) : 200;
            byte[] body = (query ? "{\"t\": 0.5}" : "{\"size\": 3}").getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        try {
            Path table = folder.resolve("load.csv");

            CommandLineRun.of(
                    "serve-load",
                    "http://127.0.0.1:" + server.getAddress().getPort(),
                    "--rate",
                    "80",
                    "--seconds",
                    "0.5",
                    "--calm-seconds",
                    "0.1",
                    "--out",
                    table.toString());

            assertThat(Files.readAllLines(table).get(1)).startsWith("1,load,20,10,10,0,0.5,");
        } finally {
            server.stop(0);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "http://192.0.2.1/, --rate, 10, is not this machine",
        "http://127.0.0.1:9/, --rate, 0, --rate is 0.0",
        "http://127.0.0.1:9/, --rate, 1e9, at most 10000",
        "http://127.0.0.1:9/, --seconds, 1e9, at most 600",
        "http://127.0.0.1:9/, --calm-seconds, -1, it must be positive"
    })
    void refusesOtherMachinesAndUnboundedTests(String url, String option, String value, String message) {
        CommandLineRun run = CommandLineRun.of("serve-load", url, option, value);

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains(message);
    }

    @Test
    void tellsWhenNobodyListens() throws IOException {
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }

        CommandLineRun run = CommandLineRun.of("serve-load", "http://127.0.0.1:" + free);

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err())
                .contains("no server answers at http://127.0.0.1:" + free)
                .contains("odenet serve");
    }
}
