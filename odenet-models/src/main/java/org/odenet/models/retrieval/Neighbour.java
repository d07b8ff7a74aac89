package org.odenet.models.retrieval;

/**
 * An item that was found.
 *
 * @param item its row in the {@link FeatureMatrix}
 * @param similarity the cosine similarity to the query, from -1 to 1 but for rounding
 */
public record Neighbour(int item, float similarity) {}
