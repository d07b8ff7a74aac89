package org.odenet.benchmarks;

import java.util.ArrayList;
import java.util.List;

/** What the calls of a warm-up took. */
final class WarmUp {

    /** The part of the time that must be gained, or the work counts as no faster. */
    private static final double GAIN = 0.02;

    /**
     * Some calls.
     *
     * @param end when they had ended, in milliseconds from the start
     * @param millis of one call
     */
    private record Calls(double end, double millis) {}

    private final List<Calls> done = new ArrayList<>();
    private double spent;

    void add(int calls, double millis) {
        spent += millis;
        done.add(new Calls(spent, millis / calls));
    }

    /** The milliseconds of all calls. */
    double spent() {
        return spent;
    }

    /** Whether the fastest call of the second half of the time was faster than that of the first. */
    boolean stillGetsFaster() {
        return fastest(spent / 2, spent) < (1 - GAIN) * fastest(0, spent / 2);
    }

    private double fastest(double from, double to) {
        return done.stream()
                .filter(calls -> calls.end() > from && calls.end() <= to)
                .mapToDouble(Calls::millis)
                .min()
                .orElse(Double.POSITIVE_INFINITY);
    }
}
