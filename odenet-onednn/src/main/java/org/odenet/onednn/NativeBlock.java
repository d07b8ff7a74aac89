package org.odenet.onednn;

import java.nio.ByteBuffer;
import org.bytedeco.dnnl.memory;

/** Native memory that grows to what was asked for, and then serves again and again. For one thread at a time. */
final class NativeBlock implements AutoCloseable {

    private memory memory;
    private ByteBuffer bytes;
    private long address;

    /** Memory of at least this size, its content undefined. It is valid until a larger one is asked for. */
    ByteBuffer require(long size) {
        if (bytes == null || size > bytes.capacity()) {
            close();
            memory = new memory(Descriptors.bytes(size), NativeThread.ENGINE);
            address = memory.get_data_handle().address();
            bytes = Address.bytes(address, size);
        }
        return bytes;
    }

    /** Where the memory that was asked for begins. */
    long address() {
        return address;
    }

    /** Frees the memory now; otherwise it is freed some time after the last use. */
    @Override
    public void close() {
        if (memory != null) {
            memory.close();
            memory = null;
            bytes = null;
        }
    }
}
