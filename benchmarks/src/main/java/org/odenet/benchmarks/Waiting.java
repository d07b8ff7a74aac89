package org.odenet.benchmarks;

/**
 * How the threads of a peer wait for each other: OpenMP's policy, each case's the better for libtorch. With the system's own
 * a single image took it 664 ms on two cores instead of 7, and with the passive one large work takes it up to a third
 * longer.
 */
enum Waiting {
    /** They spin for a while, as is usual: for large work. */
    USUAL,
    /** They sleep at once: for small work, in which spinning threads take the cores from those that have something to do. */
    PASSIVE
}
