package org.odenet.onednn;

import java.nio.ByteBuffer;
import jdk.incubator.vector.FloatVector;

/** Stands for the class that only JDK 17 and 18 can compile; what newer ones build needs {@link SegmentVectors}. */
final class BufferVectors {

    private BufferVectors() {}

    static FloatVector load(ByteBuffer memory, int place) {
        throw missing();
    }

    static void store(FloatVector value, ByteBuffer memory, int place) {
        throw missing();
    }

    private static NoSuchMethodError missing() {
        return new NoSuchMethodError("vectors in byte buffers; build with JDK 17 for it");
    }
}
