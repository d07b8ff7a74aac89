package org.odenet.models.serving;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/** Counts the queries of a service and remembers the last answers. */
final class ServiceLog {

    private static final int KEPT = 1000;

    private final Deque<Entry> last = new ArrayDeque<>();
    private long answered;
    private long refused;
    private long failed;

    private record Entry(double depth, int companions, long latency) {}

    synchronized void answered(Answer answer) {
        last.add(new Entry(answer.depth(), answer.companions(), answer.latency().toNanos()));
        if (last.size() > KEPT) {
            last.remove();
        }
        answered++;
    }

    synchronized void refused() {
        refused++;
    }

    synchronized void failed(int queries) {
        failed += queries;
    }

    synchronized ServiceStatus status(int waiting) {
        long[] latencies = last.stream().mapToLong(Entry::latency).sorted().toArray();
        return new ServiceStatus(
                waiting,
                answered,
                refused,
                failed,
                latencies.length,
                last.stream().mapToDouble(Entry::depth).average().orElse(0),
                last.stream().mapToInt(Entry::companions).average().orElse(0),
                percentile(latencies, 0.5),
                percentile(latencies, 0.95),
                percentile(latencies, 0.99));
    }

    /** The smallest value that the given part of all values does not exceed. */
    private static Duration percentile(long[] sorted, double part) {
        if (sorted.length == 0) {
            return Duration.ZERO;
        }
        int rank = (int) Math.ceil(part * sorted.length);
        return Duration.ofNanos(sorted[Math.max(rank, 1) - 1]);
    }
}
