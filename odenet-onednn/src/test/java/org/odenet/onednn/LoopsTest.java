package org.odenet.onednn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each loop against its formula in double precision, one value at a time, before and after it is compiled. */
class LoopsTest {

    private static final int RUNS = 1000;

    /** More than one pass takes, twice. */
    private static final int MOST_TERMS = 9;

    private final Random random = new Random(5);

    private float[] gaussian(int length) {
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    /** Some pixels, with one more before and after them that no loop may touch or read. */
    private final class Setting {
        final int channels;
        final int pixels;
        final float[] x;
        final float[] g;
        final float[] mean;
        final float[] scale;
        final float[] shift;
        final float[] slope;
        final float[] offset;
        final float[] sums;

        Setting(int channels, int pixels) {
            this.channels = channels;
            this.pixels = pixels;
            x = gaussian(channels * (pixels + 2));
            g = gaussian(channels * (pixels + 2));
            mean = gaussian(channels);
            scale = gaussian(channels);
            shift = gaussian(channels);
            slope = gaussian(channels);
            offset = gaussian(channels);
            sums = gaussian(channels);
        }

        Normalization normalization(boolean relu) {
            return new Normalization(mean, scale, shift, relu);
        }

        /** Whether a value is of the pixels that the loops are to take. */
        boolean isMeant(int i) {
            return i >= channels && i < (pixels + 1) * channels;
        }

        double affine(int i) {
            int c = i % channels;
            return ((double) x[i] - mean[c]) * scale[c] + shift[c];
        }
    }

    static Stream<Arguments> loopsAndSizes() {
        int[][] sizes = {
            {1, 1}, {3, 5}, {16, 1}, {17, 4}, {32, 9}, {64, 36}, {112, 5}, {65, 7}, {512, 2}, {600, 1}, {64, 0}
        };
        return Stream.of(new ScalarLoops(), new VectorLoops())
                .flatMap(loops -> Stream.of(sizes).map(size -> Arguments.of(loops, size[0], size[1])));
    }

    private static void assertClose(double actual, double expected) {
        assertThat(actual).isCloseTo(expected, within(1e-4 * Math.max(1, Math.abs(expected))));
    }

    @ParameterizedTest
    @MethodSource("loopsAndSizes")
    void eachLoopIsItsFormula(Object given, int channels, int pixels) {
        Loops loops = (Loops) given;
        for (int run = 0; run < RUNS; run++) {
            Setting setting = new Setting(channels, pixels);
            if (run % 100 == 0) {
                checkSums(loops, setting);
                checkNormalization(loops, setting);
                checkRectification(loops, setting);
                checkBackward(loops, setting);
                checkAlgebra(loops, setting);
                checkCombination(loops, setting, run / 100);
            } else {
                compile(loops, setting);
            }
        }
    }

    private static void compile(Loops loops, Setting s) {
        NativeFloats x = memory(s.x);
        NativeFloats g = memory(s.g);
        NativeFloats to = memory(s.g);
        loops.addChannels(x, s.channels, s.pixels, s.sums);
        loops.addSquares(x, s.channels, s.pixels, s.mean, s.sums);
        loops.normalize(x, s.channels, s.pixels, s.normalization(false), to);
        loops.normalize(x, s.channels, s.pixels, s.normalization(true), to);
        loops.rectifyCotangents(x, g, s.channels, s.pixels, s.normalization(true), to);
        loops.addCotangents(x, g, s.channels, s.pixels, s.mean, s.sums.clone(), s.sums);
        loops.project(x, g, s.channels, s.pixels, s.scale, s.slope, s.offset, to);
        int length = Math.min(s.x.length, Stretch.LENGTH);
        loops.addScaled(x, 0, length, 0.5f, s.g);
        for (int terms = 0; terms <= MOST_TERMS; terms++) {
            loops.combine(copies(x, terms), new float[terms], terms, 0, length, to, 0);
        }
        loops.addScaledSquares(x, g, g, 0, length, 1e-3f, 1e-3f, s.x.clone());
    }

    private static NativeFloats memory(float[] values) {
        NativeFloats memory = NativeFloats.allocate(values.length);
        memory.floats().put(values);
        return memory;
    }

    private static float[] values(NativeFloats memory) {
        float[] values = new float[memory.bytes().capacity() / Float.BYTES];
        memory.floats().get(values);
        return values;
    }

    private static NativeFloats[] copies(NativeFloats vector, int count) {
        NativeFloats[] vectors = new NativeFloats[count];
        Arrays.fill(vectors, vector);
        return vectors;
    }

    private static void checkSums(Loops loops, Setting s) {
        float[] sums = s.sums.clone();
        float[] squares = s.sums.clone();
        loops.addChannels(memory(s.x), s.channels, s.pixels, sums);
        loops.addSquares(memory(s.x), s.channels, s.pixels, s.mean, squares);
        for (int c = 0; c < s.channels; c++) {
            double sum = s.sums[c];
            double square = s.sums[c];
            for (int p = 1; p <= s.pixels; p++) {
                int i = p * s.channels + c;
                double centred = (double) s.x[i] - s.mean[c];
                sum += s.x[i];
                square += centred * centred;
            }
            assertClose(sums[c], sum);
            assertClose(squares[c], square);
        }
    }

    private static void checkNormalization(Loops loops, Setting s) {
        NativeFloats plain = memory(s.g);
        NativeFloats rectified = memory(s.g);
        loops.normalize(memory(s.x), s.channels, s.pixels, s.normalization(false), plain);
        loops.normalize(memory(s.x), s.channels, s.pixels, s.normalization(true), rectified);
        for (int i = 0; i < s.x.length; i++) {
            assertClose(values(plain)[i], s.isMeant(i) ? s.affine(i) : s.g[i]);
            assertClose(values(rectified)[i], s.isMeant(i) ? Math.max(0, s.affine(i)) : s.g[i]);
        }
    }

    private static void checkRectification(Loops loops, Setting s) {
        NativeFloats forward = memory(s.x);
        loops.normalize(memory(s.x), s.channels, s.pixels, s.normalization(true), forward);
        NativeFloats rectified = memory(s.x);
        loops.rectifyCotangents(memory(s.x), memory(s.g), s.channels, s.pixels, s.normalization(true), rectified);
        for (int i = 0; i < s.x.length; i++) {
            float passed = values(forward)[i] > 0 ? s.g[i] : 0f;
            // A zero's sign does not matter.
            assertThat(values(rectified)[i] + 0f).isEqualTo((s.isMeant(i) ? passed : s.x[i]) + 0f);
        }
    }

    private static void checkBackward(Loops loops, Setting s) {
        float[] products = s.sums.clone();
        float[] sums = s.sums.clone();
        loops.addCotangents(memory(s.x), memory(s.g), s.channels, s.pixels, s.mean, products, sums);
        for (int c = 0; c < s.channels; c++) {
            double product = s.sums[c];
            double sum = s.sums[c];
            for (int p = 1; p <= s.pixels; p++) {
                int i = p * s.channels + c;
                product += s.g[i] * ((double) s.x[i] - s.mean[c]);
                sum += s.g[i];
            }
            assertClose(products[c], product);
            assertClose(sums[c], sum);
        }
        NativeFloats projected = memory(s.g);
        loops.project(memory(s.x), memory(s.g), s.channels, s.pixels, s.scale, s.slope, s.offset, projected);
        for (int i = 0; i < s.x.length; i++) {
            int c = i % s.channels;
            double line = (double) s.x[i] * s.slope[c] + s.offset[c];
            assertClose(values(projected)[i], s.isMeant(i) ? (double) s.g[i] * s.scale[c] + line : s.g[i]);
        }
    }

    private static void checkAlgebra(Loops loops, Setting s) {
        int length = Math.min(s.x.length, Stretch.LENGTH) - 1;
        float[] scaled = s.g.clone();
        float[] squares = s.g.clone();
        float[] second = new float[s.x.length];
        Arrays.fill(second, -0.7f);
        loops.addScaled(memory(s.x), 1, length - 1, -1.5f, scaled);
        loops.addScaledSquares(memory(s.g), memory(s.x), memory(second), 1, length, 0.5f, 0.1f, squares);
        for (int i = 0; i < s.x.length; i++) {
            assertClose(scaled[i], i < length - 1 ? s.g[i] - 1.5 * s.x[i + 1] : s.g[i]);
            boolean meant = i < length;
            double ratio = meant ? s.g[i] / (0.1 + 0.5 * Math.max(Math.abs(s.x[i + 1]), 0.7)) : 0;
            assertClose(squares[i], s.g[i] + ratio * ratio);
        }
    }

    private void checkCombination(Loops loops, Setting s, int terms) {
        int length = Math.min(s.x.length, Stretch.LENGTH) - 1;
        float[] weights = gaussian(terms);
        float[][] vectors = new float[terms][];
        NativeFloats[] memory = new NativeFloats[terms];
        for (int j = 0; j < terms; j++) {
            vectors[j] = gaussian(s.x.length);
            memory[j] = memory(vectors[j]);
        }
        NativeFloats to = memory(s.g);
        loops.combine(memory, weights, terms, 1, length - 1, to, 0);
        for (int i = 0; i < s.x.length; i++) {
            double sum = 0;
            for (int j = 0; j < terms && i < length - 1; j++) {
                sum += (double) weights[j] * vectors[j][i + 1];
            }
            assertClose(values(to)[i], i < length - 1 ? sum : s.g[i]);
        }
    }

    static Stream<Loops> loops() {
        return Stream.of(new ScalarLoops(), new VectorLoops());
    }

    @ParameterizedTest
    @MethodSource("loops")
    void reluPassesTheCotangentOfEveryPositiveValue(Object given) {
        Loops loops = (Loops) given;
        for (float value :
                new float[] {Float.MIN_VALUE, Float.MIN_NORMAL, 1e-30f, 1f, Float.MAX_VALUE, Float.POSITIVE_INFINITY}) {
            assertThat(cotangentAt(loops, value)).containsOnly(3f);
            assertThat(cotangentAt(loops, -value)).containsOnly(0f);
        }
        assertThat(cotangentAt(loops, 0f)).containsOnly(0f);
    }

    private static float[] cotangentAt(Loops loops, float value) {
        float[] g = new float[64];
        float[] x = new float[64];
        Arrays.fill(g, 3);
        Arrays.fill(x, value);
        float[] zeros = new float[32];
        float[] ones = new float[32];
        Arrays.fill(ones, 1);
        NativeFloats passed = memory(g);
        loops.rectifyCotangents(memory(x), memory(g), 0, 2, new Normalization(zeros, ones, zeros, true), passed);
        return values(passed);
    }

    @ParameterizedTest
    @MethodSource("loops")
    void aStateThatIsNotFiniteShowsInTheSquares(Object given) {
        Loops loops = (Loops) given;
        for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
            for (int place : new int[] {0, 15, 16, 18}) {
                float[] values = new float[19];
                values[place] = bad;
                NativeFloats state = memory(values);
                NativeFloats zeros = memory(new float[19]);
                float[] asFirst = new float[19];
                float[] asSecond = new float[19];
                loops.addScaledSquares(zeros, state, zeros, 0, 19, 1e-3f, 1e-3f, asFirst);
                loops.addScaledSquares(zeros, zeros, state, 0, 19, 1e-3f, 1e-3f, asSecond);
                assertThat(asFirst[place]).isNaN();
                assertThat(asSecond[place]).isNaN();
            }
        }
    }

    @Test
    void theBestLoopsThatRunAreChosenUnlessAPropertyNamesOthers() {
        assertThat(LoopsSelection.select(null, true).name()).isEqualTo("vector");
        assertThat(LoopsSelection.select(null, false).name()).isEqualTo("scalar");
        assertThat(LoopsSelection.select("scalar", true).name()).isEqualTo("scalar");
        assertThatThrownBy(() -> LoopsSelection.select("vector", false))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("odenet.loops")
                .hasMessageContaining("--add-modules jdk.incubator.vector");
        assertThatThrownBy(() -> LoopsSelection.select("quick", true))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'quick'")
                .hasMessageContaining("vector or scalar");
    }
}
