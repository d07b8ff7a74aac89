package org.odenet.models.verification;

import org.nd4j.linalg.api.ndarray.INDArray;

/** How far values are from their reference. */
final class Comparison {

    private Comparison() {}

    /** The norm of the difference over the norm of the reference, in double precision. */
    static double relativeError(INDArray values, INDArray reference) {
        double[] a = exact(values);
        double[] b = exact(reference);
        if (a.length != b.length) {
            throw new IllegalArgumentException(
                    "there are " + a.length + " values for " + b.length + " reference values");
        }
        double difference = 0;
        double norm = 0;
        for (int i = 0; i < a.length; i++) {
            difference += (a[i] - b[i]) * (a[i] - b[i]);
            norm += b[i] * b[i];
        }
        return norm == 0 ? Math.sqrt(difference) : Math.sqrt(difference / norm);
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
