package org.odenet.models.verification;

import org.nd4j.linalg.api.ndarray.INDArray;

/** How far values are from their reference. */
final class Comparison {

    private Comparison() {}

    /** The norm of the difference over the norm of the reference, in double precision. */
    static double relativeError(INDArray values, INDArray reference) {
        double norm = norm(reference);
        double difference = difference(values, reference);
        return norm == 0 ? difference : difference / norm;
    }

    /** The norm of the difference of tensors of one shape. */
    static double difference(INDArray values, INDArray reference) {
        double[] a = exact(values);
        double[] b = exact(reference);
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (a[i] - b[i]) * (a[i] - b[i]);
        }
        return Math.sqrt(sum);
    }

    /** The Euclidean norm. */
    static double norm(INDArray values) {
        double sum = 0;
        for (double value : exact(values)) {
            sum += value * value;
        }
        return Math.sqrt(sum);
    }

    private static double[] exact(INDArray values) {
        INDArray ordered = values.dup('c');
        try {
            return ordered.reshape(ordered.length()).toDoubleVector();
        } finally {
            ordered.close();
        }
    }
}
