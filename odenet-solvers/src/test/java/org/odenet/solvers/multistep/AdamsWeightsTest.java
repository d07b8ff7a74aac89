package org.odenet.solvers.multistep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AdamsWeightsTest {

    private static AdamsWeights even(int derivatives, boolean corrects) {
        double[] times = IntStream.range(0, derivatives)
                .mapToDouble(i -> 5 + 0.5 * (i - derivatives + 1))
                .toArray();
        return new AdamsWeights(5, 5.5, 0.5, times, corrects);
    }

    /** Hairer, Nørsett and Wanner I, tables III.1.1 and III.1.2. */
    @Test
    void evenStepsHaveTheClassicCoefficients() {
        assertWeights(even(1, false), 1, 1);
        assertWeights(even(2, false), 2, -1, 3);
        assertWeights(even(3, false), 12, 5, -16, 23);
        assertWeights(even(4, false), 24, -9, 37, -59, 55);
        assertWeights(even(5, false), 720, 251, -1274, 2616, -2774, 1901);
        assertWeights(even(1, true), 2, 1, 1);
        assertWeights(even(2, true), 12, -1, 8, 5);
        assertWeights(even(3, true), 24, 1, -5, 19, 9);
        assertWeights(even(4, true), 720, -19, 106, -264, 646, 251);
    }

    private static void assertWeights(AdamsWeights weights, double divisor, double... coefficients) {
        double[] expected =
                DoubleStream.of(coefficients).map(c -> 0.5 * c / divisor).toArray();
        assertThat(weights.ofEnd()).containsExactly(expected, within(1e-14));
    }

    /** Any polynomial of a degree below the number of stages, between uneven places, forward and backward. */
    @Test
    void integrateWhatTheStagesDetermine() {
        for (int derivatives = 1; derivatives <= 12; derivatives++) {
            for (double size : new double[] {0.3, -0.7}) {
                double[] times = unevenTimes(derivatives, size);
                AdamsWeights weights = new AdamsWeights(0, size, size, times, true);
                double[] nodes = DoubleStream.concat(DoubleStream.of(times), DoubleStream.of(size))
                        .toArray();
                for (int degree = 0; degree < nodes.length; degree++) {
                    for (double theta : new double[] {0, 0.4, 1}) {
                        double integral = Math.pow(theta * size, degree + 1) / (degree + 1);
                        double largest = sum(magnitudes(weights.ofInside(theta)), magnitudes(nodes), degree);
                        assertThat(sum(weights.ofInside(theta), nodes, degree))
                                .isCloseTo(integral, within(1e-12 * largest));
                    }
                }
            }
        }
    }

    /** What rounding errors are relative to. */
    private static double[] magnitudes(double[] values) {
        return DoubleStream.of(values).map(Math::abs).toArray();
    }

    private static double[] unevenTimes(int count, double size) {
        double[] times = new double[count];
        for (int i = count - 2; i >= 0; i--) {
            times[i] = times[i + 1] - size * (0.8 + 0.3 * Math.sin(i));
        }
        return times;
    }

    private static double sum(double[] weights, double[] nodes, int degree) {
        double sum = 0;
        for (int i = 0; i < nodes.length; i++) {
            sum += weights[i] * Math.pow(nodes[i], degree);
        }
        return sum;
    }

    @Test
    void endWithTheStepsOwnWeights() {
        AdamsWeights weights = even(4, true);

        assertThat(weights.ofInside(1)).isEqualTo(weights.ofEnd());
        assertThat(weights.ofInside(0)).containsOnly(0, -0.0);
        assertThat(weights.time(3)).isEqualTo(5);
        assertThat(weights.time(4)).isEqualTo(5.5);
    }
}
