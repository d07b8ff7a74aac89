package org.odenet.onednn;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** Vectors in arrays, with places in floats, and in native memory, with places in bytes. */
final class VectorAccess {

    static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;

    /** The floats of a vector. */
    static final int LANES = SPECIES.length();

    static final ByteOrder ORDER = ByteOrder.nativeOrder();

    private VectorAccess() {}

    static FloatVector load(float[] values, int place) {
        return FloatVector.fromArray(SPECIES, values, place);
    }

    static FloatVector load(ByteBuffer values, int place) {
        return FloatVector.fromByteBuffer(SPECIES, values, place, ORDER);
    }

    static void store(FloatVector value, float[] to, int place) {
        value.intoArray(to, place);
    }

    static void store(FloatVector value, ByteBuffer to, int place) {
        value.intoByteBuffer(to, place, ORDER);
    }
}
