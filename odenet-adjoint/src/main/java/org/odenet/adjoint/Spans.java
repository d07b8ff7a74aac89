package org.odenet.adjoint;

import java.util.stream.DoubleStream;
import org.odenet.core.ode.TimeSpan;

/** Parts of intervals. */
final class Spans {

    private Spans() {}

    /**
     * A part of an interval with the discontinuities strictly inside it, observed at its end.
     *
     * @param span the interval
     * @param from where the part starts
     * @param to where it ends; may lie before the start, also against the direction of the interval
     */
    static TimeSpan part(TimeSpan span, double from, double to) {
        double direction = Math.signum(to - from);
        double[] inside = DoubleStream.of(span.discontinuities())
                .filter(time -> (time - from) * direction > 0 && (to - time) * direction > 0)
                .map(time -> time * direction)
                .sorted()
                .map(time -> time * direction)
                .toArray();
        return TimeSpan.of(from, to).withDiscontinuities(inside);
    }
}
