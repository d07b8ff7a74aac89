package org.odenet.core.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The fused loops against plain ones. */
class ArraySpaceTest {

    private static final Tolerances TOLERANCES = new Tolerances(1e-2, 1e-3);
    private static final int MOST_TERMS = 20;

    private final Random random = new Random(9);

    private double[] randomly(int length) {
        return random.doubles(length, -1, 1).toArray();
    }

    /** A third of the weights is zero, and what they belong to is not finite, so that no one may read it. */
    private List<double[]> vectors(int length, double[] weights, int terms) {
        List<double[]> vectors = new ArrayList<>();
        for (int j = 0; j < terms; j++) {
            weights[j] = random.nextInt(3) == 0 ? 0 : 2 * random.nextDouble() - 1;
            double[] vector = randomly(length);
            if (weights[j] == 0) {
                vector[length / 2] = Double.NaN;
            }
            vectors.add(vector);
        }
        return vectors;
    }

    private static double[] plainSum(double[] base, double[] weights, List<double[]> vectors, int length) {
        double[] sum = base == null ? new double[length] : base.clone();
        for (int j = 0; j < vectors.size(); j++) {
            for (int i = 0; i < length && weights[j] != 0; i++) {
                sum[i] += weights[j] * vectors.get(j)[i];
            }
        }
        return sum;
    }

    private static double plainNorm(double[] error, double[] first, double[] second) {
        double sum = 0;
        for (int i = 0; i < error.length; i++) {
            double largest = Math.max(Math.abs(first[i]), Math.abs(second[i]));
            sum += Math.pow(error[i] / (TOLERANCES.absolute() + TOLERANCES.relative() * largest), 2);
        }
        return Math.sqrt(sum / error.length);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 8, 9, 31, 511, 512, 513, 1000})
    void combinationsAndNormsAreThoseOfPlainLoops(int length) {
        try (VectorSpace<double[]> space = VectorSpace.of(new double[length])) {
            for (int terms = 0; terms <= MOST_TERMS; terms++) {
                double[] weights = randomly(MOST_TERMS + 1);
                List<double[]> vectors = vectors(length, weights, terms);
                double[] base = randomly(length);
                double[] out = randomly(length);

                space.combine(out, base, weights, vectors);
                assertThat(out).containsExactly(plainSum(base, weights, vectors, length), within(1e-14));
                space.combine(out, null, weights, vectors);
                double[] error = plainSum(null, weights, vectors, length);
                assertThat(out).containsExactly(error, within(1e-14));

                double[] second = randomly(length);
                double norm = plainNorm(error, base, second);
                assertThat(space.errorNorm(weights, vectors, base, second, TOLERANCES))
                        .isCloseTo(norm, within(1e-12 * norm));

                double[] inPlace = base.clone();
                space.combine(inPlace, inPlace, weights, vectors);
                assertThat(inPlace).containsExactly(plainSum(base, weights, vectors, length), within(1e-14));
            }
        }
    }
}
