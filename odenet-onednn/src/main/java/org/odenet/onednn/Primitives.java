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

    private record TapsKey(List<Long> shape, WeightOrder order, List<Long> strides) {}

    private record ConversionKey(Precision precision, List<Long> shape) {}

    private final Recent<ConvolutionKey, ConvolutionKind.Prepared> convolutions;
    private final Recent<ReorderKey, primitive> reorders;
    private final Recent<TapsKey, primitive> taps;
    private final Recent<TileProduct, TileProduct.Prepared> products;
    private final Recent<ConversionKey, primitive> conversions;

    Primitives(int capacity) {
        convolutions = new Recent<>(capacity);
        reorders = new Recent<>(capacity);
        taps = new Recent<>(capacity);
        products = new Recent<>(capacity);
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
        return conversions.get(new ConversionKey(precision, list(shape)), () -> {
            memory.desc from = Descriptors.images(shape);
            memory.desc to = Descriptors.factors(precision, shape);
            return new reorder(new reorder.primitive_desc(NativeThread.ENGINE, from, NativeThread.ENGINE, to));
        });
    }

    /** Adds a gradient in the order of {@link ConvolutionKind#BACKWARD_WEIGHTS} to one with the given strides. */
    primitive addition(ConvolutionShape shape, long... strides) {
        ConvolutionKind kind = ConvolutionKind.BACKWARD_WEIGHTS;
        return reorders.get(
                new ReorderKey(kind, shape, list(strides)),
                () -> addition(convolution(kind, shape).weights(), Descriptors.strided(shape.weight(), strides)));
    }

    /** Brings contiguous weights into an order. */
    primitive ordering(long[] shape, WeightOrder order) {
        return taps.get(new TapsKey(list(shape), order, List.of()), () -> {
            memory.desc from = Descriptors.contiguous(shape);
            memory.desc to = order.describe(shape);
            return new reorder(new reorder.primitive_desc(NativeThread.ENGINE, from, NativeThread.ENGINE, to));
        });
    }

    /** Adds a gradient in an order to one with the given strides. */
    primitive addition(long[] shape, WeightOrder order, long[] strides) {
        return taps.get(
                new TapsKey(list(shape), order, list(strides)),
                () -> addition(order.describe(shape), Descriptors.strided(shape, strides)));
    }

    private static primitive addition(memory.desc from, memory.desc to) {
        post_ops sum = new post_ops();
        sum.append_sum();
        primitive_attr attributes = new primitive_attr();
        attributes.set_post_ops(sum);
        return new reorder(
                new reorder.primitive_desc(NativeThread.ENGINE, from, NativeThread.ENGINE, to, attributes, false));
    }

    private static List<Long> list(long[] values) {
        return LongStream.of(values).boxed().toList();
    }

    /** Multiplies matrices. */
    TileProduct.Prepared product(TileProduct product) {
        return products.get(product, product::prepare);
    }

    /** The number of primitives that are kept. */
    int size() {
        return convolutions.size() + reorders.size() + taps.size() + products.size() + conversions.size();
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
