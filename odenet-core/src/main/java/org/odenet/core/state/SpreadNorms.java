package org.odenet.core.state;

/**
 * The norms of the errors of many small samples: {@link ScaledNorm} in loops over all components, which are short,
 * so that the JIT compiler vectorises them. A sample's components are added in their order, so that its norm has the bits that it has alone.
 */
final class SpreadNorms {

    private SpreadNorms() {}

    /** What is tolerated of each component. */
    static void scales(double[] out, int length, double[] first, double[] second, double relative, double absolute) {
        for (int i = 0; i < length; i++) {
            out[i] = absolute + relative * Math.max(Math.abs(first[i]), Math.abs(second[i]));
        }
    }

    /** The same where each component has its own tolerances; they may be overwritten by the result. */
    static void scales(
            double[] out, int length, double[] first, double[] second, double[] relative, double[] absolute) {
        for (int i = 0; i < length; i++) {
            out[i] = absolute[i] + relative[i] * Math.max(Math.abs(first[i]), Math.abs(second[i]));
        }
    }

    /** Replaces errors by their squares in units of what is tolerated. */
    static void squareRatios(double[] errors, int length, double[] scales) {
        for (int i = 0; i < length; i++) {
            double ratio = errors[i] / scales[i];
            // The last term is NaN where the scale, and so a state, is not finite.
            errors[i] = ratio * ratio + 0 * scales[i];
        }
    }

    /** The roots of the mean squares of the rows. */
    static void roots(double[] squares, int rows, int dimension, double[] norms) {
        if (dimension == 2) {
            addPairs(squares, rows, norms);
        } else {
            addRows(squares, rows, dimension, norms);
        }
        for (int row = 0; row < rows; row++) {
            norms[row] = Math.sqrt(norms[row] / dimension);
        }
    }

    private static void addPairs(double[] squares, int rows, double[] sums) {
        for (int row = 0; row < rows; row++) {
            sums[row] = squares[2 * row] + squares[2 * row + 1];
        }
    }

    private static void addRows(double[] squares, int rows, int dimension, double[] sums) {
        for (int row = 0; row < rows; row++) {
            double sum = 0;
            for (int i = row * dimension; i < (row + 1) * dimension; i++) {
                sum += squares[i];
            }
            sums[row] = sum;
        }
    }
}
