package org.odenet.examples.index;

import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.lucene912.Lucene912Codec;
import org.apache.lucene.codecs.lucene99.Lucene99HnswVectorsFormat;

/** Lucene's own format with other settings of the graph, which only writing needs: any reader reads it. */
final class HnswCodec extends Lucene912Codec {

    private final KnnVectorsFormat vectors;

    HnswCodec(HnswSettings settings) {
        this.vectors = new Lucene99HnswVectorsFormat(settings.connections(), settings.buildWidth());
    }

    @Override
    public KnnVectorsFormat getKnnVectorsFormatForField(String field) {
        return vectors;
    }
}
