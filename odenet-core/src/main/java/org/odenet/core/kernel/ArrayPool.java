package org.odenet.core.kernel;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Tensors of recurring shapes, kept for reuse, so that a solve touches the system's allocator once per shape and not
 * once per evaluation. Any thread may take and give back, but one that works alone on a part of a batch has a pool of its
 * own, {@link #part}, whose tensors then stay in its processor's cache.
 */
public final class ArrayPool implements AutoCloseable {

    private record Key(DataType type, List<Long> shape) {}

    private final Kernels kernels;
    private final Map<Key, Deque<INDArray>> free = new HashMap<>();
    private final List<ArrayPool> parts = new ArrayList<>();
    private long lentBytes;
    private boolean closed;

    /**
     * Makes an empty pool.
     *
     * @param kernels the kernels whose memory order the tensors have
     */
    public ArrayPool(Kernels kernels) {
        this.kernels = kernels;
    }

    /**
     * The kernels of this pool.
     *
     * @return the kernels
     */
    public Kernels kernels() {
        return kernels;
    }

    /**
     * Takes a tensor; its values are undefined.
     *
     * @param type FLOAT or DOUBLE
     * @param shape the logical shape
     * @return a tensor that is the caller's until {@link #release}
     */
    public INDArray allocate(DataType type, long... shape) {
        INDArray pooled = poll(type, shape);
        return pooled != null ? pooled : kernels.create(type, shape);
    }

    private synchronized INDArray poll(DataType type, long... shape) {
        lentBytes += LongStream.of(shape).reduce(type.width(), Math::multiplyExact);
        return deque(type, shape).poll();
    }

    /**
     * Gives a tensor back. A pool that is closed frees it.
     *
     * @param tensor a tensor from {@link #allocate}, not to be used any more; null is ignored
     * @throws IllegalStateException if it was given back already
     */
    public synchronized void release(INDArray tensor) {
        if (tensor == null) {
            return;
        }
        lentBytes -= tensor.length() * tensor.dataType().width();
        if (closed) {
            tensor.close();
            return;
        }
        Deque<INDArray> alike = deque(tensor.dataType(), tensor.shape());
        for (INDArray other : alike) {
            if (other == tensor) {
                throw new IllegalStateException("a tensor of shape " + Arrays.toString(tensor.shape())
                        + " was given back twice; whoever takes it next would share it");
            }
        }
        alike.push(tensor);
    }

    /**
     * The pool for a part of a batch.
     *
     * @param index the number of the part
     * @return a pool of its own, always the same; closed with this one
     */
    public synchronized ArrayPool part(int index) {
        while (parts.size() <= index) {
            parts.add(new ArrayPool(kernels));
        }
        return parts.get(index);
    }

    /**
     * The memory of all tensors that are out.
     *
     * @return their size in bytes, those of the parts included
     */
    public synchronized long lentBytes() {
        return lentBytes + parts.stream().mapToLong(ArrayPool::lentBytes).sum();
    }

    private Deque<INDArray> deque(DataType type, long[] shape) {
        return free.computeIfAbsent(new Key(type, LongStream.of(shape).boxed().toList()), key -> new ArrayDeque<>());
    }

    /** Frees the tensors that were given back. */
    @Override
    public synchronized void close() {
        closed = true;
        parts.forEach(ArrayPool::close);
        free.values().forEach(tensors -> tensors.forEach(INDArray::close));
        free.clear();
    }
}
