package org.odenet.core.nn;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/** The {@link RepeatedOutput}s of a sequence's layers in one context, for each shape. */
final class RepeatedOutputs implements AutoCloseable {

    private record Key(int layer, List<Long> shape) {}

    private final LayerContext context;
    private final Map<Key, RepeatedOutput> outputs = new HashMap<>();

    RepeatedOutputs(LayerContext context) {
        this.context = context;
    }

    /**
     * The tensor for a layer.
     *
     * @param layer its number in the sequence
     * @param shape the output's shape
     * @return always the same
     */
    RepeatedOutput of(int layer, long... shape) {
        Key key = new Key(layer, LongStream.of(shape).boxed().toList());
        return outputs.computeIfAbsent(key, absent -> new RepeatedOutput(context.allocate(shape)));
    }

    @Override
    public void close() {
        outputs.values().forEach(output -> context.release(output.tensor()));
        outputs.clear();
    }
}
