package org.odenet.examples.index;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What an index held at a moment, copied into memory, where a search takes a fraction of its time on the index's files. It
 * sees no later change, outlives the index, and serves any number of threads. Of each image it keeps about
 * {@code 4 · (dimension + 2 · connections)} bytes and the id.
 */
public final class IndexSnapshot {

    private final Path folder;
    private final IndexIdentity identity;
    private final List<SegmentGraph> segments;
    private final int size;

    IndexSnapshot(Path folder, IndexIdentity identity, List<SegmentGraph> segments, int size) {
        this.folder = folder;
        this.identity = identity;
        this.segments = List.copyOf(segments);
        this.size = size;
    }

    /**
     * The images most similar to a query.
     *
     * @param vector the features of the query, {@code [dimension]}, of any length
     * @param k how many images, positive
     * @param width how many candidates the search keeps, k at least; where there are no more images, all are compared
     * @return the hits, the most similar first; fewer than k if there are not as many
     * @throws IllegalArgumentException if k or the width is not positive, or the vector has another dimension or a value
     *     that is not finite
     */
    public List<IndexHit> search(float[] vector, int k, int width) {
        IndexIdentity.requirePositive("k", k);
        IndexIdentity.requirePositive("width", width);
        float[] unit = identity.unit(folder, "the query", vector);
        List<IndexHit> hits = new ArrayList<>();
        for (SegmentGraph segment : segments) {
            hits.addAll(segment.search(unit, Math.max(k, width)));
        }
        hits.sort(Comparator.comparingDouble(IndexHit::similarity).reversed());
        return List.copyOf(hits.subList(0, Math.min(k, hits.size())));
    }

    /**
     * How many images there are.
     *
     * @return the number
     */
    public int size() {
        return size;
    }
}
