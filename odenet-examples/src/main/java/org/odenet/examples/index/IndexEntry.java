package org.odenet.examples.index;

import java.util.Objects;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.util.UnicodeUtil;

/**
 * The features of an image to be indexed.
 *
 * @param id a name that no other image has
 * @param label its class
 * @param vector its features, {@code [dimension]}, of any length
 */
public record IndexEntry(String id, int label, float[] vector) {

    private static final int SHOWN = 40;

    /**
     * Checks that nothing is missing. The vector is not copied.
     *
     * @param id a name that no other image has
     * @param label its class
     * @param vector its features, {@code [dimension]}, of any length
     * @throws IllegalArgumentException if the name is empty, or longer than the index takes
     */
    public IndexEntry {
        Objects.requireNonNull(vector, "vector is null; give the features");
        if (id == null || id.isEmpty()) {
            throw new IllegalArgumentException("the id is empty; give each image a name of its own");
        }
        requireShort(id);
    }

    /** Lucene would refuse it too, but only after the entries before it were added. */
    private static void requireShort(String id) {
        int bytes = UnicodeUtil.calcUTF16toUTF8Length(id, 0, id.length());
        if (bytes > IndexWriter.MAX_TERM_LENGTH) {
            throw new IllegalArgumentException("the id '" + id.substring(0, SHOWN) + "...' has " + bytes
                    + " bytes in UTF-8, the index takes up to " + IndexWriter.MAX_TERM_LENGTH
                    + "; give the image a shorter name");
        }
    }
}
