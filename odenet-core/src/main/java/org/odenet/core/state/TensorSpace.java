package org.odenet.core.state;

import java.util.Arrays;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.odenet.core.kernel.KernelProviders;
import org.odenet.core.kernel.Kernels;
import org.odenet.core.tensor.Tensors;

/** The space of dense tensors of one type, shape and memory order. Its algebra runs over whole buffers. */
final class TensorSpace implements VectorSpace<INDArray> {

    private static final double[] NONE = {};

    private final INDArray prototype;
    private final Kernels kernels = KernelProviders.select();

    TensorSpace(INDArray prototype) {
        Tensors.requireFloating(prototype.dataType());
        if (prototype.isEmpty()) {
            throw new IllegalArgumentException("the state is an empty tensor; an ODE needs at least one component");
        }
        if (!Tensors.isDense(prototype)) {
            throw new IllegalArgumentException("the state of shape " + Arrays.toString(prototype.shape())
                    + " is a view with gaps in memory; pass a dup() of it");
        }
        this.prototype = prototype;
    }

    @Override
    public long dimension() {
        return prototype.length();
    }

    @Override
    public INDArray create() {
        return Tensors.zerosLike(prototype);
    }

    @Override
    public void copy(INDArray from, INDArray to) {
        kernels.combine(to, from, NONE, List.of());
    }

    @Override
    public void combine(INDArray out, INDArray base, double[] weights, List<INDArray> vectors) {
        kernels.combine(out, base, weights, vectors);
    }

    @Override
    public double errorNorm(
            double[] weights, List<INDArray> vectors, INDArray first, INDArray second, Tolerances tolerances) {
        return kernels.errorNorm(weights, vectors, first, second, tolerances.relative(), tolerances.absolute());
    }

    @Override
    public boolean isFinite(INDArray state) {
        if (Double.isFinite(state.norm2Number().doubleValue())) {
            return true;
        }
        // The norm may have overflowed where no component did: 0 * x is NaN for an infinite or NaN x, else 0.
        try (INDArray zeros = state.mul(0)) {
            return zeros.sumNumber().doubleValue() == 0;
        }
    }

    @Override
    public void require(INDArray state, String what) {
        if (state == null
                || !Arrays.equals(state.shape(), prototype.shape())
                || state.dataType() != prototype.dataType()) {
            throw new IllegalArgumentException(
                    what + " is " + describe(state) + ", the state of this solve is " + describe(prototype));
        }
    }

    private static String describe(INDArray tensor) {
        return tensor == null ? "null" : tensor.dataType() + " " + Arrays.toString(tensor.shape());
    }

    @Override
    public void release(INDArray state) {
        if (state != null && !state.wasClosed()) {
            state.close();
        }
    }

    @Override
    public void close() {
        // No scratch.
    }
}
