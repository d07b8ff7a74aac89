package org.odenet.models.serving;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A query in a solve, which it leaves where one of its limits is reached. */
final class RunningQuery {

    private final Pending pending;
    private final int row;
    private final double[] stops;
    private final List<PathPoint> path = new ArrayList<>();
    private int nextStop;

    RunningQuery(Pending pending, int row) {
        this.pending = pending;
        this.row = row;
        this.stops = stops(pending.query());
    }

    /** The depths to be observed, the last of them the one asked for. */
    private static double[] stops(Query query) {
        int parts = query.depth() == 0 ? 0 : query.pathPoints();
        if (parts == 0) {
            return new double[] {query.depth()};
        }
        double[] stops = new double[parts + 1];
        for (int k = 0; k <= parts; k++) {
            stops[k] = k == parts ? query.depth() : query.depth() * k / parts;
        }
        return stops;
    }

    Query limits() {
        return pending.query();
    }

    boolean isLate(long now) {
        return pending.isLate(now);
    }

    double nextStop() {
        return stops[nextStop];
    }

    /** Takes the point at the next stop; true if that was the last. */
    boolean observe(Observation observation) {
        path.add(observation.of(row));
        nextStop++;
        return nextStop == stops.length;
    }

    /** Ends the way here, unless it was observed here already. */
    void stop(Observation observation) {
        if (path.isEmpty() || path.get(path.size() - 1).depth() < observation.depth()) {
            path.add(observation.of(row));
        }
    }

    Answer answer(long evaluations, long started, long now, int companions, boolean cut) {
        PathPoint end = path.get(path.size() - 1);
        return new Answer(
                end.depth(),
                evaluations,
                end.features(),
                end.probabilities(),
                limits().pathPoints() == 0 ? List.of() : List.copyOf(path),
                Duration.ofNanos(started - pending.submitted()),
                Duration.ofNanos(now - started),
                companions,
                cut);
    }

    void complete(Answer answer) {
        pending.answer().complete(answer);
    }
}
