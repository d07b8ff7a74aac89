package org.odenet.core.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.nd4j.linalg.indexing.NDArrayIndex.all;
import static org.nd4j.linalg.indexing.NDArrayIndex.interval;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.odenet.core.tensor.Tensors;

/** The spaces of arrays and of tensors do the same arithmetic, whatever a tensor's memory order and type. */
class VectorSpaceTest {

    private static final int LENGTH = 24;
    private static final Tolerances TOLERANCES = new Tolerances(1e-2, 1e-3);

    private final Random random = new Random(5);

    static Stream<INDArray> prototypes() {
        return Stream.of(DataType.FLOAT, DataType.DOUBLE)
                .flatMap(type -> Stream.of(
                        Nd4j.create(type, LENGTH),
                        Nd4j.create(type, 4, 6),
                        Nd4j.create(type, new long[] {4, 6}, 'f'),
                        Nd4j.create(type, 2, 2, 2, 3).permute(0, 3, 1, 2),
                        Nd4j.create(type, 1, 4, 3, 2).permute(0, 3, 1, 2)));
    }

    private double[] randomly() {
        return random.doubles(LENGTH, -1, 1).toArray();
    }

    /** A state of the space whose logical elements are given. */
    private static INDArray state(VectorSpace<INDArray> space, double[] values) {
        INDArray state = space.create();
        return state.assign(Nd4j.create(values, state.shape(), 'c').castTo(state.dataType()));
    }

    private static double[] elements(INDArray state) {
        return state.castTo(DataType.DOUBLE).dup('c').data().asDouble();
    }

    private static double tolerance(INDArray prototype) {
        return prototype.dataType() == DataType.FLOAT ? 1e-5 : 1e-12;
    }

    @ParameterizedTest
    @MethodSource("prototypes")
    void combinationsAgree(INDArray prototype) {
        try (VectorSpace<INDArray> tensors = VectorSpace.of(prototype);
                VectorSpace<double[]> arrays = VectorSpace.of(new double[LENGTH])) {
            List<double[]> vectors = List.of(randomly(), randomly(), randomly());
            List<INDArray> states =
                    vectors.stream().map(vector -> state(tensors, vector)).toList();
            double[] base = randomly();
            INDArray baseState = state(tensors, base);
            // A weight of zero hides what is not finite; weights may outnumber the vectors.
            double[] weights = {0.5, 0, -2, 7};
            vectors.get(1)[3] = Double.NaN;
            states.get(1).assign(Double.NaN);

            double[] sum = arrays.create();
            INDArray sumState = tensors.create();
            arrays.combine(sum, base, weights, vectors);
            tensors.combine(sumState, baseState, weights, states);
            assertThat(elements(sumState)).containsExactly(sum, within(tolerance(prototype)));
            assertThat(sum[0]).isCloseTo(base[0] + 0.5 * vectors.get(0)[0] - 2 * vectors.get(2)[0], within(1e-14));

            arrays.combine(sum, null, weights, vectors);
            tensors.combine(sumState, null, weights, states);
            assertThat(elements(sumState)).containsExactly(sum, within(tolerance(prototype)));

            arrays.combine(sum, sum, weights, vectors);
            tensors.combine(sumState, sumState, weights, states);
            assertThat(elements(sumState)).containsExactly(sum, within(tolerance(prototype)));
            assertThat(elements(baseState)).containsExactly(base, within(tolerance(prototype)));
        }
    }

    @ParameterizedTest
    @MethodSource("prototypes")
    void innerProductsAgree(INDArray prototype) {
        try (VectorSpace<INDArray> tensors = VectorSpace.of(prototype);
                VectorSpace<double[]> arrays = VectorSpace.of(new double[LENGTH])) {
            double[] a = randomly();
            double[] b = randomly();
            double expected = 0;
            for (int i = 0; i < LENGTH; i++) {
                expected += a[i] * b[i];
            }

            assertThat(arrays.dot(a, b)).isCloseTo(expected, within(1e-14));
            assertThat(tensors.dot(state(tensors, a), state(tensors, b)))
                    .isCloseTo(expected, within(tolerance(prototype)));
            assertThat(tensors.precision())
                    .isEqualTo(prototype.dataType() == DataType.FLOAT ? Math.ulp(1f) : Math.ulp(1.0));
        }
        assertThat(VectorSpace.of(new double[3]).dot(new double[] {1, 2, 3}, new double[] {4, 5, 6}))
                .isEqualTo(32);
    }

