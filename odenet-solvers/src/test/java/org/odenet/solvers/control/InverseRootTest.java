package org.odenet.solvers.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class InverseRootTest {

    @Test
    void isAPower() {
        Random random = new Random(7);
        for (int q = 1; q <= 12; q++) {
            for (int i = 0; i < 20_000; i++) {
                double x = Math.pow(2, i % 2 == 0 ? 20 * random.nextDouble() - 15 : 2000 * random.nextDouble() - 1000);
                double expected = Math.pow(x, -1.0 / q);
                // That of a power has the rounding of the exponent, too.
                double rounding = 1e-15 + 1.2e-16 * Math.abs(Math.log(x)) / q;
                assertThat(InverseRoot.of(x, q))
                        .as("%s to the power -1/%d", x, q)
                        .isCloseTo(expected, within(rounding * expected));
            }
        }
    }

    @Test
    void holdsAtTheEndsOfTheRange() {
        for (int q = 1; q <= 9; q++) {
            assertThat(InverseRoot.of(1, q)).isCloseTo(1, within(4e-16));
            assertThat(InverseRoot.of(Double.POSITIVE_INFINITY, q)).isZero();
            for (double x : new double[] {Double.MIN_VALUE, 0x1p-101, 0x1p101, Double.MAX_VALUE}) {
                assertThat(InverseRoot.of(x, q)).isEqualTo(Math.pow(x, -1.0 / q));
            }
            assertThat(InverseRoot.of(0x1p-100, q))
                    .isCloseTo(Math.pow(2, 100.0 / q), within(1e-14 * Math.pow(2, 100.0 / q)));
        }
    }
}
