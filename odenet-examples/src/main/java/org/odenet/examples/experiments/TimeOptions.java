package org.odenet.examples.experiments;

import java.util.List;
import java.util.stream.IntStream;
import picocli.CommandLine.Option;

/** The times t at which the hidden state is looked at. */
final class TimeOptions {

    private static final int PARTS = 20;

    @Option(
            names = "--times",
            split = ",",
            paramLabel = "T",
            description = "times t of the hidden state, from 0 to 1; several with commas (default: 0 to 1 by 0.05)")
    private List<Double> times;

    /** The times in rising order, each once. */
    double[] times() {
        if (times == null) {
            return IntStream.rangeClosed(0, PARTS)
                    .mapToDouble(i -> (double) i / PARTS)
                    .toArray();
        }
        for (double t : times) {
            if (!(t >= 0 && t <= 1)) {
                throw new IllegalArgumentException("--times: t = " + t + " lies outside; give times from 0 to 1");
            }
        }
        return times.stream().mapToDouble(t -> t + 0.0).sorted().distinct().toArray();
    }
}
