package org.odenet.models.serving;

import java.time.Duration;

/**
 * How many queries may share a solve. A query that comes just after a solve has begun waits for it and then takes part in
 * the next; so the shortest solve, of one step, may take half of the latency target, and no more. What it takes is learnt.
 */
final class BatchSize {

    private static final double WEIGHT_OF_NEW = 0.2;
    private static final int SOLVES = 2;

    private final int largest;
    private final long target;
    private double nanosPerQuery;

    BatchSize(int largest, Duration target) {
        this.largest = largest;
        this.target = target.toNanos();
    }

    /** The most queries that the next solve takes; at least one. */
    int most() {
        if (nanosPerQuery == 0) {
            return largest;
        }
        return (int) Math.max(1, Math.min(largest, target / (SOLVES * nanosPerQuery)));
    }

    /** Learns what a solve took up to the end of its first step. */
    void learn(int queries, long nanos) {
        double each = (double) nanos / queries;
        nanosPerQuery = nanosPerQuery == 0 ? each : nanosPerQuery + WEIGHT_OF_NEW * (each - nanosPerQuery);
    }
}
