package org.odenet.models.serving;

import java.time.Duration;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;

/** Takes queries that wait, as many as can share a solve, and serves them as the load allows. */
final class Worker implements Runnable {

    /** When even one step is too much, this many batches in turn stay at t = 0, and the next one takes a step. */
    private static final int MOST_WITHOUT_STEP = 3;

    private final WaitingLine line;
    private final Duration target;
    private final int workers;
    private final BatchSize size;
    private final LongSupplier clock;
    private final FirstStep firstStep;
    private final BiConsumer<List<Pending>, Pace> solve;
    private final BiConsumer<List<Pending>, Throwable> failed;
    private int withoutStep;

    /** A batch whose solve throws is told to {@code failed}, and the next ones are served. */
    Worker(
            WaitingLine line,
            ServiceOptions options,
            LongSupplier clock,
            FirstStep firstStep,
            BiConsumer<List<Pending>, Pace> solve,
            BiConsumer<List<Pending>, Throwable> failed) {
        this.line = line;
        this.target = options.latency();
        this.workers = options.workers();
        this.size = new BatchSize(options.maxBatch(), options.latency());
        this.clock = clock;
        this.firstStep = firstStep;
        this.solve = solve;
        this.failed = failed;
    }

    /** Serves until the line is closed and empty. */
    @Override
    public void run() {
        try {
            List<Pending> batch = line.take(size.most());
            while (!batch.isEmpty()) {
                // Cancelled ones.
                batch.removeIf(pending -> pending.answer().isDone());
                if (!batch.isEmpty()) {
                    serve(batch);
                }
                batch = line.take(size.most());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void serve(List<Pending> batch) {
        try {
            solve.accept(batch, pace(batch));
        } catch (RuntimeException | Error e) {
            failed.accept(batch, e);
        }
    }

    private Pace pace(List<Pending> batch) {
        long begun = clock.getAsLong();
        TimeSharing sharing = new TimeSharing(target, together());
        boolean late = !sharing.allows(load(batch), Duration.ZERO);
        boolean begins = line.size() == 0 || !late || withoutStep == MOST_WITHOUT_STEP;
        withoutStep = begins ? 0 : withoutStep + 1;
        // A query that has the service for itself gets what the solver alone would give it.
        boolean alone = batch.size() == 1 && line.size() == 0;
        double tolerance = batch.get(0).query().tolerance();
        double first = alone ? Double.NaN : firstStep.size(tolerance);
        return new Pace() {

            @Override
            public boolean begins() {
                return begins;
            }

            @Override
            public boolean goesOn(long step) {
                return sharing.allows(load(batch), Duration.ofNanos(step));
            }

            @Override
            public double firstStep() {
                return first;
            }

            @Override
            public void tried() {
                size.learn(batch.size(), clock.getAsLong() - begun);
            }

            @Override
            public void sized(double step, double error) {
                firstStep.learn(tolerance, step, error);
            }
        };
    }

    private int together() {
        return (int) Math.min((long) size.most() * workers, Integer.MAX_VALUE);
    }

    private Load load(List<Pending> batch) {
        long now = clock.getAsLong();
        return new Load(
                line.size(),
                Duration.ofNanos(line.oldestAge(now)),
                Duration.ofNanos(now - batch.get(0).submitted()));
    }
}
