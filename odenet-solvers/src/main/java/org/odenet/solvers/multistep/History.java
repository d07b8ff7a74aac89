package org.odenet.solvers.multistep;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.odenet.core.state.VectorSpace;

/** The derivatives at the starts of the latest steps, oldest first. */
final class History<S> {

    private final VectorSpace<S> space;
    private final int capacity;
    private final List<Entry<S>> entries = new ArrayList<>();
    private int size;

    /** A derivative, with its memory, which is used again for a later one. */
    private static final class Entry<S> {
        private final S derivative;
        private double time;
        private long evaluation;

        Entry(S derivative) {
            this.derivative = derivative;
        }
    }

    History(VectorSpace<S> space, int capacity) {
        this.space = space;
        this.capacity = capacity;
    }

    int size() {
        return size;
    }

    /** Makes room for a derivative, which replaces the oldest one where the history is full. */
    S add(double time, long evaluation) {
        if (size == capacity) {
            Collections.rotate(entries, -1);
        } else {
            if (entries.size() == size) {
                entries.add(new Entry<>(space.create()));
            }
            size++;
        }
        Entry<S> newest = entries.get(size - 1);
        newest.time = time;
        newest.evaluation = evaluation;
        return newest.derivative;
    }

    S newest() {
        return entries.get(size - 1).derivative;
    }

    /** The times of the latest derivatives. */
    double[] times(int count) {
        return latest(count).stream().mapToDouble(entry -> entry.time).toArray();
    }

    long[] evaluations(int count) {
        return latest(count).stream().mapToLong(entry -> entry.evaluation).toArray();
    }

    /** The latest derivatives, in a new list that may be added to. */
    List<S> derivatives(int count) {
        List<S> derivatives = new ArrayList<>(count + 1);
        latest(count).forEach(entry -> derivatives.add(entry.derivative));
        return derivatives;
    }

    private List<Entry<S>> latest(int count) {
        return entries.subList(size - count, size);
    }

    void clear() {
        size = 0;
    }

    void close() {
        entries.forEach(entry -> space.release(entry.derivative));
    }
}
