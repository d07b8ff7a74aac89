package org.odenet.benchmarks;

import java.util.List;

/** Something to compare. */
interface Case {

    /** The name in options and tables. */
    String name();

    /** The peers that can do the same. */
    List<String> peers();

    /**
     * Prepares both sides and checks that they compute the same.
     *
     * @throws DisagreementException if they do not
     */
    Contest prepare(String peer, Peers peers);
}
