package org.odenet.onednn;

import org.bytedeco.dnnl.memory;

/** What a convolution multiplies in. It adds up in single precision, and its results are in single precision, always. */
enum Precision {
    FLOAT32(memory.data_type.f32),
    /** Factors with 8 bits of mantissa: half the memory, and faster where the processor multiplies them. */
    BFLOAT16(memory.data_type.bf16);

    private final memory.data_type type;

    Precision(memory.data_type type) {
        this.type = type;
    }

    /** The type of the factors. */
    memory.data_type type() {
        return type;
    }
}
