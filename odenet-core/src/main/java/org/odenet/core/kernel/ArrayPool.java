package org.odenet.core.kernel;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Tensors of recurring shapes, kept for reuse, so that a solve touches the system's allocator once per shape and not
 * once per evaluation. Where shapes are many, such as those of batches whose samples end one by one, those that were not
 * wanted for the longest time are freed: a pool keeps a few times as much as was ever lent at once. Any thread may take and
 * give back, but one that works alone on a part of a batch has a pool of its own, {@link #part}, whose tensors then stay in
 * its processor's cache.
 */
public final class ArrayPool implements AutoCloseable {

    private record Key(DataType type, List<Long> shape) {}

    /** A network's layers have tensors of several shapes, not all of them lent at once. */
    private static final int KEPT_OVER_LENT = 4;

    private final Kernels kernels;
    /** Those that were not wanted for the longest time first. */
    private final Map<Key, Deque<INDArray>> free = new LinkedHashMap<>(16, 0.75f, true);

    private final List<ArrayPool> parts = new ArrayList<>();
    private long lentBytes;
    private long mostLentBytes;
    private long freeBytes;
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
        long bytes = LongStream.of(shape).reduce(type.width(), Math::multiplyExact);
        lentBytes += bytes;
        mostLentBytes = Math.max(mostLentBytes, lentBytes);
        INDArray pooled = deque(type, shape).poll();
        if (pooled != null) {
            freeBytes -= bytes;
        }
        return pooled;
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
        lentBytes -= bytes(tensor);
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
        freeBytes += bytes(tensor);
        freeUnwanted();
    }

    private static long bytes(INDArray tensor) {
        return tensor.length() * tensor.dataType().width();
    }

    private void freeUnwanted() {
        Iterator<Deque<INDArray>> shapes = free.values().iterator();
        while (freeBytes > KEPT_OVER_LENT * mostLentBytes) {
            Deque<INDArray> unwanted = shapes.next();
            unwanted.forEach(tensor -> {
                freeBytes -= bytes(tensor);
                tensor.close();
            });
            shapes.remove();
        }
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
