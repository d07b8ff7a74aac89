package org.odenet.onednn;

import static org.odenet.onednn.VectorAccess.ORDER;
import static org.odenet.onednn.VectorAccess.SPECIES;

import java.nio.ByteBuffer;
import jdk.incubator.vector.FloatVector;

/**
 * Vectors in byte buffers, by methods that JDK 19 took away: a newer JDK compiles another class of this name in place of this
 * one. Called by handles, as {@link SegmentVectors} calls theirs, they are too much for the compiler of JDK 17 in large loops.
 */
final class BufferVectors {

    private BufferVectors() {}

    static FloatVector load(ByteBuffer memory, int place) {
        return FloatVector.fromByteBuffer(SPECIES, memory, place, ORDER);
    }

    static void store(FloatVector value, ByteBuffer memory, int place) {
        value.intoByteBuffer(memory, place, ORDER);
    }
}
