package org.odenet.models.serving;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

/** The queries that wait, first come, first served; neither too many nor for too long. */
final class WaitingLine {

    private final int bound;
    private final long longest;
    private final Deque<Pending> line = new ArrayDeque<>();
    private boolean closed;

    /** The bound is of the number, the longest wait, in nanoseconds, of the first. */
    WaitingLine(int bound, long longest) {
        this.bound = bound;
        this.longest = longest;
    }

    /**
     * Adds a query.
     *
     * @throws OverloadedException if the line is full, or the first in it has waited too long
     * @throws IllegalStateException if it is closed
     */
    synchronized void add(Pending pending) {
        if (closed) {
            throw new IllegalStateException("the service is closed; it takes no more queries");
        }
        long oldest = oldestAge(pending.submitted());
        if (line.size() >= bound || oldest > longest) {
            throw new OverloadedException(line.size(), Duration.ofNanos(oldest));
        }
        line.add(pending);
        notifyAll();
    }

    /**
     * Waits for queries and takes those that can share a solve with the first: the ones with its tolerance.
     *
     * @return at least one query; none once the line is closed and empty
     */
    synchronized List<Pending> take(int most) throws InterruptedException {
        while (line.isEmpty() && !closed) {
            wait();
        }
        List<Pending> batch = new ArrayList<>();
        Iterator<Pending> waiting = line.iterator();
        while (waiting.hasNext() && batch.size() < most) {
            Pending next = waiting.next();
            if (batch.isEmpty()
                    || next.query().tolerance() == batch.get(0).query().tolerance()) {
                batch.add(next);
                waiting.remove();
            }
        }
        return batch;
    }

    synchronized int size() {
        return line.size();
    }

    /** The age of the first; 0 if there is none. */
    synchronized long oldestAge(long now) {
        return line.isEmpty() ? 0 : now - line.peek().submitted();
    }

    /** Takes no more queries; those in the line are still served. */
    synchronized void close() {
        closed = true;
        notifyAll();
    }
}
