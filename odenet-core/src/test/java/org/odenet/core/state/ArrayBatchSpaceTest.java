package org.odenet.core.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a sample of a batch gets, to the bit, is what it gets in a space of its own. */
class ArrayBatchSpaceTest {

    private static final int SAMPLES = 29;
    private static final double[] WEIGHTS = {0.3, 0, -1.7, 0.01, 2.5, 0, 0.125, -0.6, 1.1};

    private static double[] random(int length, int seed) {
        return new Random(seed).doubles(length, -2, 2).toArray();
    }

    private static List<double[]> vectors(int length, int terms) {
        List<double[]> vectors = new ArrayList<>();
        for (int j = 0; j < terms; j++) {
            vectors.add(random(length, 10 + j));
        }
        return vectors;
    }

    private static double[] row(double[] batch, int row, int dimension) {
        return Arrays.copyOfRange(batch, row * dimension, (row + 1) * dimension);
    }

    private static List<double[]> rows(List<double[]> batches, int row, int dimension) {
        return batches.stream().map(batch -> row(batch, row, dimension)).toList();
    }

    private static double[] scaled(double size) {
        return Arrays.stream(WEIGHTS).map(weight -> size * weight).toArray();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 15, 16, 17, 40})
    void combinesEachRowAsIfItWereAlone(int dimension) {
        int length = SAMPLES * dimension;
        double[] sizes = random(SAMPLES, 1);
        double[] base = random(length, 2);
        BatchSpace<double[]> space = BatchSpace.of(base, SAMPLES);
        VectorSpace<double[]> one = space.ofOne();
        for (int terms = 0; terms <= WEIGHTS.length; terms++) {
            List<double[]> vectors = vectors(length, terms);
            double[] out = space.create();
            space.begin(SAMPLES - 1, sizes);
            space.combine(out, base, WEIGHTS, vectors);
            for (int row = 0; row < SAMPLES - 1; row++) {
                double[] alone = one.create();
                one.combine(alone, row(base, row, dimension), scaled(sizes[row]), rows(vectors, row, dimension));
                assertThat(row(out, row, dimension)).isEqualTo(alone);
            }
            assertThat(row(out, SAMPLES - 1, dimension)).containsOnly(0);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 15, 16, 17, 40})
    void measuresEachRowAsIfItWereAlone(int dimension) {
        double[] relative = new Random(5).doubles(SAMPLES, 1e-6, 1e-3).toArray();
        double[] absolute = new Random(6).doubles(SAMPLES, 1e-6, 1e-3).toArray();
        assertNorms(dimension, relative, absolute);
        assertNorms(dimension, new double[] {1e-4}, new double[] {1e-5});
        assertNorms(dimension, relative, new double[] {1e-5});
    }

    private static void assertNorms(int dimension, double[] relative, double[] absolute) {
        int length = SAMPLES * dimension;
        double[] sizes = random(SAMPLES, 1);
        double[] first = random(length, 2);
        double[] second = random(length, 3);
        second[4 * dimension] = Double.NaN;
        second[5 * dimension] = Double.NEGATIVE_INFINITY;
        BatchSpace<double[]> space = BatchSpace.of(first, SAMPLES);
        VectorSpace<double[]> one = space.ofOne();
        for (int terms = 0; terms <= WEIGHTS.length; terms++) {
            List<double[]> vectors = vectors(length, terms);
            double[] norms = new double[SAMPLES];
            space.begin(SAMPLES, sizes);
            space.errorNorms(WEIGHTS, vectors, first, second, relative, absolute, norms);
            for (int row = 0; row < SAMPLES; row++) {
                Tolerances tolerances = new Tolerances(
                        relative[relative.length == 1 ? 0 : row], absolute[absolute.length == 1 ? 0 : row]);
                double alone = one.errorNorm(
                        scaled(sizes[row]),
                        rows(vectors, row, dimension),
                        row(first, row, dimension),
                        row(second, row, dimension),
                        tolerances);
                // As objects, so that NaN equals itself.
                assertThat((Double) norms[row]).isEqualTo((Double) alone);
            }
            assertThat(norms[4]).isNaN();
            assertThat(norms[5]).isNaN();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 16, 17})
    void copiesRows(int dimension) {
        double[] from = random(SAMPLES * dimension, 1);
        BatchSpace<double[]> space = BatchSpace.of(from, SAMPLES);
        double[] to = space.create();
        space.copyRows(3, from, new int[] {5, 0, 28}, to, new int[] {1, 2, 7});
        assertThat(row(to, 1, dimension)).isEqualTo(row(from, 5, dimension));
        assertThat(row(to, 2, dimension)).isEqualTo(row(from, 0, dimension));
        assertThat(row(to, 7, dimension)).isEqualTo(row(from, 28, dimension));
        assertThat(row(to, 0, dimension)).containsOnly(0);
        double[] all = space.create();
        space.copyRows(SAMPLES, from, null, all, null);
        assertThat(all).isEqualTo(from);
    }

    @Test
    void saysWhatIsWrong() {
        assertThatThrownBy(() -> BatchSpace.of(new double[7], 3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("3 samples has 7 components");
    }
}
