package org.odenet.examples.index;

import java.util.Objects;

/**
 * The features of an image to be indexed.
 *
 * @param id a name that no other image has
 * @param label its class
 * @param vector its features, {@code [dimension]}, of any length
 */
public record IndexEntry(String id, int label, float[] vector) {

    /**
     * Checks that nothing is missing. The vector is not copied.
     *
     * @param id a name that no other image has
     * @param label its class
     * @param vector its features, {@code [dimension]}, of any length
     * @throws IllegalArgumentException if the name is empty
     */
    public IndexEntry {
        Objects.requireNonNull(vector, "vector is null; give the features");
        if (id == null || id.isEmpty()) {
            throw new IllegalArgumentException("the id is empty; give each image a name of its own");
        }
    }
}
