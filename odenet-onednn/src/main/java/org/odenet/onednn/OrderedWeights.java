package org.odenet.onednn;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A convolution's weight, and room for its gradient, in the orders that oneDNN's primitives want: one copy for each order,
 * whatever the number of primitives, which is large where batches are of many sizes.
 */
final class OrderedWeights implements AutoCloseable {

    private final Primitives primitives;
    private final INDArray weight;
    private final List<memory> weights = new ArrayList<>();
    private final List<memory> gradients = new ArrayList<>();

    OrderedWeights(Primitives primitives, INDArray weight) {
        this.primitives = primitives;
        this.weight = weight;
    }

    /** The weight for a computation, or room for what it computes of the weight's gradient. */
    memory of(ConvolutionKind kind, ConvolutionShape shape) {
        List<memory> known = kind == ConvolutionKind.BACKWARD_WEIGHTS ? gradients : weights;
        memory.desc order = primitives.convolution(kind, shape).weights();
        for (memory values : known) {
            if (values.get_desc().equals(order)) {
                return values;
            }
        }
        memory values = new memory(order, NativeThread.ENGINE);
        if (known == weights) {
            bringIntoOrder(kind, shape, values);
        }
        known.add(values);
        return values;
    }

    private void bringIntoOrder(ConvolutionKind kind, ConvolutionShape shape, memory to) {
        try (PrimitiveCall reorder = new PrimitiveCall(primitives.ordering(kind, shape))) {
            reorder.with(dnnl.DNNL_ARG_FROM, Descriptors.contiguous(shape.weight()))
                    .with(dnnl.DNNL_ARG_TO, to)
                    .place(dnnl.DNNL_ARG_FROM, Address.of(weight))
                    .run();
        }
    }

    @Override
    public void close() {
        weights.forEach(memory::close);
        weights.clear();
        gradients.forEach(memory::close);
        gradients.clear();
    }
}
