package org.odenet.onednn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each loop against its formula in double precision, one value at a time, before and after it is compiled. */
class LoopsTest {

    private static final int RUNS = 1000;

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
            sums = gaussian(channels);
        }

        double affine(int i) {
            int c = i % channels;
            return ((double) x[i] - mean[c]) * scale[c] + shift[c];
        }
    }

    static Stream<Arguments> loopsAndSizes() {
        int[][] sizes = {{1, 1}, {3, 5}, {16, 1}, {17, 4}, {32, 9}, {64, 36}, {65, 7}, {512, 2}, {600, 1}, {64, 0}};
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
                checkBackward(loops, setting);
                checkAlgebra(loops, setting);
            } else {
                compile(loops, setting);
            }
        }
    }

    private static void compile(Loops loops, Setting s) {
        loops.addChannels(s.x, s.channels, s.pixels, s.sums);
        loops.addSquares(s.x, s.channels, s.pixels, s.mean, s.sums);
        loops.addProducts(s.g, s.x, s.channels, s.pixels, s.mean, s.sums);
        loops.project(s.g, s.x, s.pixels, s.mean, s.scale, s.shift, s.slope);
        loops.rectifyBackward(s.g, s.x, s.pixels, s.mean, s.scale, s.shift);
        loops.normalize(s.x, s.pixels, s.mean, s.scale, s.shift, false);
        loops.normalize(s.x, s.pixels, s.mean, s.scale, s.shift, true);
        loops.add(s.x, s.x.length, s.g);
        loops.addScaled(s.x, 0.5f, s.x.length, s.g);
        loops.addScaledSquares(s.x, s.g, s.g, 1e-3f, 1e-3f, s.x.length, s.x.clone());
    }

    private static void checkSums(Loops loops, Setting s) {
        float[] sums = s.sums.clone();
        float[] squares = s.sums.clone();
        float[] products = s.sums.clone();
        loops.addChannels(s.x, s.channels, s.pixels, sums);
        loops.addSquares(s.x, s.channels, s.pixels, s.mean, squares);
        loops.addProducts(s.g, s.x, s.channels, s.pixels, s.mean, products);
        for (int c = 0; c < s.channels; c++) {
            double sum = s.sums[c];
            double square = s.sums[c];
            double product = s.sums[c];
            for (int p = 1; p <= s.pixels; p++) {
                int i = p * s.channels + c;
                double centred = (double) s.x[i] - s.mean[c];
                sum += s.x[i];
                square += centred * centred;
                product += s.g[i] * centred;
            }
            assertClose(sums[c], sum);
            assertClose(squares[c], square);
            assertClose(products[c], product);
        }
    }

    private static void checkNormalization(Loops loops, Setting s) {
        float[] plain = s.x.clone();
        float[] rectified = s.x.clone();
        loops.normalize(plain, s.pixels, s.mean, s.scale, s.shift, false);
        loops.normalize(rectified, s.pixels, s.mean, s.scale, s.shift, true);
        for (int i = 0; i < s.x.length; i++) {
            boolean meant = i < s.pixels * s.channels;
            assertClose(plain[i], meant ? s.affine(i) : s.x[i]);
            assertClose(rectified[i], meant ? Math.max(0, s.affine(i)) : s.x[i]);
        }
    }

    private static void checkBackward(Loops loops, Setting s) {
        float[] rectified = s.g.clone();
        loops.rectifyBackward(rectified, s.x, s.pixels, s.mean, s.scale, s.shift);
        float[] forward = s.x.clone();
        loops.normalize(forward, s.pixels, s.mean, s.scale, s.shift, true);
        float[] projected = s.g.clone();
        loops.project(projected, s.x, s.pixels, s.mean, s.scale, s.shift, s.slope);
        for (int i = 0; i < s.x.length; i++) {
            int c = i % s.channels;
            boolean meant = i < s.pixels * s.channels;
            assertThat(rectified[i] == 0 ? 0f : rectified[i]).isEqualTo(meant && forward[i] <= 0 ? 0f : s.g[i]);
            double expected = (double) s.g[i] * s.scale[c] - s.shift[c] - ((double) s.x[i] - s.mean[c]) * s.slope[c];
            assertClose(projected[i], meant ? expected : s.g[i]);
        }
    }

    private static void checkAlgebra(Loops loops, Setting s) {
        int length = s.x.length - 1;
        float[] sum = s.g.clone();
        float[] scaled = s.g.clone();
        float[] squares = s.g.clone();
        float[] first = s.x.clone();
        float[] second = new float[s.x.length];
        java.util.Arrays.fill(second, -0.7f);
        loops.add(s.x, length, sum);
        loops.addScaled(s.x, -1.5f, length, scaled);
        loops.addScaledSquares(s.g, first, second, 0.5f, 0.1f, length, squares);
        for (int i = 0; i < s.x.length; i++) {
            boolean meant = i < length;
            double ratio = s.g[i] / (0.1 + 0.5 * Math.max(Math.abs(first[i]), 0.7));
            assertClose(sum[i], meant ? (double) s.g[i] + s.x[i] : s.g[i]);
            assertClose(scaled[i], meant ? s.g[i] - 1.5 * s.x[i] : s.g[i]);
            assertClose(squares[i], meant ? s.g[i] + ratio * ratio : s.g[i]);
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
        java.util.Arrays.fill(g, 3);
        java.util.Arrays.fill(x, value);
        float[] zeros = new float[32];
        float[] ones = new float[32];
        java.util.Arrays.fill(ones, 1);
        loops.rectifyBackward(g, x, 2, zeros, ones, zeros);
        return g;
    }

    @ParameterizedTest
    @MethodSource("loops")
    void aStateThatIsNotFiniteShowsInTheSquares(Object given) {
        Loops loops = (Loops) given;
        for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
            for (int place : new int[] {0, 15, 16, 18}) {
                float[] state = new float[19];
                state[place] = bad;
                float[] asFirst = new float[19];
                float[] asSecond = new float[19];
                loops.addScaledSquares(new float[19], state, new float[19], 1e-3f, 1e-3f, 19, asFirst);
                loops.addScaledSquares(new float[19], new float[19], state, 1e-3f, 1e-3f, 19, asSecond);
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