    @ParameterizedTest
    @MethodSource("prototypes")
    void errorNormsAgree(INDArray prototype) {
        try (VectorSpace<INDArray> tensors = VectorSpace.of(prototype);
                VectorSpace<double[]> arrays = VectorSpace.of(new double[LENGTH])) {
            List<double[]> vectors = List.of(randomly(), randomly());
            List<INDArray> states =
                    vectors.stream().map(vector -> state(tensors, vector)).toList();
            double[] weights = {0.01, -0.02};
            double[] first = randomly();
            double[] second = randomly();
            double expected = 0;
            for (int i = 0; i < LENGTH; i++) {
                double error = 0.01 * vectors.get(0)[i] - 0.02 * vectors.get(1)[i];
                double scale = 1e-3 + 1e-2 * Math.max(Math.abs(first[i]), Math.abs(second[i]));
                expected += error * error / (scale * scale) / LENGTH;
            }
            expected = Math.sqrt(expected);
            INDArray firstState = state(tensors, first);
            INDArray secondState = state(tensors, second);
            for (int repetition = 0; repetition < 2; repetition++) {
                assertThat(arrays.errorNorm(weights, vectors, first, second, TOLERANCES))
                        .isCloseTo(expected, within(1e-12));
                assertThat(tensors.errorNorm(weights, states, firstState, secondState, TOLERANCES))
                        .isCloseTo(expected, within(1e-4 * expected));
            }
            assertThat(tensors.errorNorm(weights, states, firstState, firstState, TOLERANCES))
                    .isCloseTo(arrays.errorNorm(weights, vectors, first, first, TOLERANCES), within(1e-4 * expected));
            assertThat(elements(firstState)).containsExactly(first, within(tolerance(prototype)));
        }
    }

