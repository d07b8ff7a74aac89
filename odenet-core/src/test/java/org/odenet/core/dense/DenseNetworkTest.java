package org.odenet.core.dense;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.odenet.core.ode.Linearization;

class DenseNetworkTest {

    /** Few outputs and many: the layers have loops of their own for either. */
    private static final int[] WIDTHS = {3, 11, 9, 3};

    private static final double TIME = 0.7;
    private static final double STEP = 1e-6;

    private final Random random = new Random(3);

    private double[] randomly(int length) {
        return random.doubles(length, -1, 1).toArray();
    }

    private static DenseNetwork network(Activation activation, boolean timed) {
        DenseNetwork.Builder builder = DenseNetwork.widths(WIDTHS).activation(activation);
        DenseNetwork network = (timed ? builder.withTime() : builder).build(8);
        double[] biases =
                new Random(4).doubles(network.parameters().length, -0.1, 0.1).toArray();
        Arrays.setAll(network.parameters(), i -> network.parameters()[i] + biases[i]);
        return network;
    }

    @ParameterizedTest
    @EnumSource(Activation.class)
    void tangentsAndCotangentsAgree(Activation activation) {
        for (boolean timed : new boolean[] {false, true}) {
            DenseNetwork network = network(activation, timed);
            double[] tangent = randomly(6);
            double[] cotangent = randomly(6);
            double[] forward = new double[6];
            double[] back = new double[6];
            try (Linearization<double[]> linearization = network.linearize(TIME, randomly(6), new double[6])) {
                assertThat(linearization.hasJvp()).isTrue();
                linearization.jvp(tangent, forward);
                linearization.vjp(cotangent, back, null);
            }
            double byTangent = 0;
            double byCotangent = 0;
            for (int i = 0; i < 6; i++) {
                byTangent += cotangent[i] * forward[i];
                byCotangent += back[i] * tangent[i];
            }
            assertThat(byTangent).isNotZero().isCloseTo(byCotangent, within(1e-13));
        }
    }

    private static double[] evaluate(DenseNetwork network, double[] y) {
        double[] dydt = new double[y.length];
        network.evaluate(TIME, y, dydt);
        return dydt;
    }

    private static double activated(Activation activation, double x) {
        return switch (activation) {
            case TANH -> Math.tanh(x);
            case SIGMOID -> 1 / (1 + Math.exp(-x));
            case SOFTPLUS -> Math.log(1 + Math.exp(x));
            case RELU -> Math.max(x, 0);
        };
    }

    /** The formula, element by element. */
    private static double[] plain(DenseNetwork network, Activation activation, boolean timed, double[] y) {
        double[] values = timed
                ? DoubleStream.concat(DoubleStream.of(TIME), Arrays.stream(y)).toArray()
                : y;
        int offset = 0;
        for (int l = 1; l < WIDTHS.length; l++) {
            double[] inputs = values;
            int outputs = WIDTHS[l];
            int weights = offset;
            int biases = weights + inputs.length * outputs;
            double[] p = network.parameters();
            boolean hidden = l < WIDTHS.length - 1;
            values = IntStream.range(0, outputs)
                    .mapToDouble(o -> p[biases + o]
                            + IntStream.range(0, inputs.length)
                                    .mapToDouble(i -> inputs[i] * p[weights + i * outputs + o])
                                    .sum())
                    .map(x -> hidden ? activated(activation, x) : x)
                    .toArray();
            offset = biases + outputs;
        }
        assertThat(network.parameters()).hasSize(offset);
        return values;
    }

    @ParameterizedTest
    @EnumSource
    void computesTheFormula(Activation activation) {
        for (boolean timed : new boolean[] {false, true}) {
            DenseNetwork network = network(activation, timed);
            double[] y = randomly(3);
            double[] given = y.clone();

            assertThat(evaluate(network, y)).containsExactly(plain(network, activation, timed, y), within(1e-13));
            assertThat(y).containsExactly(given);
        }
    }

    /** The derivative of the product of a network's value and a cotangent by one number in an array. */
    private static double difference(DenseNetwork network, double[] y, double[] cotangent, double[] numbers, int i) {
        double kept = numbers[i];
        Supplier<Double> product = () -> {
            double[] value = evaluate(network, y);
            return IntStream.range(0, value.length)
                    .mapToDouble(k -> value[k] * cotangent[k])
                    .sum();
        };
        numbers[i] = kept + STEP;
        double after = product.get();
        numbers[i] = kept - STEP;
        double before = product.get();
        numbers[i] = kept;
        return (after - before) / (2 * STEP);
    }

    @ParameterizedTest
    @EnumSource
    void productsAreThoseOfFiniteDifferences(Activation activation) {
        for (boolean timed : new boolean[] {false, true}) {
            DenseNetwork network = network(activation, timed);
            double[] y = randomly(6);
            double[] cotangent = randomly(6);
            double[] stateCotangent = randomly(6);
            double[] before = randomly(network.parameters().length);
            double[] gradient = before.clone();
            double[] dydt = new double[6];

            try (Linearization<double[]> linearization = network.linearize(TIME, y.clone(), dydt)) {
                double[] alone = new double[6];
                linearization.vjp(cotangent, alone, null);
                linearization.vjp(cotangent, stateCotangent, gradient);
                assertThat(stateCotangent).containsExactly(alone);
            }

            assertThat(dydt).containsExactly(evaluate(network, y));
            for (int i = 0; i < y.length; i++) {
                assertThat(stateCotangent[i]).isCloseTo(difference(network, y, cotangent, y, i), within(1e-8));
            }
            for (int i = 0; i < gradient.length; i++) {
                double expected = difference(network, y, cotangent, network.parameters(), i);
                assertThat(gradient[i] - before[i]).isCloseTo(expected, within(1e-8));
            }
        }
    }

