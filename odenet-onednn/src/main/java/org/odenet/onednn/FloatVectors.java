package org.odenet.onednn;

import java.nio.FloatBuffer;
import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Tensors {@code [length]}, with gaps or without, as arrays. */
final class FloatVectors {

    private FloatVectors() {}

    /** The values of a vector. */
    static float[] read(INDArray vector, String what, int length) {
        FloatBuffer memory = memory(vector, what, length);
        int stride = vector.stride(0);
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = memory.get(i * stride);
        }
        return values;
    }

    /** Adds to the values of a vector. */
    static void add(INDArray vector, String what, double[] values) {
        FloatBuffer memory = memory(vector, what, values.length);
        int stride = vector.stride(0);
        for (int i = 0; i < values.length; i++) {
            memory.put(i * stride, (float) (memory.get(i * stride) + values[i]));
        }
    }

    private static FloatBuffer memory(INDArray vector, String what, int length) {
        if (vector.rank() != 1 || vector.length() != length || vector.dataType() != DataType.FLOAT) {
            throw new IllegalArgumentException("the " + what + " is " + vector.dataType() + " "
                    + Arrays.toString(vector.shape()) + "; it must be FLOAT [" + length + "]");
        }
        return Address.floats(vector, (length - 1L) * vector.stride(0) + 1);
    }
}
