package org.odenet.models.serving;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

/** The queries that wait, first come, first served, with a bound. */
final class WaitingLine {

    private final int bound;
    private final Deque<Pending> line = new ArrayDeque<>();
    private boolean closed;

    WaitingLine(int bound) {
        this.bound = bound;
    }

    /**
     * Adds a query.
     *
     * @throws OverloadedException if the line is full
     * @throws IllegalStateException if it is closed
     */
    synchronized void add(Pending pending) {
        if (closed) {
            throw new IllegalStateException("the service is closed; it takes no more queries");
        }
        if (line.size() >= bound) {
            throw new OverloadedException(line.size());
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
