package org.odenet.core.state;

import java.util.Arrays;
import java.util.List;
import org.nd4j.linalg.api.blas.Level1;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/** The space of dense tensors of one type, shape and memory order. Its algebra runs over whole buffers. */
final class TensorSpace implements VectorSpace<INDArray> {

    private final INDArray prototype;
    private INDArray error;
    private INDArray scale;

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
        return Tensors.like(prototype);
    }

    @Override
    public void copy(INDArray from, INDArray to) {
        Tensors.copy(from, to);
    }

    @Override
    public void combine(INDArray out, INDArray base, double[] weights, List<INDArray> vectors) {
        if (base == null) {
            addTo(Tensors.flat(out), weights, vectors, startWithFirst(Tensors.flat(out), weights, vectors));
        } else {
            if (base != out) {
                copy(base, out);
            }
            addTo(Tensors.flat(out), weights, vectors, 0);
        }
    }

    /** Sets the sum to its first term, which saves a pass to clear it. Returns where the other terms begin. */
    private static int startWithFirst(INDArray flat, double[] weights, List<INDArray> vectors) {
        for (int j = 0; j < vectors.size(); j++) {
            if (weights[j] != 0) {
                Tensors.copy(Tensors.flat(vectors.get(j)), flat);
                Nd4j.getBlasWrapper().level1().scal(flat.length(), weights[j], flat);
                return j + 1;
            }
        }
        flat.assign(0);
        return vectors.size();
    }

    private static void addTo(INDArray flat, double[] weights, List<INDArray> vectors, int first) {
        Level1 blas = Nd4j.getBlasWrapper().level1();
        for (int j = first; j < vectors.size(); j++) {
            if (weights[j] != 0) {
                blas.axpy(flat.length(), weights[j], Tensors.flat(vectors.get(j)), flat);
            }
        }
    }

    @Override
    public double errorNorm(
            double[] weights, List<INDArray> vectors, INDArray first, INDArray second, Tolerances tolerances) {
        if (error == null) {
            error = Nd4j.createUninitialized(prototype.dataType(), prototype.length());
            scale = Nd4j.createUninitialized(prototype.dataType(), prototype.length());
        }
        scaleInto(first, second, tolerances);
        addTo(error, weights, vectors, startWithFirst(error, weights, vectors));
        error.divi(scale);
        if (!isFinite(first) || (second != first && !isFinite(second))) {
            return Double.NaN;
        }
        return error.norm2Number().doubleValue() / Math.sqrt(error.length());
    }

    /** Sets scale to {@code absolute + relative * max(|first|, |second|)}; uses error as scratch. */
    private void scaleInto(INDArray first, INDArray second, Tolerances tolerances) {
        scale.assign(Tensors.flat(first));
        Transforms.abs(scale, false);
        if (second != first) {
            error.assign(Tensors.flat(second));
            Transforms.abs(error, false);
            Transforms.max(scale, error, false);
        }
        scale.muli(tolerances.relative()).addi(tolerances.absolute());
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
        release(error);
        release(scale);
    }
}
