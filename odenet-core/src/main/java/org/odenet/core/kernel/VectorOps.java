package org.odenet.core.kernel;

import java.util.List;
import org.nd4j.linalg.api.blas.Level1;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;
import org.odenet.core.tensor.Tensors;

/** The solvers' algebra by BLAS and ND4J, an operation for each term. */
final class VectorOps {

    private VectorOps() {}

    static void combine(INDArray out, INDArray base, double[] weights, List<INDArray> vectors) {
        INDArray sum = Tensors.flat(out);
        if (base == null) {
            sum.assign(0);
        } else if (base != out) {
            Tensors.copy(Tensors.flat(base), sum);
        }
        Level1 blas = Nd4j.getBlasWrapper().level1();
        for (int j = 0; j < vectors.size(); j++) {
            if (weights[j] != 0) {
                blas.axpy(sum.length(), weights[j], Tensors.flat(vectors.get(j)), sum);
            }
        }
    }

    static double dot(INDArray a, INDArray b) {
        return Nd4j.getBlasWrapper().level1().dot(a.length(), 1, Tensors.flat(a), Tensors.flat(b));
    }

    static double errorNorm(
            double[] weights,
            List<INDArray> vectors,
            INDArray first,
            INDArray second,
            double relative,
            double absolute) {
        try (Scratch scratch = new Scratch(first.dataType())) {
            INDArray scale = scratch.keep(Transforms.abs(Tensors.flat(first), true));
            INDArray error = scratch.keep(Transforms.abs(Tensors.flat(second), true));
            double finite = zeroIfFinite(scratch, scale) + zeroIfFinite(scratch, error);
            Transforms.max(scale, error, false);
            scale.muli(relative).addi(absolute);
            combine(error, null, weights, vectors);
            error.divi(scale);
            return error.norm2Number().doubleValue() / Math.sqrt(error.length()) + finite;
        }
    }

    /** 0 or NaN: 0 times what is not finite is NaN, which an infinite scale would hide. */
    private static double zeroIfFinite(Scratch scratch, INDArray values) {
        return scratch.keep(values.mul(0)).sumNumber().doubleValue();
    }
}
