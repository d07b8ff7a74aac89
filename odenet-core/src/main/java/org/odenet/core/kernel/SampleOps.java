package org.odenet.core.kernel;

import java.util.List;
import org.nd4j.linalg.api.blas.Level1;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.odenet.core.tensor.Tensors;

/** The algebra of batches whose samples take steps of their own, by BLAS, a sample and a term at a time. */
final class SampleOps {

    private SampleOps() {}

    /** A sample's elements in the order of memory. */
    static INDArray flat(INDArray batch, int row) {
        return Tensors.flat(Tensors.samples(batch, row, row + 1));
    }

    static void combine(
            int count,
            INDArray out,
            int[] outRows,
            INDArray base,
            int[] rows,
            double[][] weights,
            List<INDArray> vectors) {
        Level1 blas = Nd4j.getBlasWrapper().level1();
        for (int i = 0; i < count; i++) {
            int from = rows == null ? i : rows[i];
            INDArray sum = flat(out, outRows == null ? i : outRows[i]);
            if (base == null) {
                sum.assign(0);
            } else {
                Tensors.copy(flat(base, from), sum);
            }
            for (int j = 0; j < vectors.size(); j++) {
                if (weights[i][j] != 0) {
                    blas.axpy(sum.length(), weights[i][j], flat(vectors.get(j), from), sum);
                }
            }
        }
    }
}
