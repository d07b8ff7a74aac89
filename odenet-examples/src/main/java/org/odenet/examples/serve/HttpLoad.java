package org.odenet.examples.serve;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Phaser;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import org.odenet.examples.serve.LoadResult.Answered;

/** Sends queries to a server at a given rate, whether or not it has answered the ones before. */
final class HttpLoad {

    private static final int MOST_ON_THEIR_WAY = 500;
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final double NANOS_PER_SECOND = 1e9;
    private static final double NANOS_PER_MILLI = 1e6;
    private static final JsonMapper MAPPER = new JsonMapper();

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TIMEOUT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    private final LoopbackUrl url;
    private final int images;

    /** Asks the server for its collection first. */
    HttpLoad(LoopbackUrl url) throws IOException, InterruptedException {
        this.url = url;
        HttpRequest request = HttpRequest.newBuilder(url.uri().resolve("/api/collection"))
                .timeout(TIMEOUT)
                .build();
        HttpResponse<String> response = first(request);
        JsonNode size =
                response.statusCode() == 200 ? MAPPER.readTree(response.body()).get("size") : null;
        if (size == null) {
            throw new IOException("at " + url.uri() + " there is no server of this kind (status "
                    + response.statusCode() + "); start one with 'odenet serve RUN'");
        }
        this.images = size.asInt();
    }

    private HttpResponse<String> first(HttpRequest request) throws IOException, InterruptedException {
        try {
            return client.send(request, BodyHandlers.ofString());
        } catch (ConnectException e) {
            throw new IOException("no server answers at " + url.uri() + "; start one with 'odenet serve RUN'", e);
        }
    }

    /** Results of the requests of one second, filled by several threads. */
    private static final class Second {

        private final List<Answered> answered = new ArrayList<>();
        private int refused;
        private int failed;
        private int unsent;

        synchronized void answered(Answered answer) {
            answered.add(answer);
        }

        synchronized void refused() {
            refused++;
        }

        synchronized void failed() {
            failed++;
        }

        synchronized void unsent() {
            unsent++;
        }

        synchronized LoadResult result() {
            return new LoadResult(List.copyOf(answered), refused, failed, unsent);
        }
    }

    /**
     * Sends requests at even distances and waits for all answers, or their time limit.
     *
     * @param progress called at each request
     * @return the results of the requests by the second in which they were due
     */
    List<LoadResult> run(double rate, double seconds, Runnable progress) {
        int count = (int) Math.ceil(rate * seconds);
        List<Second> results = new ArrayList<>();
        Phaser onTheirWay = new Phaser(1);
        Semaphore room = new Semaphore(MOST_ON_THEIR_WAY);
        long begin = System.nanoTime();
        for (int i = 0; i < count; i++) {
            double due = i / rate;
            waitUntil(begin + (long) (due * NANOS_PER_SECOND));
            while (results.size() <= (int) due) {
                results.add(new Second());
            }
            Second second = results.get((int) due);
            if (room.tryAcquire()) {
                onTheirWay.register();
                send(i, second, () -> {
                    room.release();
                    onTheirWay.arriveAndDeregister();
                });
            } else {
                second.unsent();
            }
            progress.run();
        }
        onTheirWay.arriveAndAwaitAdvance();
        return results.stream().map(Second::result).toList();
    }

    private static void waitUntil(long time) {
        long left = time - System.nanoTime();
        while (left > 0) {
            LockSupport.parkNanos(left);
            left = time - System.nanoTime();
        }
    }

    private void send(int number, Second second, Runnable done) {
        HttpRequest request = HttpRequest.newBuilder(url.uri().resolve("/api/query?neighbours=1&id=" + number % images))
                .timeout(TIMEOUT)
                .POST(BodyPublishers.noBody())
                .build();
        long sent = System.nanoTime();
        client.sendAsync(request, BodyHandlers.ofString())
                .thenAccept(response -> count(response, second, (System.nanoTime() - sent) / NANOS_PER_MILLI))
                .exceptionally(failure -> {
                    second.failed();
                    return null;
                })
                .thenRun(done);
    }

    private static void count(HttpResponse<String> response, Second second, double latency) {
        if (response.statusCode() == 503) {
            second.refused();
        } else if (response.statusCode() == 200) {
            second.answered(new Answered(latency, depth(response.body())));
        } else {
            second.failed();
        }
    }

    private static double depth(String body) {
        try {
            return MAPPER.readTree(body).get("t").asDouble();
        } catch (IOException e) {
            throw new IllegalStateException("the answer is no JSON: " + body, e);
        }
    }
}
