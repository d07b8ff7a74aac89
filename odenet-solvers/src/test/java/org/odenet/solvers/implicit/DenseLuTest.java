package org.odenet.solvers.implicit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class DenseLuTest {

    private final Random random = new Random(4);

    @Test
    void solvesWithTheMatrixAndItsTranspose() {
        for (int size : new int[] {1, 2, 3, 8, 25}) {
            double[][] matrix = new double[size][];
            DenseLu lu = new DenseLu(size);
            for (int i = 0; i < size; i++) {
                matrix[i] = random.doubles(size, -1, 1).toArray();
                System.arraycopy(matrix[i], 0, lu.rows()[i], 0, size);
            }
            double[] x = random.doubles(size, -1, 1).toArray();
            double[] b = new double[size];
            double[] transposed = new double[size];
            for (int i = 0; i < size; i++) {
                for (int j = 0; j < size; j++) {
                    b[i] += matrix[i][j] * x[j];
                    transposed[j] += matrix[i][j] * x[i];
                }
            }

            assertThat(lu.factorize()).isTrue();
            lu.solve(b);
            lu.solveTransposed(transposed);

            assertThat(b).containsExactly(x, within(1e-10));
            assertThat(transposed).containsExactly(x, within(1e-10));
        }
    }

    @Test
    void tellsMatricesThatHaveNoInverse() {
        assertThat(factorizes(1, 2, 2, 4)).isFalse();
        assertThat(factorizes(0, 0, 0, 0)).isFalse();
        assertThat(factorizes(1, Double.NaN, 2, 4)).isFalse();
        assertThat(factorizes(Double.POSITIVE_INFINITY, 1, 2, 4)).isFalse();
        assertThat(factorizes(0, 1, 1, 0)).isTrue();
    }

    private static boolean factorizes(double a, double b, double c, double d) {
        DenseLu lu = new DenseLu(2);
        lu.rows()[0] = new double[] {a, b};
        lu.rows()[1] = new double[] {c, d};
        return lu.factorize();
    }
}
