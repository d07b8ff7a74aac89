package org.odenet.examples.index;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TopKnnCollector;
import org.apache.lucene.search.VectorScorer;
import org.apache.lucene.util.Bits;

/** Searches each segment; without Lucene's queries, whose planning takes longer than the search of a graph. */
final class NearestDocuments {

    private NearestDocuments() {}

    /**
     * Searches the graphs.
     *
     * @param reader the segments
     * @param vector the query, of length one
     * @param k how many hits are wanted
     * @param width how many candidates each search keeps, at least k
     */
    static List<IndexHit> byGraph(DirectoryReader reader, float[] vector, int k, int width) throws IOException {
        List<IndexHit> hits = new ArrayList<>();
        for (LeafReaderContext context : reader.leaves()) {
            LeafReader segment = context.reader();
            TopKnnCollector collector = new TopKnnCollector(width, Integer.MAX_VALUE);
            segment.searchNearestVectors(Fields.VECTOR, vector, collector, segment.getLiveDocs());
            hits.addAll(hits(segment, collector, k));
        }
        return best(hits, k);
    }

    /**
     * Compares all.
     *
     * @param reader the segments
     * @param vector the query, of length one
     * @param k how many hits are wanted
     */
    static List<IndexHit> exact(DirectoryReader reader, float[] vector, int k) throws IOException {
        List<IndexHit> hits = new ArrayList<>();
        for (LeafReaderContext context : reader.leaves()) {
            LeafReader segment = context.reader();
            TopKnnCollector collector = new TopKnnCollector(Math.min(k, segment.maxDoc()), Integer.MAX_VALUE);
            collectAll(segment, vector, collector);
            hits.addAll(hits(segment, collector, k));
        }
        return best(hits, k);
    }

    private static void collectAll(LeafReader segment, float[] vector, TopKnnCollector collector) throws IOException {
        FloatVectorValues vectors = segment.getFloatVectorValues(Fields.VECTOR);
        VectorScorer scorer = vectors.scorer(vector);
        DocIdSetIterator documents = scorer.iterator();
        Bits live = segment.getLiveDocs();
        for (int doc = documents.nextDoc(); doc != DocIdSetIterator.NO_MORE_DOCS; doc = documents.nextDoc()) {
            if (live == null || live.get(doc)) {
                collector.collect(doc, scorer.score());
            }
        }
    }

    private static List<IndexHit> best(List<IndexHit> hits, int k) {
        // Stable: of equal hits the one that was added earlier stays before.
        hits.sort(Comparator.comparingDouble(IndexHit::similarity).reversed());
        return List.copyOf(hits.subList(0, Math.min(k, hits.size())));
    }

    private static List<IndexHit> hits(LeafReader segment, TopKnnCollector collector, int k) throws IOException {
        ScoreDoc[] best = collector.topDocs().scoreDocs;
        best = Arrays.copyOf(best, Math.min(k, best.length));
        // Values are read forwards only.
        Arrays.sort(best, Comparator.comparingInt(hit -> hit.doc));
        BinaryDocValues ids = segment.getBinaryDocValues(Fields.ID_VALUE);
        NumericDocValues labels = segment.getNumericDocValues(Fields.LABEL);
        List<IndexHit> hits = new ArrayList<>(best.length);
        for (ScoreDoc hit : best) {
            if (!ids.advanceExact(hit.doc) || !labels.advanceExact(hit.doc)) {
                throw new IOException("document " + hit.doc + " of " + segment + " has no id or label");
            }
            hits.add(new IndexHit(ids.binaryValue().utf8ToString(), (int) labels.longValue(), similarity(hit.score)));
        }
        return hits;
    }

    /** Lucene's score of a scalar product p is {@code (1 + p) / 2}, so that none is negative. */
    private static float similarity(float score) {
        return 2 * score - 1;
    }
}