    @Test
    void samplesDoNotMix() {
        DenseNetwork network = network(Activation.TANH, true);
        double[] both = randomly(6);

        double[] together = evaluate(network, both);

        assertThat(Arrays.copyOf(together, 3)).containsExactly(evaluate(network, Arrays.copyOf(both, 3)));
        assertThat(Arrays.copyOfRange(together, 3, 6))
                .containsExactly(evaluate(network, Arrays.copyOfRange(both, 3, 6)));
    }

    @Test
    void openLinearizationsKeepTheirValues() {
        DenseNetwork network = network(Activation.TANH, false);
        double[] y = randomly(3);
        double[] cotangent = randomly(3);
        double[] expected = new double[3];
        double[] result = new double[3];
        try (Linearization<double[]> linearization = network.linearize(TIME, y, new double[3])) {
            linearization.vjp(cotangent, expected, null);
            for (int i = 0; i < 3; i++) {
                network.linearize(TIME, randomly(3), new double[3]).close();
                evaluate(network, randomly(3));
            }
            linearization.vjp(cotangent, result, null);
        }
        assertThat(result).containsExactly(expected);
    }

    @Test
    void linearizationsTellTheirMemory() {
        DenseNetwork network = network(Activation.TANH, true);
        Linearization<double[]> linearization = network.linearize(TIME, randomly(6), new double[6]);

        // Of two samples the inputs of the three layers, and two vectors of the widest.
        assertThat(linearization.bytes()).isEqualTo(Double.BYTES * (2 * (4 + 11 + 9) + 2 * 11));
        linearization.close();
        assertThat(linearization.bytes()).isZero();
    }

    @Test
    void threadsMayShareANetwork() {
        DenseNetwork network = network(Activation.TANH, false);
        double[] y = randomly(3);
        double[] expected = evaluate(network, y);

        assertThat(IntStream.range(0, 4000).parallel().allMatch(i -> {
                    evaluate(network, new double[] {i, -i, 1});
                    return Arrays.equals(evaluate(network, y), expected);
                }))
                .isTrue();
    }

    @Test
    void hyperbolicTangentsAreExactAndStaySo() {
        for (double x = -20; x <= 20; x += 1e-3) {
            assertThat(Activation.tanh(x)).isCloseTo(Math.tanh(x), within(4e-16 + 4e-15 * Math.abs(Math.tanh(x))));
        }
        for (double x : new double[] {1e-300, 1e-9, 0.01, 0.0499999, 0.0500001}) {
            assertThat(Activation.tanh(-x)).isCloseTo(-Math.tanh(x), within(4e-15 * x));
        }
        assertThat(Activation.tanh(Double.NEGATIVE_INFINITY)).isEqualTo(-1);
        assertThat(Activation.tanh(Double.NaN)).isNaN();
    }

    @Test
    void softplusDoesNotOverflow() {
        double[] values = {1000, -1000, 0};

        Activation.SOFTPLUS.apply(values, 0, 3);

        assertThat(values).containsExactly(1000, 0, Math.log(2));
    }

    @Test
    void oneSeedGivesOneNetwork() {
        double[] parameters = DenseNetwork.widths(2, 50, 2).build(7).parameters();

        assertThat(DenseNetwork.widths(2, 50, 2).build(7).parameters()).containsExactly(parameters);
        assertThat(DenseNetwork.widths(2, 50, 2).build(6).parameters()).isNotEqualTo(parameters);
        // Weights of the first layer within Glorot's limit, and its biases.
        assertThat(Arrays.stream(parameters, 0, 100).map(Math::abs).max().orElseThrow())
                .isBetween(0.8 * Math.sqrt(6.0 / 52), Math.sqrt(6.0 / 52));
        assertThat(Arrays.copyOfRange(parameters, 100, 150)).containsOnly(0);
    }

    @Test
    void parametersAreTheCallersOwn() {
        double[] parameters = new double[DenseNetwork.widths(1, 1).parameterCount()];
        DenseNetwork network = DenseNetwork.widths(1, 1).build(parameters);

        parameters[0] = 3;
        parameters[1] = 0.5;

        assertThat(network.parameters()).isSameAs(parameters);
        assertThat(evaluate(network, new double[] {2})).containsExactly(6.5);
    }

    @Test
    void refusesWhatDoesNotFit() {
        for (int[] widths : new int[][] {{}, {2}, {2, 0, 2}, {2, -1, 2}, {2, 50, 3}}) {
            assertThatThrownBy(() -> DenseNetwork.widths(widths))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContainingAll("the widths are " + Arrays.toString(widths), "such as 2, 50, 2");
        }
        assertThatThrownBy(() -> DenseNetwork.widths(2, 4, 2).withTime().build(new double[22]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("there are 22 parameters for a network of widths [2, 4, 2] with the time; it needs 26");
        DenseNetwork network = DenseNetwork.widths(2, 4, 2).build(1);
        for (double[] state : new double[][] {{}, {1, 2, 3}}) {
            assertThatThrownBy(() -> evaluate(network, state))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("the state has " + state.length + " components; a network of width 2 needs a multiple"
                            + " of that, one row for each sample");
        }
        double[] two = new double[2];
        Linearization<double[]> linearization = network.linearize(0, two, two.clone());
        assertThatThrownBy(() -> linearization.vjp(two, two.clone(), new double[21]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the gradient has 21 components; the network has 22 parameters");
        linearization.close();
        linearization.close();
        assertThatThrownBy(() -> linearization.vjp(two, two.clone(), null))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
    }
}
