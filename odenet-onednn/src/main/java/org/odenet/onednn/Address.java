package org.odenet.onednn;

import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A place in native memory that belongs to somebody else. */
final class Address extends Pointer {

    private static final int MAX_FLOATS = Integer.MAX_VALUE / Float.BYTES;

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
        if (length > MAX_FLOATS) {
            throw new IllegalArgumentException("a tensor of " + length + " values; these kernels take at most "
                    + MAX_FLOATS + ", so pass a smaller batch");
        }
        Address memory = new Address();
        memory.address = of(tensor);
        memory.capacity = length * Float.BYTES;
        memory.limit = memory.capacity;
        return memory.asByteBuffer().order(ByteOrder.nativeOrder()).asFloatBuffer();
    }
}
