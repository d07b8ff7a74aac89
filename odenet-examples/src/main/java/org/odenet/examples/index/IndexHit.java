package org.odenet.examples.index;

/**
 * An image that was found.
 *
 * @param id the name that it was added by
 * @param label its class
 * @param similarity the cosine similarity to the query, from -1 to 1 but for rounding
 */
public record IndexHit(String id, int label, float similarity) {}
