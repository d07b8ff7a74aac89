package org.odenet.examples.serve;

import java.util.List;

/**
 * What came of the requests of some time.
 *
 * @param answered the latencies in milliseconds and the depths of the answers
 * @param refused how many were refused because too many waited
 * @param failed how many had another answer or none
 * @param unsent how many were not sent, because too many were on their way
 */
record LoadResult(List<Answered> answered, int refused, int failed, int unsent) {

    /** One answer. */
    record Answered(double latency, double depth) {}

    /** NaN where there are no answers. */
    double depth() {
        return answered.stream().mapToDouble(Answered::depth).average().orElse(Double.NaN);
    }

    /** The latency that a part of the answers kept; NaN where there are no answers. */
    double latency(double part) {
        double[] sorted =
                answered.stream().mapToDouble(Answered::latency).sorted().toArray();
        return sorted.length == 0 ? Double.NaN : sorted[Math.max((int) Math.ceil(part * sorted.length), 1) - 1];
    }
}
