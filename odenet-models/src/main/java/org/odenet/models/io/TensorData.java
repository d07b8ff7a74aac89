package org.odenet.models.io;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.nd4j.linalg.api.buffer.DataBuffer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Moves the elements of tensors between files and memory, a chunk at a time. */
final class TensorData {

    /** ND4J's own limit of the number of dimensions. */
    static final int MAX_RANK = 32;

    private static final int CHUNK_ELEMENTS = 1 << 16;

    private TensorData() {}

    /**
     * Reads a tensor. The caller has checked that the source holds as many bytes as the shape asks for.
     *
     * @param order 'c' if the last index varies fastest in the file, 'f' if the first does
     * @return a new row-major tensor
     */
    static INDArray read(InputStream in, ElementType type, long[] shape, char order) throws IOException {
        INDArray array = Nd4j.createUninitialized(type.dataType(), shape, order);
        try {
            if (!array.isEmpty()) {
                fill(array.data(), array.length(), in, type);
            }
        } catch (IOException | RuntimeException e) {
            array.close();
            throw e;
        }
        return order == 'c' ? array : rowMajor(array);
    }

    private static INDArray rowMajor(INDArray array) {
        try (array) {
            return array.dup('c');
        }
    }

    private static void fill(DataBuffer target, long length, InputStream in, ElementType type) throws IOException {
        ByteBuffer chunk = chunk(type, length);
        for (long done = 0; done < length; ) {
            int count = (int) Math.min(CHUNK_ELEMENTS, length - done);
            int wanted = count * type.bytes();
            if (in.readNBytes(chunk.array(), 0, wanted) < wanted) {
                throw new EOFException("the data end after fewer than " + length + " elements");
            }
            chunk.clear();
            for (int i = 0; i < count; i++) {
                type.decode(chunk, target, done + i);
            }
            done += count;
        }
    }

    /** Writes the elements of a tensor in row-major order, whatever its own order and strides. */
    static void write(INDArray array, ElementType type, OutputStream out) throws IOException {
        if (array.isEmpty()) {
            return;
        }
        // The buffer of a view or of a column-major tensor holds other elements, or another order.
        try (INDArray rowMajor = array.dup('c')) {
            drain(rowMajor.data(), rowMajor.length(), type, out);
        }
    }

    private static void drain(DataBuffer source, long length, ElementType type, OutputStream out) throws IOException {
        ByteBuffer chunk = chunk(type, length);
        for (long done = 0; done < length; ) {
            int count = (int) Math.min(CHUNK_ELEMENTS, length - done);
            chunk.clear();
            for (int i = 0; i < count; i++) {
                type.encode(source, done + i, chunk);
            }
            out.write(chunk.array(), 0, chunk.position());
            done += count;
        }
    }

    private static ByteBuffer chunk(ElementType type, long length) {
        int elements = (int) Math.min(CHUNK_ELEMENTS, length);
        return ByteBuffer.allocate(elements * type.bytes()).order(ByteOrder.LITTLE_ENDIAN);
    }
}
