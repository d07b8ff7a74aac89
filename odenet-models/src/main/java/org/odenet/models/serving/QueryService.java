package org.odenet.models.serving;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.odenet.core.nn.OdeBlock;
import org.odenet.core.ode.OdeSolver;
import org.odenet.models.ImageClassifier;
import org.odenet.solvers.AdaptiveSolver;
import org.odenet.solvers.sample.PerSampleSolver;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers queries from many threads by one network with an ODE block. Under more queries than it could serve at full depth,
 * the depth falls before the latency rises ({@link TimeSharing}), and rises again as soon as the load falls:
 *
 * <pre>{@code
 * try (QueryService service = QueryService.start(net, 28, 28, ServiceOptions.defaults())) {
 *     CompletableFuture<Answer> answer = service.submit(image, Query.within(Duration.ofMillis(20)));
 * }
 * }</pre>
 *
 * <p>Queries that wait are taken together, and solved in common steps; each still has limits of its own. They begin with a
 * step of the size that was right lately, which the solver need not estimate; so under load a query's features may differ
 * from those that it would have alone, within the tolerance. Where not even one step is in time, some batches stay at t = 0,
 * but never all. Queries that cannot be served in time even so wait, and once there are too many of them, or
 * the first has waited for several times the latency to keep, further ones are refused.
 *
 * <p>Thread-safe. The network's weights must not change meanwhile, and belong to the caller.
 */
