package org.odenet.onednn;

import org.bytedeco.dnnl.memory;

/** Native memory that grows to what was asked for, and then serves again and again. For one thread at a time. */
final class NativeBlock implements AutoCloseable {

    private memory memory;
    private NativeFloats floats;

    /** Memory of at least so many bytes, its content undefined. It is valid until a larger one is asked for. */
    NativeFloats require(long size) {
        if (floats == null || size > floats.bytes().capacity()) {
            close();
            long length = (size + Float.BYTES - 1) / Float.BYTES;
            memory = new memory(Descriptors.bytes(length * Float.BYTES), NativeThread.ENGINE);
            floats = Address.nativeFloats(memory.get_data_handle().address(), length);
        }
        return floats;
    }

    /** Where the memory that was asked for begins. */
    long address() {
        return floats.address();
    }

    /** Frees the memory now; otherwise it is freed some time after the last use. */
    @Override
    public void close() {
        if (memory != null) {
            memory.close();
            memory = null;
            floats = null;
        }
    }
}
