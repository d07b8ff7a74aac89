package org.odenet.models.io;

import java.nio.ByteBuffer;
import org.nd4j.linalg.api.buffer.DataBuffer;
import org.nd4j.linalg.api.buffer.DataType;

/** How one element lies in a file, little-endian, and the ND4J type that holds it. */
enum ElementType {
    F64(8, DataType.DOUBLE) {
        @Override
        void decode(ByteBuffer in, DataBuffer out, long index) {
            out.put(index, in.getDouble());
        }

        @Override
        void encode(DataBuffer in, long index, ByteBuffer out) {
            out.putDouble(in.getDouble(index));
        }
    },
    F32(4, DataType.FLOAT) {
        @Override
        void decode(ByteBuffer in, DataBuffer out, long index) {
            out.put(index, in.getFloat());
        }

        @Override
        void encode(DataBuffer in, long index, ByteBuffer out) {
            out.putFloat(in.getFloat(index));
        }
    },
    F16(2, DataType.FLOAT) {
        @Override
        void decode(ByteBuffer in, DataBuffer out, long index) {
            out.put(index, halfToFloat(in.getShort()));
        }
    },
    BF16(2, DataType.FLOAT) {
        @Override
        void decode(ByteBuffer in, DataBuffer out, long index) {
            // bfloat16 is the upper half of a float.
            out.put(index, Float.intBitsToFloat(in.getShort() << 16));
        }
    },
    I64(8, DataType.INT64) {
        @Override
        void decode(ByteBuffer in, DataBuffer out, long index) {
            out.put(index, in.getLong());
        }
    },
    I32(4, DataType.INT32) {
        @Override
        void decode(ByteBuffer in, DataBuffer out, long index) {
            out.put(index, in.getInt());
        }
    },
    U8(1, DataType.INT32) {
        @Override
        void decode(ByteBuffer in, DataBuffer out, long index) {
            out.put(index, Byte.toUnsignedInt(in.get()));
        }
    };

    private final int bytes;
    private final DataType dataType;

    ElementType(int bytes, DataType dataType) {
        this.bytes = bytes;
        this.dataType = dataType;
    }

    /** Size of one element in the file. */
    int bytes() {
        return bytes;
    }

    /** The type that elements have once read. */
    DataType dataType() {
        return dataType;
    }

    /** Takes the next element of {@code in}. */
    abstract void decode(ByteBuffer in, DataBuffer out, long index);

    /** Appends an element to {@code out}; only the types that are written have it. */
    void encode(DataBuffer in, long index, ByteBuffer out) {
        throw new UnsupportedOperationException(name() + " is read only");
    }

    /**
     * Bytes of a tensor of this type.
     *
     * @throws ArithmeticException if they exceed a long
     */
    long byteCount(long[] shape) {
        long count = bytes;
        for (long dimension : shape) {
            count = Math.multiplyExact(count, dimension);
        }
        return count;
    }

    /** IEEE 754 binary16: sign, 5 bits of exponent with bias 15, 10 bits of fraction. */
    private static float halfToFloat(short half) {
        int exponent = half >> 10 & 0x1f;
        int fraction = half & 0x3ff;
        float magnitude =
                switch (exponent) {
                    case 0 -> Math.scalb((float) fraction, -24);
                    case 0x1f -> fraction == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
                    default -> Math.scalb((float) (fraction | 0x400), exponent - 25);
                };
        return half < 0 ? -magnitude : magnitude;
    }
}
