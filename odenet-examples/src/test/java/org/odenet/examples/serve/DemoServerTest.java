package org.odenet.examples.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.odenet.models.serving.ServiceOptions;

class DemoServerTest {

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final ObjectMapper JSON = new ObjectMapper();

    private static TestServer test;

    @BeforeAll
    static void start() throws IOException {
        test = TestServer.start();
    }

    @AfterAll
    static void close() {
        test.close();
    }

    private static HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(test.server().url()).resolve(path));
    }

    private static HttpResponse<byte[]> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return CLIENT.send(request.build(), BodyHandlers.ofByteArray());
    }

    private static HttpResponse<byte[]> post(String path, String type, byte[] body)
            throws IOException, InterruptedException {
        return send(request(path).header("Content-Type", type).POST(BodyPublishers.ofByteArray(body)));
    }

    private static HttpResponse<byte[]> ask(String parameters) throws IOException, InterruptedException {
        return send(request("/api/query?" + parameters).POST(BodyPublishers.noBody()));
    }

    private static JsonNode json(HttpResponse<byte[]> response) throws IOException {
        assertThat(response.headers().firstValue("Content-Type")).contains("application/json");
        return JSON.readTree(response.body());
    }

    private static JsonNode answer(HttpResponse<byte[]> response) throws IOException {
        assertThat(response.statusCode())
                .as(new String(response.body(), StandardCharsets.UTF_8))
                .isEqualTo(200);
        return json(response);
    }

    private static String error(HttpResponse<byte[]> response, int status) throws IOException {
        assertThat(response.statusCode()).isEqualTo(status);
        return json(response).get("error").asText();
    }

    private static byte[] png(int image) {
        return PngImages.of(test.images(), image);
    }

    private static String pixelsOf(int image) {
        byte[] pixels = new byte[test.images().imageBytes()];
        test.images().copyImage(image, pixels, 0);
        int[] values = new int[pixels.length];
        Arrays.setAll(values, i -> pixels[i] & 0xFF);
        return "{\"pixels\": " + Arrays.toString(values) + "}";
    }

    @ParameterizedTest
    @CsvSource({
        "/, text/html; charset=utf-8",
        "/app.js, text/javascript; charset=utf-8",
        "/style.css, text/css; charset=utf-8",
        "/favicon.svg, image/svg+xml"
    })
    void servesThePage(String path, String type) throws IOException, InterruptedException {
        HttpResponse<byte[]> response = send(request(path));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).contains(type);
        assertThat(response.body()).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/api/status", "/api/image/1.png", "/nothing"})
    void everyAnswerHasTheHeadersThatKeepStrangersOut(String path) throws IOException, InterruptedException {
        var headers = send(request(path)).headers();

        assertThat(headers.firstValue("Content-Security-Policy").orElseThrow())
                .contains("default-src 'none'")
                .contains("script-src 'self'")
                .doesNotContain("unsafe");
        assertThat(headers.firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(headers.firstValue("Cross-Origin-Resource-Policy")).contains("same-origin");
        assertThat(headers.firstValue("Server")).isEmpty();
    }

    @Test
    void describesTheCollection() throws IOException, InterruptedException {
        JsonNode collection = answer(send(request("/api/collection")));

        assertThat(collection.get("size").asInt()).isEqualTo(TestServer.IMAGES);
        assertThat(collection.get("labels")).hasSize(TestServer.IMAGES);
        assertThat(collection.get("x")).hasSize(TestServer.IMAGES);
        assertThat(collection.get("y")).hasSize(TestServer.IMAGES);
        assertThat(collection.get("classes")).hasSize(10);
        assertThat(collection.get("network").asText()).isEqualTo("ode-only");
        assertThat(collection.get("tolerance").asDouble()).isEqualTo(1e-3);
        assertThat(collection.get("labels").get(4).asInt())
                .isEqualTo(test.images().label(4));
    }

    @Test
    void showsAnImage() throws IOException, InterruptedException {
        HttpResponse<byte[]> response = send(request("/api/image/5.png"));

        assertThat(response.headers().firstValue("Content-Type")).contains("image/png");
        var picture = ImageIO.read(new ByteArrayInputStream(response.body()));
        assertThat(picture.getWidth()).isEqualTo(28);
        assertThat(picture.getRGB(14, 14) & 0xFF).isEqualTo(test.images().pixel(5, 0, 14, 14));
    }

    @Test
    void answersForAnImageOfTheCollection() throws IOException, InterruptedException {
        JsonNode answer = answer(ask("id=3&neighbours=4&path=5"));

        assertThat(answer.get("t").asDouble()).isEqualTo(1);
        assertThat(answer.get("cut").asBoolean()).isFalse();
        assertThat(answer.get("evaluations").asInt()).isPositive();
        assertThat(answer.get("probabilities")).hasSize(10);
        assertThat(answer.get("confidence").asDouble()).isBetween(0.1, 1.0);
        assertThat(answer.get("neighbours")).hasSize(4);
        // Alone and in the batch that was indexed, an image's steps differ a little.
        JsonNode nearest = answer.get("neighbours").get(0);
        assertThat(nearest.get("similarity").asDouble()).isCloseTo(1, within(1e-2));
        assertThat(nearest.get("label").asInt())
                .isEqualTo(test.images().label(nearest.get("id").asInt()));
        assertThat(answer.get("path")).hasSize(6);
        assertThat(answer.get("path").get(0).get("t").asDouble()).isZero();
        assertThat(answer.get("pixels")).hasSize(784);
        assertThat(answer.get("latencyMs").asDouble())
                .isCloseTo(
                        answer.get("waitingMs").asDouble()
                                + answer.get("solvingMs").asDouble(),
                        within(1e-6));
    }

    @Test
    void aFileItsPixelsAndItsNumberAreTheSameImage() throws IOException, InterruptedException {
        JsonNode known = answer(ask("id=9"));
        JsonNode file = answer(post("/api/query", "image/png", png(9)));
        JsonNode listed = answer(post(
                "/api/query", "application/json; charset=utf-8", pixelsOf(9).getBytes(StandardCharsets.UTF_8)));

        assertThat(file.get("probabilities")).isEqualTo(known.get("probabilities"));
        assertThat(listed.get("probabilities")).isEqualTo(known.get("probabilities"));
        JsonNode inverted = answer(post("/api/query?invert=true", "image/png", png(9)));
        assertThat(inverted.get("probabilities")).isNotEqualTo(known.get("probabilities"));
    }

    @Test
    void stopsWhereTheParametersSay() throws IOException, InterruptedException {
        assertThat(answer(ask("id=1&t=0.25")).get("t").asDouble()).isEqualTo(0.25);
        assertThat(answer(ask("id=1&evaluations=1")).get("t").asDouble()).isZero();
        assertThat(answer(ask("id=1&deadlineMs=0.001")).get("t").asDouble()).isZero();
        assertThat(answer(ask("id=1&tolerance=1e-5")).get("evaluations").asInt())
                .isGreaterThan(
                        answer(ask("id=1&tolerance=0.1")).get("evaluations").asInt());
    }

    @Test
    void tellsItsLoad() throws IOException, InterruptedException {
        answer(ask("id=1"));

        JsonNode status = answer(send(request("/api/status")));

        assertThat(status.get("waiting").asInt()).isZero();
        assertThat(status.get("answered").asInt()).isPositive();
        assertThat(status.get("recentDepth").asDouble()).isBetween(0.0, 1.0);
        assertThat(status.get("latency99Ms").asDouble()).isPositive();
        assertThat(status.get("refused").asInt()).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "id=1&t=1.5|the depth t is 1.5; give t from 0 to 1",
                "id=1&t=-0.1|the depth t is -0.1",
                "id=1&t=NaN|the depth t is NaN",
                "id=1&t=half|the parameter 't' is 'half'; give a number",
                "id=1&tolerance=0|the parameter 'tolerance' is 0.0; it must be positive",
                "id=1&tolerance=-1|the parameter 'tolerance' is -1.0",
                "id=1&tolerance=Infinity|the tolerance is Infinity",
                "id=1&deadlineMs=0|the parameter 'deadlineMs' is 0.0; it must be positive",
                "id=1&deadlineMs=1e9|give at most 60000",
                "id=1&evaluations=0|evaluations is 0; it must be positive",
                "id=1&evaluations=2.5|'2.5'; give a whole number",
                "id=1&neighbours=0|give 1 to 50",
                "id=1&neighbours=1000000|give 1 to 50",
                "id=1&path=101|give 0 to 100",
                "id=1&invert=maybe|give true or false",
                "id=1&depth=1|there is no parameter 'depth'; there are deadlineMs, evaluations",
                "id=1&t=0.1&t=0.2|the parameter 't' comes twice",
                "id=one|the parameter 'id' is 'one'; give a whole number"
            })
    void badParametersAreTold(String parameters, String message) throws IOException, InterruptedException {
        assertThat(error(ask(parameters), 400)).contains(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"pixels\": [1, 2]}|there are 2 pixels; the network takes 1x28x28 = 784",
                "{\"pixels\": null}|there are 0 pixels",
                "null|there are 0 pixels",
                "{\"pixels\": [null]}|the JSON is not {\"pixels\"",
                "{\"pixels\": [\"12\"]}|the JSON is not {\"pixels\"",
                "{\"pixels\": [\"\"]}|the JSON is not {\"pixels\"",
                "{\"pixels\": [true]}|the JSON is not {\"pixels\"",
                "{\"pixels\": [1.5]}|the JSON is not {\"pixels\"",
                "{\"image\": [1]}|the JSON is not {\"pixels\"",
                "{}|the JSON is not {\"pixels\"",
                "[[[[|the JSON is not {\"pixels\"",
                "{\"pixels\": [1], \"pixels\": [2]}|the JSON is not {\"pixels\""
            })
    void badPixelsAreTold(String body, String message) throws IOException, InterruptedException {
        HttpResponse<byte[]> response = post("/api/query", "application/json", body.getBytes(StandardCharsets.UTF_8));

        assertThat(error(response, 400)).contains(message);
    }

    @Test
    void whatIsNoTextIsNoJson() throws IOException, InterruptedException {
        byte[] noCharacter = {0, 0, 0, '{', 127, 0, 0, 0};

        assertThat(error(post("/api/query", "application/json", noCharacter), 400))
                .contains("the JSON is not {\"pixels\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"id=%", "id=%zz", "id=%C3%28"})
    void aMalformedQueryIsTheClientsFault(String query) throws IOException {
        String response = raw("POST /api/query?" + query
                + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");

        assertThat(response).startsWith("HTTP/1.1 400").contains("{\"error\":");
    }

    @Test
    void aPixelOutOfRangeIsTold() throws IOException, InterruptedException {
        String body = pixelsOf(0).replaceFirst("\\[\\d+", "[256");

        assertThat(error(post("/api/query", "application/json", body.getBytes(StandardCharsets.UTF_8)), 400))
                .contains("pixel 0 is 256; give whole numbers from 0 to 255");
    }

    @Test
    void whatIsNoImageIsRefused() throws IOException, InterruptedException {
        byte[] text = "no image".getBytes(StandardCharsets.UTF_8);
        byte[] cut = Arrays.copyOf(png(1), 80);

        assertThat(error(post("/api/query", "image/png", text), 400))
                .contains("is not a")
                .contains("PNG");
        assertThat(error(post("/api/query", "image/png", new byte[0]), 400)).contains("empty");
        assertThat(error(post("/api/query", "image/png", cut), 400)).contains("PNG");
        assertThat(error(post("/api/query", "text/plain", text), 415))
                .contains("'text/plain'")
                .contains("send a PNG");
        assertThat(error(post("/api/query", "image/svg+xml", text), 415)).contains("'image/svg+xml'");
        assertThat(error(ask("t=0.5"), 415)).contains("name an image of the collection");
    }

    /** A small file that says it has more pixels than a machine has memory. */
    @Test
    void anImageOfTooManyPixelsIsRefusedBeforeItIsDecoded() throws IOException, InterruptedException {
        byte[] huge = png(1);
        ByteBuffer header = ByteBuffer.wrap(huge);
        header.putInt(16, 60_000).putInt(20, 60_000);
        CRC32 checksum = new CRC32();
        checksum.update(huge, 12, 17);
        header.putInt(29, (int) checksum.getValue());

        assertThat(error(post("/api/query", "image/png", huge), 400)).contains("3600000000 pixels (60000x60000)");
    }

    @Test
    void tooLargeAnUploadIsRefused() throws IOException, InterruptedException {
        byte[] large = new byte[QueryImages.MAX_BYTES + 1];

        assertThat(error(post("/api/query", "image/png", large), 413)).contains("more than 5000000 bytes");
        // Without a length in the header, too.
        var chunked = BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large));
        HttpResponse<byte[]> response =
                send(request("/api/query").header("Content-Type", "image/png").POST(chunked));
        assertThat(error(response, 413)).contains("more than 5000000 bytes");
    }

    @Test
    void whatIsNotThereIsNotFound() throws IOException, InterruptedException {
        assertThat(error(ask("id=60"), 404)).contains("there is no image 60; the collection has 0 to 59");
        assertThat(error(ask("id=-1"), 404)).contains("no image -1");
        assertThat(error(send(request("/api/image/60.png")), 404)).contains("no image 60");
        assertThat(error(send(request("/api/image/5.jpg")), 404)).contains("nothing at /api/image/5.jpg");
        assertThat(error(send(request("/index.html")), 404)).contains("nothing at /index.html");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/../DemoServer.class",
                "/%2e%2e/DemoServer.class",
                "/..%2fDemoServer.class",
                "//etc/passwd",
                "/page/index.html",
                "/style.css/../../DemoServer.class",
                "/app.js%00.png"
            })
    void noPathLeadsOutOfThePage(String path) throws IOException {
        String response = raw("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

        assertThat(response).startsWith("HTTP/1.1 4").contains("{\"error\":").contains("nosniff");
    }

    private static String raw(String request) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", test.server().port())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            InputStream in = socket.getInputStream();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void otherMethodsAreRefused() throws IOException, InterruptedException {
        assertThat(error(send(request("/api/query?id=1")), 405)).contains("the method is GET; use POST");
        assertThat(error(send(request("/api/status").DELETE()), 405)).contains("the method is DELETE; use GET");
        assertThat(send(request("/api/query").method("OPTIONS", BodyPublishers.noBody()))
                        .headers()
                        .firstValue("Access-Control-Allow-Origin"))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "localhost, 200",
        "127.0.0.1:8080, 200",
        "[::1]:8080, 200",
        "evil.example, 421",
        "127.0.0.1.evil.example:8080, 421",
        "localhost.evil.example, 421"
    })
    void onlyItsOwnHostsAreServed(String host, int status) throws IOException {
        String response = raw("GET /api/status HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n");

        assertThat(response).startsWith("HTTP/1.1 " + status);
    }

    @Test
    void pagesOfOtherSitesAreRefused() throws IOException, InterruptedException {
        HttpRequest.Builder foreign = request("/api/query?id=1")
                .header("Origin", "http://evil.example")
                .POST(BodyPublishers.noBody());
        HttpRequest.Builder own = request("/api/query?id=1")
                .header("Origin", "http://127.0.0.1:" + test.server().port())
                .POST(BodyPublishers.noBody());

        assertThat(error(send(foreign), 403)).contains("other sites");
        assertThat(send(own).statusCode()).isEqualTo(200);
    }

    @Test
    void aPortInUseIsAClearError() throws IOException {
        ImageCollection collection = ImageCollection.inMemory(test.classifier(), test.images(), done -> {});
        int taken = test.server().port();

        assertThatThrownBy(() ->
                        DemoServer.start(test.classifier(), collection, ServiceOptions.defaults(), "127.0.0.1", taken))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("cannot listen on 127.0.0.1, port " + taken)
                .hasMessageContaining("in use")
                .hasMessageContaining("--port");
    }

    @Test
    void startsWhereFewerQueriesMayWaitThanShareASolve() throws IOException {
        ImageCollection collection = ImageCollection.inMemory(test.classifier(), test.images(), done -> {});
        ServiceOptions options = ServiceOptions.defaults().withMaxWaiting(2).withMaxBatch(8);

        try (DemoServer server = DemoServer.start(test.classifier(), collection, options, "127.0.0.1", 0)) {
            assertThat(server.port()).isPositive();
        }
    }

    @Test
    void closingFreesThePort() throws IOException {
        ImageCollection collection = ImageCollection.inMemory(test.classifier(), test.images(), done -> {});
        DemoServer server = DemoServer.start(test.classifier(), collection, ServiceOptions.defaults(), "127.0.0.1", 0);
        int port = server.port();

        server.close();

        assertThatThrownBy(() -> new Socket("127.0.0.1", port)).isInstanceOf(IOException.class);
    }
}
