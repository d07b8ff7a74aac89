package org.odenet.core.nn;

import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.factory.Nd4j;
import org.odenet.core.state.Tensors;

/** Element-wise operations on tensors of one shape: over whole buffers where their memory orders agree. */
final class Elementwise {

    private Elementwise() {}

    /** What is computed; the tensors are those given, or vectors over their memory. */
    @FunctionalInterface
    interface Operation {
        void apply(INDArray a, INDArray b, INDArray out);
    }

    /** Applies an operation of two tensors; out may be one of them. */
    static void apply(INDArray a, INDArray b, INDArray out, Operation operation) {
        if (alike(a, out) && alike(b, out)) {
            operation.apply(Tensors.flat(a), Tensors.flat(b), Tensors.flat(out));
        } else {
            operation.apply(a, b, out);
        }
    }

    /** Copies. */
    static void copy(INDArray from, INDArray to) {
        apply(from, from, to, (a, b, out) -> out.assign(a));
    }

    /** Adds to a tensor. */
    static void add(INDArray from, INDArray to) {
        apply(from, from, to, (a, b, out) -> out.addi(a));
    }

    /** Runs an operation of ND4J by its name. */
    static void exec(String name, INDArray out, INDArray... inputs) {
        Nd4j.exec(
                DynamicCustomOp.builder(name).addInputs(inputs).addOutputs(out).build());
    }

    private static boolean alike(INDArray a, INDArray b) {
        return Arrays.equals(a.stride(), b.stride()) && Tensors.isDense(a);
    }
}
