package org.odenet.examples.index;

/**
 * What trades speed for recall in the graph of neighbours (Malkov and Yashunin 2018, "Efficient and robust approximate
 * nearest neighbor search using Hierarchical Navigable Small World graphs").
 *
 * @param connections the most neighbours that a vector is joined to in the graph, the paper's M; more raise the recall,
 *     the time of a search and the size on the disk
 * @param buildWidth how many candidates are kept while the neighbours of a new vector are looked for, the paper's
 *     efConstruction; more raise the recall and the time to add
 * @param searchWidth how many candidates a search keeps at least, the paper's ef; more raise the recall and the time of a
 *     search. A search for more hits keeps as many.
 */
public record HnswSettings(int connections, int buildWidth, int searchWidth) {

    /**
     * Checks the values.
     *
     * @param connections the most neighbours of a vector in the graph, 2 to 512
     * @param buildWidth the candidates while adding, 1 to 3200
     * @param searchWidth the least candidates of a search, positive
     * @throws IllegalArgumentException if a value lies outside
     */
    public HnswSettings {
        requireWithin("connections", connections, 2, 512);
        requireWithin("buildWidth", buildWidth, 1, 3200);
        requireWithin("searchWidth", searchWidth, 1, Integer.MAX_VALUE);
    }

    private static void requireWithin(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    "%s is %d; give a number from %d to %d".formatted(name, value, least, most));
        }
    }

    /**
     * 16 connections, and widths of 100 and 40: of 10,000 random features that vary in all of 64 dimensions, the hardest
     * case, they find more than 97 in 100 of the ten nearest; of features that vary in fewer directions, nearly all.
     *
     * @return the settings
     */
    public static HnswSettings defaults() {
        return new HnswSettings(16, 100, 40);
    }
}
