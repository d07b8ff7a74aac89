package org.odenet.examples.index;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.codecs.KnnVectorsReader;
import org.apache.lucene.codecs.hnsw.HnswGraphProvider;
import org.apache.lucene.codecs.perfield.PerFieldKnnVectorsFormat;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.CodecReader;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.hnsw.HnswGraph;
import org.apache.lucene.util.hnsw.NeighborQueue;

/**
 * A segment's graph with its vectors in arrays: algorithms 2 and 5 of Malkov and Yashunin 2018 ("Efficient and robust
 * approximate nearest neighbor search using Hierarchical Navigable Small World graphs") without the reading of files, which
 * takes most of Lucene's time for so short a search.
 */
final class SegmentGraph {

    /** The scalar product has as many sums side by side, so that additions need not wait for each other. */
    private static final int LANES = 8;

    private final int stride;
    private final float[] vectors;
    private final String[] ids;
    private final int[] labels;
    private final boolean[] live;
    private final List<Map<Integer, int[]>> upperLevels = new ArrayList<>();
    private final int[][] neighbours;
    private final int entry;

    SegmentGraph(LeafReader segment, int dimension) throws IOException {
        HnswGraph graph = graph(segment);
        int count = graph.size();
        this.stride = (dimension + LANES - 1) / LANES * LANES;
        this.vectors = new float[Math.multiplyExact(count, stride)];
        this.ids = new String[count];
        this.labels = new int[count];
        this.live = new boolean[count];
        this.neighbours = new int[count][];
        this.entry = count == 0 ? -1 : graph.entryNode();
        copyImages(segment, dimension);
        copyGraph(graph);
    }

    private static HnswGraph graph(LeafReader segment) throws IOException {
        KnnVectorsReader reader = ((CodecReader) segment).getVectorReader();
        if (reader instanceof PerFieldKnnVectorsFormat.FieldsReader fields) {
            reader = fields.getFieldReader(Fields.VECTOR);
        }
        return ((HnswGraphProvider) reader).getGraph(Fields.VECTOR);
    }

    /** Every document has a vector, and the graph counts them in the order of the documents. */
    private void copyImages(LeafReader segment, int dimension) throws IOException {
        FloatVectorValues values = segment.getFloatVectorValues(Fields.VECTOR);
        BinaryDocValues idValues = segment.getBinaryDocValues(Fields.ID_VALUE);
        NumericDocValues labelValues = segment.getNumericDocValues(Fields.LABEL);
        Bits liveDocuments = segment.getLiveDocs();
        for (int node = 0; node < ids.length; node++) {
            int doc = values.nextDoc();
            if (!idValues.advanceExact(doc) || !labelValues.advanceExact(doc)) {
                throw new IOException("document " + doc + " of " + segment + " has no id or label");
            }
            System.arraycopy(values.vectorValue(), 0, vectors, node * stride, dimension);
            ids[node] = idValues.binaryValue().utf8ToString();
            labels[node] = (int) labelValues.longValue();
            live[node] = liveDocuments == null || liveDocuments.get(doc);
        }
    }

    private void copyGraph(HnswGraph graph) throws IOException {
        for (int node = 0; node < neighbours.length; node++) {
            neighbours[node] = neighbours(graph, 0, node);
        }
        for (int level = 1; level < graph.numLevels(); level++) {
            Map<Integer, int[]> nodes = new HashMap<>();
            HnswGraph.NodesIterator iterator = graph.getNodesOnLevel(level);
            while (iterator.hasNext()) {
                int node = iterator.nextInt();
                nodes.put(node, neighbours(graph, level, node));
            }
            upperLevels.add(nodes);
        }
    }

    private static int[] neighbours(HnswGraph graph, int level, int node) throws IOException {
        List<Integer> found = new ArrayList<>();
        graph.seek(level, node);
        for (int next = graph.nextNeighbor(); next != DocIdSetIterator.NO_MORE_DOCS; next = graph.nextNeighbor()) {
            found.add(next);
        }
        return found.stream().mapToInt(Integer::intValue).toArray();
    }

    /**
     * Searches the graph, or compares all where it has no more nodes than candidates are wanted.
     *
     * @param unit the query, of length one
     * @param width how many candidates are kept
     * @return the best, at most as many, in no order
     */
    List<IndexHit> search(float[] unit, int width) {
        float[] query = Arrays.copyOf(unit, stride);
        NeighborQueue best = new NeighborQueue(Math.min(width, Math.max(1, ids.length)), false);
        if (width >= ids.length) {
            for (int node = 0; node < ids.length; node++) {
                keep(best, node, similarity(query, node), width);
            }
        } else {
            explore(query, start(query), width, best);
        }
        List<IndexHit> hits = new ArrayList<>(best.size());
        while (best.size() > 0) {
            float similarity = best.topScore();
            int node = best.pop();
            hits.add(new IndexHit(ids[node], labels[node], similarity));
        }
        return hits;
    }

    /** Goes down the upper levels, on each to the node that no neighbour betters. */
    private int start(float[] query) {
        int node = entry;
        float score = similarity(query, node);
        for (int level = upperLevels.size() - 1; level >= 0; level--) {
            Map<Integer, int[]> nodes = upperLevels.get(level);
            for (int last = -1; last != node; ) {
                last = node;
                for (int neighbour : nodes.get(last)) {
                    float similarity = similarity(query, neighbour);
                    if (similarity > score) {
                        node = neighbour;
                        score = similarity;
                    }
                }
            }
        }
        return node;
    }

    private void explore(float[] query, int start, int width, NeighborQueue best) {
        long[] seen = new long[(ids.length + Long.SIZE - 1) / Long.SIZE];
        NeighborQueue candidates = new NeighborQueue(width, true);
        seen[start >> 6] |= 1L << start;
        float first = similarity(query, start);
        keep(best, start, first, width);
        candidates.add(start, first);
        while (candidates.size() > 0 && !(best.size() == width && candidates.topScore() < best.topScore())) {
            for (int node : neighbours[candidates.pop()]) {
                if ((seen[node >> 6] & 1L << node) != 0) {
                    continue;
                }
                seen[node >> 6] |= 1L << node;
                float similarity = similarity(query, node);
                if (best.size() < width || similarity > best.topScore()) {
                    candidates.add(node, similarity);
                    keep(best, node, similarity, width);
                }
            }
        }
    }

    /** Deleted images lead the way to others but are no hits. */
    private void keep(NeighborQueue best, int node, float similarity, int width) {
        if (live[node]) {
            if (best.size() < width) {
                best.add(node, similarity);
            } else if (similarity > best.topScore()) {
                best.pop();
                best.add(node, similarity);
            }
        }
    }

    private float similarity(float[] query, int node) {
        float[] v = vectors;
        float s0 = 0;
        float s1 = 0;
        float s2 = 0;
        float s3 = 0;
        float s4 = 0;
        float s5 = 0;
        float s6 = 0;
        float s7 = 0;
        int at = node * stride;
        for (int d = 0; d < query.length; d += LANES) {
            s0 += query[d] * v[at + d];
            s1 += query[d + 1] * v[at + d + 1];
            s2 += query[d + 2] * v[at + d + 2];
            s3 += query[d + 3] * v[at + d + 3];
            s4 += query[d + 4] * v[at + d + 4];
            s5 += query[d + 5] * v[at + d + 5];
            s6 += query[d + 6] * v[at + d + 6];
            s7 += query[d + 7] * v[at + d + 7];
        }
        return s0 + s1 + (s2 + s3) + (s4 + s5 + (s6 + s7));
    }
}
