package org.odenet.examples.experiments;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import me.tongfei.progressbar.ProgressBar;
import org.odenet.examples.output.ProgressBars;
import org.odenet.models.serving.Answer;
import org.odenet.models.serving.OverloadedException;
import org.odenet.models.serving.Query;
import org.odenet.models.serving.QueryService;
import org.odenet.models.serving.ServiceOptions;

/** Sends queries to a service at given rates, whether or not it has answered the ones before. */
final class LoadSweep {

    /** After a load: slow enough for every query to have the service for itself. */
    private static final double CALM = 0.2;

    private static final int CALM_QUERIES = 20;
    private static final double AT_ONCE = 1e9;
    private static final double NANOS_PER_SECOND = 1e9;
    private static final double MILLIS_PER_SECOND = 1e3;

    private final Subject subject;
    private final TestQueries queries;
    private final ServiceOptions options;
    private final Duration length;
    private final double capacity;

    private record Asked(int query, CompletableFuture<Answer> answer) {}

    LoadSweep(Subject subject, Duration latency, Duration length) {
        this.subject = subject;
        this.queries = new TestQueries(subject);
        this.options = ServiceOptions.defaults().withLatency(latency);
        this.length = length;
        this.capacity = MILLIS_PER_SECOND / queries.alone(TestQueries.PATIENT);
    }

    /** The numbers of the curve's columns. */
    List<Double> measure(double factor) {
        double rate = factor * capacity;
        int count = Math.max(1, (int) (rate * length.toNanos() / NANOS_PER_SECOND));
        try (QueryService service = queries.start(options);
                ProgressBar bar =
                        ProgressBars.of(subject.run().name() + ", %.1f queries/s".formatted(rate), count, " queries")) {
            warmUpBatches(service);
            List<Asked> asked = new ArrayList<>();
            int refused = send(service, count, rate, asked, bar::step);
            asked.forEach(each -> each.answer().join());
            return numbers(rate, refused, asked, depthAfterwards(service));
        }
    }

    /** Batches of every size, each new to the kernels at first. */
    private void warmUpBatches(QueryService service) {
        queries.warmUp(service, Query.full());
        for (int size = 1; size <= options.maxBatch(); size++) {
            List<Asked> asked = new ArrayList<>();
            send(service, size, AT_ONCE, asked, () -> {});
            asked.forEach(each -> each.answer().join());
        }
    }

    /** Returns how many were refused. */
    private int send(QueryService service, int count, double rate, List<Asked> asked, Runnable progress) {
        long begin = System.nanoTime();
        int refused = 0;
        for (int i = 0; i < count; i++) {
            waitUntil(begin + (long) (i / rate * NANOS_PER_SECOND));
            try {
                asked.add(new Asked(i, service.submit(queries.pixels(i), Query.full())));
            } catch (OverloadedException e) {
                refused++;
            }
            progress.run();
        }
        return refused;
    }

    private static void waitUntil(long time) {
        long left = time - System.nanoTime();
        while (left > 0) {
            LockSupport.parkNanos(left);
            left = time - System.nanoTime();
        }
    }

    private double depthAfterwards(QueryService service) {
        List<Asked> asked = new ArrayList<>();
        send(service, CALM_QUERIES, CALM * capacity, asked, () -> {});
        return asked.stream()
                .mapToDouble(each -> each.answer().join().depth())
                .average()
                .orElse(Double.NaN);
    }

    private List<Double> numbers(double rate, int refused, List<Asked> asked, double afterwards) {
        Quantiles depth = Quantiles.of(asked, each -> each.answer().join().depth());
        Quantiles latency = Quantiles.of(
                asked, each -> TestQueries.millis(each.answer().join().latency()));
        return List.of(
                rate,
                (double) asked.size(),
                (double) refused,
                depth.mean(),
                depth.at(0.1),
                Quantiles.of(
                                asked,
                                each -> queries.correct(
                                        each.query(), each.answer().join()))
                        .mean(),
                latency.at(0.5),
                latency.at(0.95),
                latency.at(0.99),
                latency.at(1),
                Quantiles.of(asked, each -> each.answer().join().companions()).mean(),
                afterwards);
    }
}
