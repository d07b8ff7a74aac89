package org.odenet.onednn;

import org.bytedeco.dnnl.memory;

/** Descriptions of memory for oneDNN. Each call makes a new one. */
final class Descriptors {

    private Descriptors() {}

    /** Images {@code [batch, channels, height, width]}, channels last in memory. */
    static memory.desc images(long... shape) {
        return new memory.desc(shape, memory.data_type.f32, memory.format_tag.nhwc);
    }

    /** Images that are factors of a convolution, channels last in memory. */
    static memory.desc factors(Precision precision, long... shape) {
        return new memory.desc(shape, precision.type(), memory.format_tag.nhwc);
    }

    /** Values for each channel. */
    static memory.desc vector(long length) {
        return new memory.desc(new long[] {length}, memory.data_type.f32, memory.format_tag.a);
    }

    /** Weights that are factors, in the order that oneDNN chooses. */
    static memory.desc anyOrder(Precision precision, long... shape) {
        return new memory.desc(shape, precision.type(), memory.format_tag.any);
    }

    /** Weights {@code [out, in, height, width]} in the order of their shape. */
    static memory.desc contiguous(long... shape) {
        return new memory.desc(shape, memory.data_type.f32, memory.format_tag.oihw);
    }

    /** Values that may have gaps between them. */
    static memory.desc strided(long[] shape, long[] strides) {
        return new memory.desc(shape, memory.data_type.f32, strides);
    }

    /** Memory without a form. */
    static memory.desc bytes(long size) {
        return new memory.desc(new long[] {size}, memory.data_type.u8, memory.format_tag.a);
    }
}
