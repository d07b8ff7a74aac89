package org.odenet.models.serving;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * A query that waits for its answer.
 *
 * @param image the network's input, {@code [channels, height, width]}
 * @param query its limits
 * @param submitted the time of the clock, in nanoseconds
 * @param answer to be completed
 */
record Pending(float[] image, Query query, long submitted, CompletableFuture<Answer> answer) {

    boolean isLate(long now) {
        // As durations: the longest of them have no number of nanoseconds.
        return query.time() != null && Duration.ofNanos(now - submitted).compareTo(query.time()) >= 0;
    }
}
