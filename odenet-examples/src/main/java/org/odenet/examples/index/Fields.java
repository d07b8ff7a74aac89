package org.odenet.examples.index;

/** The fields of a document. */
final class Fields {
    /** The id as a term, by which documents are replaced and deleted. */
    static final String ID = "id";
    /** The id as a value, which hits are told by. */
    static final String ID_VALUE = "id-value";
    /** The class. */
    static final String LABEL = "label";
    /** The features, of length one. */
    static final String VECTOR = "vector";

    private Fields() {}
}
