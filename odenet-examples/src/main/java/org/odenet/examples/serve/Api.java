package org.odenet.examples.serve;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.odenet.models.ImageClassifier;
import org.odenet.models.SoftmaxCrossEntropy;
import org.odenet.models.data.ImageDataSet;
import org.odenet.models.serving.Answer;
import org.odenet.models.serving.PathPoint;
import org.odenet.models.serving.Query;
import org.odenet.models.serving.QueryService;
import org.odenet.models.serving.ServiceStatus;
import org.odenet.solvers.AdaptiveSolver;

/** What the server answers; without any HTTP but its status codes. */
final class Api {

    private final ImageClassifier classifier;
    private final ImageCollection collection;
    private final QueryService service;
    private final QueryImages queryImages;
    private final Duration latency;

    Api(ImageClassifier classifier, ImageCollection collection, QueryService service, Duration latency) {
        this.classifier = classifier;
        this.collection = collection;
        this.service = service;
        this.queryImages = new QueryImages(collection.images());
        this.latency = latency;
    }

    /** The images to search: classes, and places in the plane; and what the network is. */
    Reply collection() {
        ImageDataSet images = collection.images();
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("name", images.name());
        body.put("size", images.size());
        body.put("channels", images.channels());
        body.put("height", images.height());
        body.put("width", images.width());
        body.put("classes", images.classNames());
        body.put("network", classifier.architecture().label());
        body.put("solver", classifier.config().solver().toString());
        body.put("tolerance", tolerance());
        body.put("latencyMs", milliseconds(latency));
        describeSearch(body);
        IntStream all = IntStream.range(0, images.size());
        body.put("labels", all.map(images::label).toArray());
        body.put("x", coordinates(0));
        body.put("y", coordinates(1));
        return Reply.json(200, body);
    }

    /** Null where the solver has none. */
    private Double tolerance() {
        return classifier.config().solver() instanceof AdaptiveSolver adaptive
                ? adaptive.control().tolerances().relative()
                : null;
    }

    private double[] coordinates(int axis) {
        return IntStream.range(0, collection.images().size())
                .mapToDouble(i -> rounded(collection.point(i)[axis]))
                .toArray();
    }

    /** Enough digits to draw. */
    private static double rounded(double value) {
        return Math.round(value * 1e5) / 1e5;
    }

    Reply image(int id) {
        queryImages.ofCollection(id);
        return new Reply(200, "image/png", PngImages.of(collection.images(), id));
    }

    Reply status() {
        ServiceStatus status = service.status();
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("waiting", status.waiting());
        body.put("answered", status.answered());
        body.put("refused", status.refused());
        body.put("failed", status.failed());
        body.put("recent", status.recent());
        body.put("recentDepth", status.meanDepth());
        body.put("recentBatch", status.meanBatch());
        body.put("latencyTargetMs", milliseconds(latency));
        body.put("latencyMedianMs", milliseconds(status.median()));
        body.put("latency95Ms", milliseconds(status.percentile95()));
        body.put("latency99Ms", milliseconds(status.percentile99()));
        describeSearch(body);
        return Reply.json(200, body);
    }

    private void describeSearch(Map<String, Object> body) {
        body.put("search", collection.search().kind());
        body.put("searched", collection.search().size());
    }

    /** Answers a query; the body is null where the parameters name an image of the collection. */
    CompletableFuture<Reply> query(Parameters parameters, String contentType, byte[] body) {
        Query query = parameters.query();
        int neighbours = parameters.neighbours();
        boolean invert = parameters.invert();
        boolean known = parameters.has("id");
        byte[] pixels = known
                ? queryImages.ofCollection(parameters.integer("id", -1))
                : queryImages.of(contentType, body, invert);
        return submit(pixels, query)
                .thenApplyAsync(answer -> Reply.json(200, described(query, answer, pixels, neighbours)));
    }

    private CompletableFuture<Answer> submit(byte[] pixels, Query query) {
        try {
            return service.submit(pixels, query);
        } catch (IllegalArgumentException e) {
            throw new HttpException(400, e.getMessage());
        }
    }

    private Map<String, Object> described(Query query, Answer answer, byte[] pixels, int neighbours) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("asked", query.depth());
        body.put("t", answer.depth());
        body.put("cut", answer.cut());
        body.put("evaluations", answer.evaluations());
        body.put("waitingMs", milliseconds(answer.waiting()));
        body.put("solvingMs", milliseconds(answer.solving()));
        body.put("latencyMs", milliseconds(answer.latency()));
        body.put("companions", answer.companions());
        body.put("predicted", answer.predicted());
        body.put("confidence", answer.confidence());
        body.put("probabilities", answer.probabilities());
        body.put("neighbours", neighbours(answer, neighbours));
        if (query.pathPoints() > 0) {
            body.put("path", answer.path().stream().map(this::described).toList());
            body.put(
                    "pixels",
                    IntStream.range(0, pixels.length).map(i -> pixels[i] & 0xFF).toArray());
        }
        return body;
    }

    private List<Map<String, Object>> neighbours(Answer answer, int most) {
        List<Map<String, Object>> found = new ArrayList<>();
        for (FoundImage neighbour : collection.search().nearest(answer.features(), most)) {
            Map<String, Object> body = new LinkedHashMap<>();
            OptionalInt image = neighbour.image();
            body.put("id", image.isPresent() ? image.getAsInt() : null);
            body.put("entry", neighbour.entry());
            body.put("label", neighbour.label());
            body.put("similarity", neighbour.similarity());
            found.add(body);
        }
        return found;
    }

    private Map<String, Object> described(PathPoint point) {
        double[] place = collection.project(point.features());
        int predicted = SoftmaxCrossEntropy.largest(point.probabilities());
        return Map.of(
                "t",
                rounded(point.depth()),
                "x",
                rounded(place[0]),
                "y",
                rounded(place[1]),
                "predicted",
                predicted,
                "confidence",
                rounded(point.probabilities()[predicted]));
    }

    private static double milliseconds(Duration duration) {
        return duration.toNanos() / 1e6;
    }
}
