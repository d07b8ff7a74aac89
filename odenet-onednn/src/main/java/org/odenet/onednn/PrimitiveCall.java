package org.odenet.onednn;

import java.util.HashMap;
import java.util.Map;
import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive;

/** A primitive with its arguments, made once and then only told where the values lie. For one thread at a time. */
final class PrimitiveCall implements AutoCloseable {

    private final primitive primitive;
    private final IntMemoryMap arguments = new IntMemoryMap();
    private final Map<Integer, memory> placed = new HashMap<>();
    private final Address address = new Address();
    private long scratchSize;

    PrimitiveCall(primitive primitive) {
        this.primitive = primitive;
    }

    /** An argument whose memory belongs to somebody else and stays the same. */
    PrimitiveCall with(int argument, memory memory) {
        arguments.put(argument, memory);
        return this;
    }

    /** An argument whose place each call gives. */
    PrimitiveCall with(int argument, memory.desc description) {
        memory memory = new memory(description, NativeThread.ENGINE, address.moveTo(0));
        placed.put(argument, memory);
        arguments.put(argument, memory);
        return this;
    }

    PrimitiveCall withScratch(memory.desc description) {
        scratchSize = description.get_size();
        return scratchSize == 0 ? this : with(dnnl.DNNL_ARG_SCRATCHPAD, description);
    }

    PrimitiveCall place(int argument, long at) {
        placed.get(argument).set_data_handle(address.moveTo(at));
        return this;
    }

    /** Runs the primitive; on a CPU it has ended when this returns. */
    void run() {
        NativeThread thread = NativeThread.current();
        if (scratchSize > 0) {
            place(dnnl.DNNL_ARG_SCRATCHPAD, thread.scratch(scratchSize));
        }
        primitive.execute(thread.stream(), arguments);
    }

    @Override
    public void close() {
        arguments.close();
        placed.values().forEach(memory::close);
    }
}
