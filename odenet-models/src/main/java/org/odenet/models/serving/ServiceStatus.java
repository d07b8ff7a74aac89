package org.odenet.models.serving;

import java.time.Duration;

/**
 * What a service does and how well.
 *
 * @param waiting how many queries wait now
 * @param answered how many were answered since the start
 * @param refused how many were refused since the start, because too many waited
 * @param failed how many had no answer because their solve failed
 * @param recent the answers that the other figures are of: the last ones, up to a thousand
 * @param meanDepth the mean depth that they reached
 * @param meanBatch the mean number of queries that shared a solve
 * @param median the latency that half of them kept
 * @param percentile95 the latency that 95 of 100 kept
 * @param percentile99 the latency that 99 of 100 kept
 */
public record ServiceStatus(
        int waiting,
        long answered,
        long refused,
        long failed,
        int recent,
        double meanDepth,
        double meanBatch,
        Duration median,
        Duration percentile95,
        Duration percentile99) {}
