package org.odenet.core.kernel;

import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.factory.Nd4j;

/** Tensors that live for one operation. */
final class Scratch implements AutoCloseable {

    private final DataType type;
    private final List<INDArray> tensors = new ArrayList<>();

    Scratch(DataType type) {
        this.type = type;
    }

    /** A tensor whose values are undefined. */
    INDArray create(long... shape) {
        return keep(Nd4j.createUninitialized(type, shape));
    }

    /** Takes over a tensor. */
    INDArray keep(INDArray tensor) {
        tensors.add(tensor);
        return tensor;
    }

    /** {@code out = op(a, b)} with broadcasting; out may be a. These are much faster than ND4J's older broadcasts. */
    static void broadcast(String op, INDArray a, INDArray b, INDArray out) {
        Nd4j.exec(DynamicCustomOp.builder(op).addInputs(a, b).addOutputs(out).build());
    }

    @Override
    public void close() {
        tensors.forEach(INDArray::close);
    }
}
