package org.odenet.models.serving;

import java.time.Duration;

/**
 * How a service serves. Immutable; each {@code with…} method returns a changed copy.
 *
 * @param latency the latency to keep: depth falls before it is exceeded
 * @param maxWaiting how many queries may wait; further ones are refused
 * @param maxBatch how many queries may share a solve
 * @param workers how many threads solve; the kernels of one solve use all cores already
 */
public record ServiceOptions(Duration latency, int maxWaiting, int maxBatch, int workers) {

    private static final int PATIENCE = 4;

    /**
     * Checks the values.
     *
     * @param latency the latency to keep, positive
     * @param maxWaiting how many queries may wait, positive
     * @param maxBatch how many queries may share a solve, positive
     * @param workers how many threads solve, positive
     * @throws IllegalArgumentException if a value is not positive
     */
    public ServiceOptions {
        if (latency.isZero() || latency.isNegative()) {
            throw new IllegalArgumentException("the latency target is " + latency + "; it must be positive");
        }
        requirePositive("queries that may wait", maxWaiting);
        requirePositive("queries that may share a solve", maxBatch);
        requirePositive("workers", workers);
    }

    private static void requirePositive(String what, int value) {
        if (value < 1) {
            throw new IllegalArgumentException("the number of " + what + " is " + value + "; it must be positive");
        }
    }

    /**
     * 50 ms, up to 512 waiting queries, batches of up to 32, one worker.
     *
     * @return the defaults
     */
    public static ServiceOptions defaults() {
        return new ServiceOptions(Duration.ofMillis(50), 512, 32, 1);
    }

    /**
     * How long the first of the waiting queries may have waited; while it is longer, further ones are refused.
     *
     * @return four times the latency to keep
     */
    public Duration longestWait() {
        return latency.multipliedBy(PATIENCE);
    }

    /**
     * Changes the latency to keep.
     *
     * @param target the latency, positive
     * @return the changed options
     */
    public ServiceOptions withLatency(Duration target) {
        return new ServiceOptions(target, maxWaiting, maxBatch, workers);
    }

    /**
     * Changes how many queries may wait.
     *
     * @param queries the number, positive
     * @return the changed options
     */
    public ServiceOptions withMaxWaiting(int queries) {
        return new ServiceOptions(latency, queries, maxBatch, workers);
    }

    /**
     * Changes how many queries may share a solve.
     *
     * @param queries the number, positive
     * @return the changed options
     */
    public ServiceOptions withMaxBatch(int queries) {
        return new ServiceOptions(latency, maxWaiting, queries, workers);
    }

    /**
     * Changes how many threads solve.
     *
     * @param threads the number, positive
     * @return the changed options
     */
    public ServiceOptions withWorkers(int threads) {
        return new ServiceOptions(latency, maxWaiting, maxBatch, threads);
    }
}
