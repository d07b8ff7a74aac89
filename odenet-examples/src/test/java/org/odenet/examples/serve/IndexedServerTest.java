package org.odenet.examples.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.odenet.examples.CommandLineRun;
import org.odenet.examples.index.FeatureIndex;
import org.odenet.models.ImageClassifier;
import org.odenet.models.OdeNetConfig;
import org.odenet.models.OdeNets;
import org.odenet.models.data.DataSets;
import org.odenet.models.data.ImageDataSet;
import org.odenet.models.serving.ServiceOptions;

/** The server with an index, beside the search in memory. */
class IndexedServerTest {

    private static final int IMAGES = 40;

    @TempDir
    private Path folder;

    private ImageClassifier classifier;
    private ImageDataSet images;
    private FeatureIndex index;

    @BeforeEach
    void open() {
        classifier = OdeNets.odeOnly(OdeNetConfig.mnist().withFilters(8));
        images = DataSets.builtInMnist().test().take(IMAGES);
        index = FeatureIndex.open(folder, classifier);
    }

    @AfterEach
    void close() {
        index.close();
        classifier.close();
    }

    private DemoServer serve(ImageCollection collection) throws IOException {
        ServiceOptions options = ServiceOptions.defaults().withLatency(Duration.ofMinutes(1));
        return DemoServer.start(classifier, collection, options, "127.0.0.1", 0);
    }

    private static JsonNode send(DemoServer server, String path, String method)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(server.url()).resolve(path))
                .method(method, BodyPublishers.noBody())
                .build();
        return new ObjectMapper()
                .readTree(HttpClient.newHttpClient()
                        .send(request, BodyHandlers.ofByteArray())
                        .body());
    }

    private static List<List<String>> nearest(ImageCollection collection, float[] query) {
        return collection.search().nearest(query, 10).stream()
                .map(found -> List.of(
                        found.entry(),
                        "" + found.image().orElseThrow(),
                        "" + found.label(),
                        "%.4f".formatted(found.similarity())))
                .toList();
    }

    @Test
    void theIndexFindsWhatTheSearchInMemoryFinds() {
        ImageCollection exact = ImageCollection.inMemory(classifier, images, done -> {});
        ImageCollection indexed = ImageCollection.in(index, classifier, images, done -> {});

        IntStream.range(0, 10).forEach(seed -> {
            float[] query = new float[8];
            for (int i = 0; i < query.length; i++) {
                query[i] = (float) Math.sin(1 + seed + 3.0 * i);
            }
            assertThat(nearest(indexed, query)).isEqualTo(nearest(exact, query));
        });
        assertThat(indexed.point(3)[0]).isCloseTo(exact.point(3)[0], within(1e-5));
    }

    @Test
    void aCollectionThatIsThereIsNotComputedAgain() {
        List<Integer> first = new ArrayList<>();
        List<Integer> second = new ArrayList<>();

        ImageCollection.in(index, classifier, images, first::add);
        index.close();
        index = FeatureIndex.open(folder, classifier);
        ImageCollection.in(index, classifier, images, second::add);

        // A batch and the end of the portion; and the portion alone.
        assertThat(first).containsExactly(IMAGES, IMAGES);
        assertThat(second).containsExactly(IMAGES);
    }

    @Test
    void tellsWhichSearchServesAndWhichImagesItHasNoPictureOf() throws IOException, InterruptedException {
        index.add("elsewhere", 99, new float[] {1, 1, 1, 1, 1, 1, 1, 1});
        try (DemoServer server = serve(ImageCollection.in(index, classifier, images, done -> {}))) {
            JsonNode status = send(server, "/api/status", "GET");
            assertThat(status.get("search").asText()).isEqualTo("index");
            assertThat(status.get("searched").asInt()).isEqualTo(IMAGES + 1);
            JsonNode answer = send(server, "/api/query?id=3&neighbours=50", "POST");
            assertThat(answer.get("neighbours")).hasSize(IMAGES + 1).anySatisfy(found -> {
                assertThat(found.get("entry").asText()).isEqualTo("elsewhere");
                assertThat(found.get("id").isNull()).isTrue();
                assertThat(found.get("label").asInt()).isEqualTo(99);
            });
        }
    }

    @Test
    void anIndexThatFailsIsAnErrorOfTheApi() throws IOException, InterruptedException {
        try (DemoServer server = serve(ImageCollection.in(index, classifier, images, done -> {}))) {
            index.close();

            assertThat(send(server, "/api/query?id=3", "POST").get("error").asText())
                    .startsWith("the server failed: ");
        }
    }

    @Test
    void theIndexOfAnotherNetworkIsRefused() {
        Path run = folder.resolve("run");
        try (ImageClassifier other =
                OdeNets.odeOnly(OdeNetConfig.mnist().withFilters(8).withSeed(5))) {
            other.save(run);
        }

        CommandLineRun result = CommandLineRun.of("serve", run.toString(), "--index", folder.toString());

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err()).contains("the index holds features of the network ode-only-8-");
    }
}
