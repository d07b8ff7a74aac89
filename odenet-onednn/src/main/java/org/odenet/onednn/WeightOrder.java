package org.odenet.onednn;

import org.bytedeco.dnnl.memory;

/** How a weight {@code [out, in, height, width]} lies in memory with its taps the slowest. */
enum WeightOrder {
    /** As {@code [height, width, in, out]}. */
    TAPS_IN_OUT,
    /** As {@code [height, width, out, in]}. */
    TAPS_OUT_IN;

    memory.desc describe(long[] shape) {
        long size = shape[0] * shape[1];
        long height = size * shape[3];
        long[] strides =
                this == TAPS_IN_OUT ? new long[] {1, shape[0], height, size} : new long[] {shape[1], 1, height, size};
        return Descriptors.strided(shape, strides);
    }
}
