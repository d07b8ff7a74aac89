package org.odenet.core.kernel;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Tensors of recurring shapes, kept for reuse, so that a solve touches the system's allocator once per shape and not
 * once per evaluation. For one thread at a time.
 */
public final class ArrayPool implements AutoCloseable {

    private record Key(DataType type, List<Long> shape) {}

    private final Kernels kernels;
    private final Map<Key, Deque<INDArray>> free = new HashMap<>();

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
        INDArray pooled = deque(type, shape).poll();
        return pooled != null ? pooled : kernels.create(type, shape);
    }

    /**
     * Gives a tensor back.
     *
     * @param tensor a tensor from {@link #allocate}, not to be used any more; null is ignored
     */
    public void release(INDArray tensor) {
        if (tensor != null) {
            deque(tensor.dataType(), tensor.shape()).push(tensor);
        }
    }

    private Deque<INDArray> deque(DataType type, long[] shape) {
        return free.computeIfAbsent(new Key(type, LongStream.of(shape).boxed().toList()), key -> new ArrayDeque<>());
    }

    /** Frees the tensors that were given back. */
    @Override
    public void close() {
        free.values().forEach(tensors -> tensors.forEach(INDArray::close));
        free.clear();
    }
}
