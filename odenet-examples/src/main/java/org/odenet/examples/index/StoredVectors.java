package org.odenet.examples.index;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.util.Bits;

/** Reads features back, in one pass over the segments. */
final class StoredVectors {

    private StoredVectors() {}

    static Map<String, float[]> of(DirectoryReader reader, Set<String> ids) throws IOException {
        Map<String, float[]> found = new HashMap<>();
        for (LeafReaderContext context : reader.leaves()) {
            add(context.reader(), ids, found);
        }
        return found;
    }

    private static void add(LeafReader segment, Set<String> wanted, Map<String, float[]> found) throws IOException {
        BinaryDocValues ids = segment.getBinaryDocValues(Fields.ID_VALUE);
        FloatVectorValues vectors = segment.getFloatVectorValues(Fields.VECTOR);
        Bits live = segment.getLiveDocs();
        for (int doc = vectors.nextDoc(); doc != DocIdSetIterator.NO_MORE_DOCS; doc = vectors.nextDoc()) {
            if (live != null && !live.get(doc)) {
                continue;
            }
            if (!ids.advanceExact(doc)) {
                throw new IOException("document " + doc + " of " + segment + " has no id");
            }
            String id = ids.binaryValue().utf8ToString();
            if (wanted.contains(id)) {
                found.put(id, vectors.vectorValue().clone());
            }
        }
    }
}
