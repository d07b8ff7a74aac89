package org.odenet.onednn;

import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Vectors in arrays, with places in floats, and in native memory, with places in bytes: there by {@link SegmentVectors} where
 * the JDK has them, which is faster, else by {@link BufferVectors}.
 */
final class VectorAccess {

    static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;

    /** The floats of a vector. */
    static final int LANES = SPECIES.length();

    static final ByteOrder ORDER = ByteOrder.nativeOrder();

    private static final boolean BY_ADDRESS = SegmentVectors.PRESENT;

    private VectorAccess() {}

    static FloatVector load(float[] values, int place) {
        return FloatVector.fromArray(SPECIES, values, place);
    }

    static FloatVector load(NativeFloats values, int place) {
        return BY_ADDRESS ? SegmentVectors.load(values.address() + place) : BufferVectors.load(values.bytes(), place);
    }

    static void store(FloatVector value, float[] to, int place) {
        value.intoArray(to, place);
    }

    static void store(FloatVector value, NativeFloats to, int place) {
        if (BY_ADDRESS) {
            SegmentVectors.store(value, to.address() + place);
        } else {
            BufferVectors.store(value, to.bytes(), place);
        }
    }

    /** The values times a factor, plus other values, rounded once. */
    static FloatVector fma(FloatVector values, float factor, FloatVector others) {
        return values.fma(FloatVector.broadcast(SPECIES, factor), others);
    }
}
