package org.odenet.onednn;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A place in native memory that belongs to somebody else. */
final class Address extends Pointer {

    /** Places are counted in bytes by int, and a loop's last step goes beyond the end by up to a pixel. */
    private static final int MAX_FLOATS = Integer.MAX_VALUE / Float.BYTES - (1 << 20);

    /** Bytes are counted; a class without native code of its own would count pointers. */
    @Override
    public int sizeof() {
        return 1;
    }

    /** Moves to another place, so that a call needs no new object. */
    Address moveTo(long place) {
        address = place;
        return this;
    }

    /** Where a tensor's first element lies; unlike {@code data().address()} it counts a view's offset. */
    static long of(INDArray tensor) {
        return tensor.data().address() + tensor.offset() * tensor.dataType().width();
    }

    /** The memory from a tensor's first element on. Valid as long as the tensor. */
    static FloatBuffer floats(INDArray tensor, long length) {
        return floats(of(tensor), length);
    }

    /** Values at a place. Valid as long as whatever they belong to. */
    static FloatBuffer floats(long place, long length) {
        return nativeFloats(place, length).floats();
    }

    /** Values at a place, to be read by vectors too. Valid as long as whatever they belong to. */
    static NativeFloats nativeFloats(long place, long length) {
        if (length > MAX_FLOATS) {
            throw new IllegalArgumentException("a tensor of " + length + " values; these kernels take at most "
                    + MAX_FLOATS + ", so pass a smaller batch");
        }
        return new NativeFloats(bytes(place, length * Float.BYTES), place);
    }

    /** Bytes at a place, in the processor's order. Valid as long as whatever they belong to. */
    private static ByteBuffer bytes(long place, long size) {
        Address memory = new Address();
        memory.address = place;
        memory.capacity = size;
        memory.limit = size;
        return memory.asByteBuffer().order(ByteOrder.nativeOrder());
    }
}
