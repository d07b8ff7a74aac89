package org.odenet.solvers.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InverseRootTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 12})
    void isThePower(int order) {
        Random random = new Random(order);
        for (int i = 0; i < 20_000; i++) {
            double value = Math.exp(60 * random.nextDouble() - 30);
            double expected = Math.pow(value, -1.0 / order);
            assertThat(InverseRoot.of(value, order))
                    .as("root of %s", value)
                    .isCloseTo(expected, within(1e-15 * expected));
        }
        assertThat(InverseRoot.of(1, order)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 12})
    void manyHaveTheBitsOfOne(int order) {
        Random random = new Random(order);
        double[] values = new double[135];
        for (int i = 0; i < values.length; i++) {
            values[i] = Math.exp(100 * random.nextDouble() - 50);
        }
        double[] special = {0, Double.MIN_VALUE, 1e-300, 1, Double.MAX_VALUE, Double.POSITIVE_INFINITY, Double.NaN};
        System.arraycopy(special, 0, values, 3, special.length);
        double[] roots = new double[values.length];
        InverseRoots many = new InverseRoots(order, values.length);
        for (int count = 0; count <= values.length; count += 5) {
            many.of(count, values, roots);
            for (int i = 0; i < count; i++) {
                // As objects, so that NaN equals itself.
                assertThat((Double) roots[i]).isEqualTo((Double) InverseRoot.of(values[i], order));
            }
        }
    }
}
