package org.odenet.solvers.implicit;

/** The LU factorisation of a small dense matrix, with partial pivoting, in memory that is used again. */
public final class DenseLu {

    private final int size;
    private final double[][] rows;
    private final int[] pivots;

    /**
     * Allocates the memory.
     *
     * @param size the number of rows
     */
    public DenseLu(int size) {
        this.size = size;
        this.rows = new double[size][size];
        this.pivots = new int[size];
    }

    /**
     * The matrix, to be overwritten whole before {@link #factorize}, which replaces it by its factors.
     *
     * @return the rows
     */
    public double[][] rows() {
        return rows;
    }

    /**
     * Factorises the matrix.
     *
     * @return false if it is singular or has an element that is not finite
     */
    public boolean factorize() {
        for (int k = 0; k < size; k++) {
            int pivot = k;
            for (int i = k + 1; i < size; i++) {
                if (Math.abs(rows[i][k]) > Math.abs(rows[pivot][k])) {
                    pivot = i;
                }
            }
            double[] top = rows[pivot];
            rows[pivot] = rows[k];
            rows[k] = top;
            pivots[k] = pivot;
            if (top[k] == 0 || !Double.isFinite(top[k])) {
                return false;
            }
            for (int i = k + 1; i < size; i++) {
                eliminate(rows[i], top, k);
            }
        }
        return true;
    }

    private static void eliminate(double[] row, double[] top, int k) {
        if (row[k] == 0) {
            return;
        }
        double factor = row[k] / top[k];
        row[k] = factor;
        for (int j = k + 1; j < row.length; j++) {
            row[j] -= factor * top[j];
        }
    }

    /**
     * Solves {@code A x = b}.
     *
     * @param b the right-hand side, replaced by the solution
     */
    public void solve(double[] b) {
        for (int k = 0; k < size; k++) {
            swap(b, k, pivots[k]);
        }
        for (int i = 1; i < size; i++) {
            b[i] -= product(rows[i], b, 0, i);
        }
        for (int i = size - 1; i >= 0; i--) {
            b[i] = (b[i] - product(rows[i], b, i + 1, size)) / rows[i][i];
        }
    }

    private static double product(double[] row, double[] x, int from, int to) {
        double sum = 0;
        for (int j = from; j < to; j++) {
            sum += row[j] * x[j];
        }
        return sum;
    }

    /**
     * Solves {@code Aᵀ x = b}.
     *
     * @param b the right-hand side, replaced by the solution
     */
    public void solveTransposed(double[] b) {
        for (int i = 0; i < size; i++) {
            b[i] /= rows[i][i];
            for (int j = i + 1; j < size; j++) {
                b[j] -= rows[i][j] * b[i];
            }
        }
        for (int i = size - 1; i > 0; i--) {
            for (int j = 0; j < i; j++) {
                b[j] -= rows[i][j] * b[i];
            }
        }
        for (int k = size - 1; k >= 0; k--) {
            swap(b, k, pivots[k]);
        }
    }

    private static void swap(double[] values, int i, int j) {
        double value = values[i];
        values[i] = values[j];
        values[j] = value;
    }
}
