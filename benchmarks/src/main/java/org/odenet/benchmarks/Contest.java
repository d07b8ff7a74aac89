package org.odenet.benchmarks;

/**
 * Both sides of a comparison, which were found to compute the same.
 *
 * @param odenet this library
 * @param peer what it is compared with
 * @param remark what a reader of the table should know, such as the number of evaluations
 */
record Contest(Side odenet, Side peer, String remark) implements AutoCloseable {

    @Override
    public void close() {
        odenet.close();
        peer.close();
    }
}
