package org.odenet.onednn;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.post_ops;
import org.bytedeco.dnnl.primitive;
import org.bytedeco.dnnl.primitive_attr;
import org.bytedeco.dnnl.reorder;

/**
 * The primitives that were used last, for all threads. What falls out is freed by the garbage collector, since other
 * threads may still run it.
 */
final class Primitives {

    private record ConvolutionKey(ConvolutionKind kind, ConvolutionShape shape) {}

    private record ReorderKey(ConvolutionKind kind, ConvolutionShape shape, List<Long> strides) {}

    private record ConversionKey(Precision precision, List<Long> shape) {}

    private final Recent<ConvolutionKey, ConvolutionKind.Prepared> convolutions;
    private final Recent<ReorderKey, primitive> reorders;
    private final Recent<ConversionKey, primitive> conversions;

    Primitives(int capacity) {
        convolutions = new Recent<>(capacity);
        reorders = new Recent<>(capacity);
        conversions = new Recent<>(capacity);
    }

    ConvolutionKind.Prepared convolution(ConvolutionKind kind, ConvolutionShape shape) {
        return convolutions.get(new ConvolutionKey(kind, shape), () -> kind.prepare(shape));
    }

    /** Brings contiguous weights into the order of a computation. */
    primitive ordering(ConvolutionKind kind, ConvolutionShape shape) {
        return reorders.get(new ReorderKey(kind, shape, List.of()), () -> {
            memory.desc from = Descriptors.contiguous(shape.weight());
            memory.desc to = convolution(kind, shape).weights();
            return new reorder(new reorder.primitive_desc(NativeThread.ENGINE, from, NativeThread.ENGINE, to));
        });
    }

    /** Copies images into another precision. */
    primitive conversion(Precision precision, long[] shape) {
        List<Long> key = LongStream.of(shape).boxed().toList();
        return conversions.get(new ConversionKey(precision, key), () -> {
            memory.desc from = Descriptors.images(shape);
            memory.desc to = Descriptors.factors(precision, shape);
            return new reorder(new reorder.primitive_desc(NativeThread.ENGINE, from, NativeThread.ENGINE, to));
        });
    }

    /** Adds a gradient in the order of {@link ConvolutionKind#BACKWARD_WEIGHTS} to one with the given strides. */
    primitive addition(ConvolutionShape shape, List<Long> strides) {
        ConvolutionKind kind = ConvolutionKind.BACKWARD_WEIGHTS;
        return reorders.get(new ReorderKey(kind, shape, strides), () -> {
            post_ops sum = new post_ops();
            sum.append_sum();
            primitive_attr attributes = new primitive_attr();
            attributes.set_post_ops(sum);
            memory.desc from = convolution(kind, shape).weights();
            memory.desc to = Descriptors.strided(
                    shape.weight(), strides.stream().mapToLong(Long::longValue).toArray());
            return new reorder(
                    new reorder.primitive_desc(NativeThread.ENGINE, from, NativeThread.ENGINE, to, attributes, false));
        });
    }

    /** The number of primitives that are kept. */
    int size() {
        return convolutions.size() + reorders.size() + conversions.size();
    }

    /** A map that forgets what was not used for the longest time. */
    private static final class Recent<K, V> {

        private final Map<K, V> entries;

        Recent(int capacity) {
            entries = new LinkedHashMap<>(16, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                    return size() > capacity;
                }
            };
        }

        /** One thread makes what is missing, the others wait for it: they are likely to want the same. */
        synchronized V get(K key, Supplier<V> maker) {
            V value = entries.get(key);
            if (value == null) {
                value = maker.get();
                entries.put(key, value);
            }
            return value;
        }

        synchronized int size() {
            return entries.size();
        }
    }
}
