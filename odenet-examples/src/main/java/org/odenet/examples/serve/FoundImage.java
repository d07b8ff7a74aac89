package org.odenet.examples.serve;

import java.util.OptionalInt;

/**
 * An image near to a query.
 *
 * @param image its number in the collection; empty if it is in the index alone
 * @param entry its name in an index
 * @param label its class
 * @param similarity the cosine similarity to the query
 */
record FoundImage(OptionalInt image, String entry, int label, float similarity) {}
