package org.odenet.adjoint;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.odenet.core.state.VectorSpace;

/** Cotangents of stages that later steps have used, by the numbers of their evaluations, until the step that made them. */
final class WaitingCotangents<S> {

    private final VectorSpace<S> space;
    private final Map<Long, S> waiting = new HashMap<>();
    private final List<S> taken = new ArrayList<>();
    private final List<S> free = new ArrayList<>();

    WaitingCotangents(VectorSpace<S> space) {
        this.space = space;
    }

    boolean has(long evaluation) {
        return !waiting.isEmpty() && waiting.containsKey(evaluation);
    }

    /** The cotangent of an evaluation; a new one is undefined. */
    S of(long evaluation) {
        return waiting.computeIfAbsent(
                evaluation, number -> free.isEmpty() ? space.create() : free.remove(free.size() - 1));
    }

    /** Hands over the cotangent of an evaluation, if there is one, until {@link #releaseTaken}. */
    void take(long evaluation, Consumer<S> consumer) {
        if (has(evaluation)) {
            S cotangent = waiting.remove(evaluation);
            taken.add(cotangent);
            consumer.accept(cotangent);
        }
    }

    /** The cotangents taken so far are no longer read. */
    void releaseTaken() {
        free.addAll(taken);
        taken.clear();
    }

    void close() {
        waiting.values().forEach(space::release);
        taken.forEach(space::release);
        free.forEach(space::release);
    }
}