    @ParameterizedTest
    @MethodSource("prototypes")
    void anErrorThatIsNotFiniteHasNoFiniteNorm(INDArray prototype) {
        try (VectorSpace<INDArray> tensors = VectorSpace.of(prototype);
                VectorSpace<double[]> arrays = VectorSpace.of(new double[LENGTH])) {
            for (double bad : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
                double[] vector = randomly();
                vector[7] = bad;
                double[] first = randomly();
                List<INDArray> states = List.of(state(tensors, vector));
                double[] one = {1};
                INDArray firstState = state(tensors, first);
                assertThat(arrays.errorNorm(one, List.of(vector), first, first, TOLERANCES))
                        .satisfies(norm -> assertThat(Double.isFinite(norm)).isFalse());
                assertThat(tensors.errorNorm(one, states, firstState, firstState, TOLERANCES))
                        .satisfies(norm -> assertThat(Double.isFinite(norm)).isFalse());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("prototypes")
    void aStateThatIsNotFiniteHasNoFiniteNorm(INDArray prototype) {
        double[] bads = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY};
        try (VectorSpace<INDArray> tensors = VectorSpace.of(prototype);
                VectorSpace<double[]> arrays = VectorSpace.of(new double[LENGTH])) {
            for (double bad : bads) {
                for (int place : new int[] {0, 11, LENGTH - 1}) {
                    double[] spoilt = randomly();
                    spoilt[place] = bad;
                    assertNotFinite(arrays, randomly(), spoilt, randomly());
                    assertNotFinite(
                            tensors, state(tensors, randomly()), state(tensors, spoilt), state(tensors, randomly()));
                }
            }
        }
    }

    private static <S> void assertNotFinite(VectorSpace<S> space, S error, S spoilt, S sound) {
        for (double weight : new double[] {1, 0}) {
            double[] weights = {weight};
            assertThat(space.errorNorm(weights, List.of(error), sound, sound, TOLERANCES))
                    .isFinite();
            for (double norm : new double[] {
                space.errorNorm(weights, List.of(error), sound, spoilt, TOLERANCES),
                space.errorNorm(weights, List.of(error), spoilt, sound, TOLERANCES),
                space.errorNorm(weights, List.of(error), spoilt, spoilt, TOLERANCES)
            }) {
                assertThat(Double.isFinite(norm)).isFalse();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("prototypes")
    void finiteStatesAreToldFromOthers(INDArray prototype) {
        double huge = prototype.dataType() == DataType.FLOAT ? 3e38 : 1e308;
        try (VectorSpace<INDArray> tensors = VectorSpace.of(prototype);
                VectorSpace<double[]> arrays = VectorSpace.of(new double[LENGTH])) {
            double[] values = randomly();
            // The squares overflow, the values do not.
            values[0] = huge;
            values[1] = -huge;
            assertThat(arrays.isFinite(values)).isTrue();
            assertThat(tensors.isFinite(state(tensors, values))).isTrue();
            for (double bad : new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
                for (int place : new int[] {0, 11, LENGTH - 1}) {
                    double[] spoilt = randomly();
                    spoilt[place] = bad;
                    assertThat(arrays.isFinite(spoilt)).isFalse();
                    assertThat(tensors.isFinite(state(tensors, spoilt))).isFalse();
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("prototypes")
    void zerosAreZeroAndCopiesTheirOwn(INDArray prototype) {
        try (VectorSpace<INDArray> tensors = VectorSpace.of(prototype)) {
            INDArray state = tensors.zeros();
            assertThat(elements(state)).containsOnly(0);
            assertThat(state.stride()).isEqualTo(prototype.stride());
            double[] values = randomly();
            state.assign(state(tensors, values));
            INDArray copy = tensors.copyOf(state);
            state.assign(0);
            assertThat(elements(copy)).containsExactly(values, within(tolerance(prototype)));
            INDArray otherOrder = Nd4j.create(prototype.dataType(), prototype.shape());
            tensors.copy(copy, otherOrder);
            assertThat(elements(otherOrder)).containsExactly(values, within(tolerance(prototype)));
            tensors.release(copy);
            tensors.release(null);
            assertThat(copy.wasClosed()).isTrue();
        }
    }

    @Test
    void arraysAreCopied() {
        try (VectorSpace<double[]> arrays = VectorSpace.of(new double[2])) {
            double[] state = {1, 2};
            double[] copy = arrays.copyOf(state);
            state[0] = 5;
            assertThat(copy).containsExactly(1, 2);
            assertThat(arrays.zeros()).containsExactly(0, 0);
        }
    }

    @Test
    void strangersAreRefused() {
        try (VectorSpace<INDArray> tensors = VectorSpace.of(Nd4j.zeros(DataType.FLOAT, 2, 3));
                VectorSpace<double[]> arrays = VectorSpace.of(new double[2])) {
            assertRefused(
                    () -> tensors.require(Nd4j.zeros(DataType.FLOAT, 3, 2), "the derivative"),
                    "the derivative is FLOAT [3, 2], the state of this solve is FLOAT [2, 3]");
            assertRefused(
                    () -> tensors.require(Nd4j.zeros(DataType.DOUBLE, 2, 3), "it"),
                    "it is DOUBLE [2, 3], the state of this solve is FLOAT [2, 3]");
            assertRefused(() -> tensors.require(null, "it"), "it is null");
            assertRefused(
                    () -> arrays.require(new double[3], "the derivative"),
                    "the derivative has 3 components, the state of this solve has 2");
            assertRefused(() -> arrays.require(null, "it"), "it has no components");
            tensors.require(Nd4j.zeros(DataType.FLOAT, 2, 3), "it");
            arrays.require(new double[2], "it");
        }
    }

    @Test
    void unfitStatesAreRefused() {
        assertRefused(() -> VectorSpace.of("state"), "java.lang.String", "INDArray", "double[]");
        assertRefused(() -> VectorSpace.of(null), "no vector space is known for null");
        assertRefused(() -> VectorSpace.of(new double[0]), "no components");
        assertRefused(() -> VectorSpace.of(Nd4j.zeros(DataType.INT32, 2)), "use FLOAT or DOUBLE");
        assertRefused(() -> VectorSpace.of(Nd4j.empty(DataType.FLOAT)), "empty tensor");
        INDArray gapped = Nd4j.zeros(DataType.FLOAT, 4, 6).get(all(), interval(0, 3));
        assertRefused(() -> VectorSpace.of(gapped), "[4, 3]", "gaps in memory", "dup()");
    }

    private static void assertRefused(org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String... parts) {
        assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessageContainingAll(parts);
    }

    @Test
    void tolerancesArePositiveAndFinite() {
        List<Double> bad = new ArrayList<>(List.of(0.0, -1e-3, Double.NaN, Double.POSITIVE_INFINITY));
        for (double value : bad) {
            assertRefused(() -> new Tolerances(value, 1e-3), "the relative tolerance is " + value);
            assertRefused(() -> new Tolerances(1e-3, value), "the absolute tolerance is " + value);
        }
    }

    @Test
    void theSpaceOfAPieceDoesWhatTheWholeDoesThere() {
        INDArray state = Nd4j.createFromArray(new double[][] {{1, 2}, {3, 4}, {5, 6}});
        INDArray error = Nd4j.createFromArray(new double[][] {{9, 9}, {1, -2}, {2, 1}});
        INDArray sum = state.dup();
        try (VectorSpace<INDArray> whole = VectorSpace.of(state)) {
            VectorSpace<INDArray> space =
                    whole.ofPiece(Tensors.samples(state, 1, 3)).orElseThrow();
            VectorSpace<INDArray> alone =
                    VectorSpace.of(state.get(interval(1, 3)).dup());
            double[] weights = {0.5};
            INDArray from = Tensors.samples(state, 1, 3);
            List<INDArray> errors = List.of(Tensors.samples(error, 1, 3));

            space.combine(Tensors.samples(sum, 1, 3), from, weights, errors);

            assertThat(sum).isEqualTo(Nd4j.createFromArray(new double[][] {{1, 2}, {3.5, 3}, {6, 6.5}}));
            assertThat(space.dimension()).isEqualTo(4);
            assertThat(space.errorNorm(weights, errors, from, from, TOLERANCES))
                    .isEqualTo(alone.errorNorm(weights, errors, from, from, TOLERANCES));
            state.putScalar(0, 0, Double.NaN);
            assertThat(space.isFinite(from)).isTrue();
            state.putScalar(2, 1, Double.NaN);
            assertThat(space.isFinite(from)).isFalse();
            try (INDArray made = space.create()) {
                space.require(made, "what the space made");
            }
        }
    }

    @Test
    void someSpacesHaveNoPieces() {
        INDArray columns = Nd4j.create(DataType.DOUBLE, new long[] {4, 6}, 'f');

        assertThat(VectorSpace.of(columns).ofPiece(Tensors.samples(columns, 0, 2)))
                .isEmpty();
        assertThat(VectorSpace.of(new double[4]).ofPiece(new double[2])).isEmpty();
    }
}
