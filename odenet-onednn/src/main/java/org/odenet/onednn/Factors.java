package org.odenet.onednn;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;

/** Images in the precision that a convolution multiplies in: where it is not their own, they are copied. */
final class Factors implements AutoCloseable {

    private record Conversion(PrimitiveCall call, memory to) {}

    private final Primitives primitives;
    private final Precision precision;
    private final Map<List<Long>, Conversion> conversions = new HashMap<>();

    Factors(Primitives primitives, Precision precision) {
        this.primitives = primitives;
        this.precision = precision;
    }

    /** Where the images at a place are in this precision; a copy is valid until the next call. */
    long of(long[] shape, long images) {
        if (precision == Precision.FLOAT32) {
            return images;
        }
        Conversion conversion =
                conversions.computeIfAbsent(Arrays.stream(shape).boxed().toList(), key -> prepare(shape));
        conversion.call().place(dnnl.DNNL_ARG_FROM, images).run();
        return conversion.to().get_data_handle().address();
    }

    private Conversion prepare(long[] shape) {
        memory to = new memory(Descriptors.factors(precision, shape), NativeThread.ENGINE);
        PrimitiveCall call = new PrimitiveCall(primitives.conversion(precision, shape))
                .with(dnnl.DNNL_ARG_FROM, Descriptors.images(shape))
                .with(dnnl.DNNL_ARG_TO, to);
        return new Conversion(call, to);
    }

    @Override
    public void close() {
        conversions.values().forEach(conversion -> {
            conversion.call().close();
            conversion.to().close();
        });
        conversions.clear();
    }
}