public final class QueryService implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(QueryService.class);

    private final ImageClassifier classifier;
    private final OdeBlock block;
    private final ServiceOptions options;
    private final LongSupplier clock;
    private final WaitingLine line;
    private final FirstStep firstStep = new FirstStep();
    private final ServiceLog log = new ServiceLog();
    private final DataType type;
    private final NetworkInput input;
    private final long[] imageShape;
    private final List<Thread> workers = new ArrayList<>();

    private QueryService(
            ImageClassifier classifier, int height, int width, ServiceOptions options, LongSupplier clock) {
        this.classifier = classifier;
        this.block = classifier
                .odeBlock()
                .orElseThrow(() -> new IllegalArgumentException("a network of the kind " + classifier.architecture()
                        + " has no ODE block whose state could be stopped; take a Res-ODE or an ODE-only network"));
        this.options = options;
        this.clock = clock;
        this.line = new WaitingLine(options.maxWaiting(), options.longestWait().toNanos());
        this.type = classifier.parameters().flat().dataType();
        this.input = new NetworkInput(classifier.config().normalization());
        this.imageShape = new long[] {classifier.config().channels(), height, width};
        // An image that is too small for the network is told here, not by the first query.
        classifier.network().outputShape(1, imageShape[0], height, width);
    }

    /**
     * Starts a service.
     *
     * @param classifier a trained network with an ODE block
     * @param height the rows of an image
     * @param width the columns of an image
     * @param options how to serve
     * @return the service, to be closed by the caller before the network
     * @throws IllegalArgumentException if the network has no ODE block, or does not take such images
     */
    public static QueryService start(ImageClassifier classifier, int height, int width, ServiceOptions options) {
        return start(classifier, height, width, options, System::nanoTime);
    }

    static QueryService start(
            ImageClassifier classifier, int height, int width, ServiceOptions options, LongSupplier clock) {
        QueryService service = new QueryService(classifier, height, width, options, clock);
        IntStream.range(0, options.workers()).forEach(service::startWorker);
        return service;
    }

    private void startWorker(int number) {
        Thread thread = new Thread(this::work, "queries " + number);
        thread.setDaemon(true);
        workers.add(thread);
        thread.start();
    }

    /**
     * Asks for the features and the class of an image.
     *
     * @param image the normalised image, {@code [channels, height, width]}, finite; not to be changed before the answer
     * @param query how far to go
     * @return the answer to come; what depends on it runs in the thread that solves, so let it be brief, or
     *     asynchronous. Cancelling it takes effect as long as the query waits
     * @throws IllegalArgumentException if the image has another size or a value that is not finite, or the network's
     *     solver has no tolerance
     * @throws OverloadedException if too many queries wait already, or for too long
     * @throws IllegalStateException if the service is closed
     */
    public CompletableFuture<Answer> submit(float[] image, Query query) {
        long expected = imageShape[0] * imageShape[1] * imageShape[2];
        if (image.length != expected) {
            throw new IllegalArgumentException("the image has " + image.length + " values; this service takes "
                    + imageShape[0] + "x" + imageShape[1] + "x" + imageShape[2] + " = " + expected);
        }
        requireFinite(image);
        solver(query.tolerance());
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        try {
            line.add(new Pending(image, query, clock.getAsLong(), answer));
        } catch (OverloadedException e) {
            log.refused();
            throw e;
        }
        return answer;
    }

    /** A solve that is not finite fails for all queries that share it. */
    private static void requireFinite(float[] image) {
        for (int i = 0; i < image.length; i++) {
            if (!Float.isFinite(image[i])) {
                throw new IllegalArgumentException("the image's value " + i + " is " + image[i]
                        + "; give finite values, normalised as the network was trained");
            }
        }
    }

    /**
     * Asks for the features and the class of an image as it is in a data set; it is normalised as the network wants.
     *
     * @param pixels unsigned bytes, {@code [channels, height, width]}
     * @param query how far to go
     * @return the answer to come, as of {@link #submit(float[], Query)}
     * @throws IllegalArgumentException if the image has another size, or the network's solver has no tolerance
     * @throws OverloadedException if too many queries wait already, or for too long
     * @throws IllegalStateException if the service is closed
     */
    public CompletableFuture<Answer> submit(byte[] pixels, Query query) {
        return submit(input.of(pixels, (int) imageShape[0]), query);
    }

    /** Queries of a batch take common steps, whatever the network was trained with. */
    private OdeSolver solver(double tolerance) {
        OdeSolver solver = block.solver();
        if (solver instanceof PerSampleSolver eachSample) {
            double own = eachSample.control().tolerances().relative();
            double absolute = eachSample.control().tolerances().absolute();
            solver = new AdaptiveSolver(eachSample.tableau()).tolerances(own, absolute);
        }
        if (tolerance == 0) {
            return solver;
        }
        if (!(solver instanceof AdaptiveSolver adaptive)) {
            throw new IllegalArgumentException("the network's solver " + solver.name()
                    + " has fixed steps and no tolerance; leave the tolerance out");
        }
        return adaptive.tolerances(tolerance, tolerance);
    }

    private void work() {
        try (NetworkParts network = new NetworkParts(classifier, block)) {
            new Worker(line, options, clock, firstStep, (batch, pace) -> serve(network, batch, pace), this::failed)
                    .run();
        }
    }

    private void serve(NetworkParts network, List<Pending> batch, Pace pace) {
        OdeSolver solver = solver(batch.get(0).query().tolerance());
        BatchSolve solve = new BatchSolve(network, solver, batch, clock, pace, log::answered);
        try (INDArray images = images(batch)) {
            solve.run(images);
        }
    }

    /** A solve that fails tells its queries why. */
    private void failed(List<Pending> batch, Throwable why) {
        LOG.warn("a solve of {} queries failed", batch.size(), why);
        log.failed((int) batch.stream()
                .filter(pending -> pending.answer().completeExceptionally(why))
                .count());
    }

    private INDArray images(List<Pending> batch) {
        int length = batch.get(0).image().length;
        float[] values = new float[Math.multiplyExact(length, batch.size())];
        for (int i = 0; i < batch.size(); i++) {
            System.arraycopy(batch.get(i).image(), 0, values, i * length, length);
        }
        long[] shape = {batch.size(), imageShape[0], imageShape[1], imageShape[2]};
        INDArray images = Nd4j.create(values, shape, 'c');
        if (type == DataType.FLOAT) {
            return images;
        }
        try (images) {
            return images.castTo(type);
        }
    }

    /**
     * What the service does and how well.
     *
     * @return the status of this moment
     */
    public ServiceStatus status() {
        return log.status(line.size());
    }

    /** Takes no more queries, answers those that wait, and ends the threads. */
    @Override
    public void close() {
        line.close();
        boolean interrupted = false;
        for (Thread worker : workers) {
            while (worker.isAlive()) {
                try {
                    worker.join();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
