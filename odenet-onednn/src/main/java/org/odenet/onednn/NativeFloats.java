package org.odenet.onednn;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import org.bytedeco.javacpp.BytePointer;

/**
 * Floats in native memory, which in general belongs to somebody else.
 *
 * @param bytes the memory, in the processor's order
 * @param address where it begins
 */
record NativeFloats(ByteBuffer bytes, long address) {

    /** New memory, which is freed when nothing refers to it any more. */
    static NativeFloats allocate(int length) {
        ByteBuffer bytes = ByteBuffer.allocateDirect(length * Float.BYTES).order(ByteOrder.nativeOrder());
        return new NativeFloats(bytes, new BytePointer(bytes).address());
    }

    /** The same memory, with places in floats. */
    FloatBuffer floats() {
        return bytes.asFloatBuffer();
    }

    /** The value at a place in bytes. */
    float get(int place) {
        return bytes.getFloat(place);
    }

    /** Sets the value at a place in bytes. */
    void put(int place, float value) {
        bytes.putFloat(place, value);
    }
}
