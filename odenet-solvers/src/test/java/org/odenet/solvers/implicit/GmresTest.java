package org.odenet.solvers.implicit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.odenet.core.state.VectorSpace;

class GmresTest {

    private static final int SIZE = 30;

    private final double[] solution = new Random(2).doubles(SIZE, -1, 1).toArray();

    /** A tridiagonal matrix that is not symmetric. */
    private static boolean apply(double[] x, double[] out) {
        for (int i = 0; i < x.length; i++) {
            out[i] = 3 * x[i] - (i > 0 ? 1.5 * x[i - 1] : 0) + (i + 1 < x.length ? 0.4 * x[i + 1] : 0);
        }
        return true;
    }

    private double[] rightHandSide() {
        double[] b = new double[SIZE];
        apply(solution, b);
        return b;
    }

    @Test
    void solvesWithAndWithoutRestarts() {
        for (int restart : new int[] {3, 7, SIZE, 50}) {
            double[] x = new double[SIZE];
            try (Gmres<double[]> gmres = new Gmres<>(VectorSpace.of(x), restart)) {
                assertThat(gmres.solve(GmresTest::apply, rightHandSide(), x, 1e-12, 500))
                        .isTrue();
                assertThat(x).containsExactly(solution, within(1e-11));
                // Again, in the memory of the first.
                assertThat(gmres.solve(GmresTest::apply, rightHandSide(), x, 1e-3, 500))
                        .isTrue();
                assertThat(x).containsExactly(solution, within(1e-2));
            }
        }
    }

    @Test
    void endsWhereItsSpaceIsExhausted() {
        double[] x = new double[SIZE];
        double[] b = new double[SIZE];
        try (Gmres<double[]> gmres = new Gmres<>(VectorSpace.of(x), 20)) {
            assertThat(gmres.solve(GmresTest::apply, b, x, 1e-10, 100)).isTrue();
            assertThat(x).containsOnly(0);
            b[3] = 2;
            Gmres.Operator<double[]> half = (from, to) -> {
                for (int i = 0; i < SIZE; i++) {
                    to[i] = 0.5 * from[i];
                }
                return true;
            };
            assertThat(gmres.solve(half, b, x, 1e-15, 100)).isTrue();
            assertThat(x[3]).isEqualTo(4);
        }
    }

    @Test
    void givesUpWithItsOperatorAndAtTheLimit() {
        double[] x = new double[SIZE];
        int[] left = {4};
        try (Gmres<double[]> gmres = new Gmres<>(VectorSpace.of(x), 20)) {
            assertThat(gmres.solve((from, to) -> left[0]-- > 0 && apply(from, to), rightHandSide(), x, 1e-10, 100))
                    .isFalse();
            assertThat(gmres.solve(GmresTest::apply, rightHandSide(), x, 1e-12, 5))
                    .isFalse();
            Gmres.Operator<double[]> spoilt = (from, to) -> {
                to[0] = Double.NaN;
                return true;
            };
            assertThat(gmres.solve(spoilt, rightHandSide(), x, 1e-12, 100)).isFalse();
        }
    }

    @Test
    void solvesForStackedTensors() {
        INDArray prototype = Nd4j.create(DataType.DOUBLE, 3, 2);
        StackedSpace<INDArray> space = new StackedSpace<>(VectorSpace.of(prototype), 2);
        List<INDArray> b = List.of(Nd4j.ones(DataType.DOUBLE, 3, 2), Nd4j.zeros(DataType.DOUBLE, 3, 2));
        List<INDArray> x = space.create();
        // (u, v) to (2u - v, u + v).
        Gmres.Operator<List<INDArray>> operator = (from, to) -> {
            to.get(0).assign(from.get(0).mul(2).sub(from.get(1)));
            to.get(1).assign(from.get(0).add(from.get(1)));
            return true;
        };
        try (Gmres<List<INDArray>> gmres = new Gmres<>(space, 10)) {
            assertThat(gmres.solve(operator, b, x, 1e-12, 20)).isTrue();
        }
        assertThat(x.get(0).getDouble(1, 1)).isCloseTo(1.0 / 3, within(1e-12));
        assertThat(x.get(1).getDouble(2, 0)).isCloseTo(-1.0 / 3, within(1e-12));
    }
}
