package org.odenet.core.nn;

import java.util.Arrays;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.factory.Nd4j;
import org.odenet.core.kernel.Kernels;
import org.odenet.core.tensor.Tensors;

/** Element-wise operations on tensors of one shape: over whole buffers where their memory orders agree. */
final class Elementwise {

    private static final double[] ONE = {1};

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
    static void copy(Kernels kernels, INDArray from, INDArray to) {
        if (alike(from, to)) {
            kernels.combine(to, from, ONE, List.of());
        } else {
            to.assign(from);
        }
    }

    /** Adds to a tensor. */
    static void add(Kernels kernels, INDArray from, INDArray to) {
        if (alike(from, to)) {
            kernels.combine(to, to, ONE, List.of(from));
        } else {
            to.addi(from);
        }
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
