package org.odenet.onednn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each loop against its formula in double precision, one value at a time, before and after it is compiled. */
class LoopsTest {

    private static final int RUNS = 3000;

    private final Random random = new Random(5);

    private final class Arrays {
        final float[] x;
        final float[] g;
        final float[] mean;
        final float[] scale;
        final float[] shift;
        final float[] slope;
        final float[] sum;

        Arrays(int length) {
            x = gaussian(length);
            g = gaussian(length);
            mean = gaussian(length);
            scale = gaussian(length);
            shift = gaussian(length);
            slope = gaussian(length);
            sum = gaussian(length);
        }

        double affine(int i) {
            return ((double) x[i] - mean[i]) * scale[i] + shift[i];
        }
    }

    private float[] gaussian(int length) {
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    private static void assertClose(float actual, double expected) {
        assertThat((double) actual).isCloseTo(expected, org.assertj.core.api.Assertions.within(2e-5));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 7, 15, 16, 17, 63, 65, 130, 511, 512, 520})
    void eachLoopIsItsFormula(int length) {
        for (int run = 0; run < RUNS; run++) {
            // The last lane of each array is left alone: one value more than the length.
            Arrays a = new Arrays(length + 1);
            if (run % 100 != 0) {
                compile(a, length);
                continue;
            }
            checkSums(a, length);
            checkNormalization(a, length);
            checkBackward(a, length);
        }
    }

    private static void compile(Arrays a, int length) {
        Loops.add(a.x, length, a.sum);
        Loops.addSquares(a.x, a.mean, length, a.sum);
        Loops.addProducts(a.g, a.x, a.mean, length, a.sum);
        Loops.project(a.g, a.x, a.mean, a.scale, a.shift, a.slope, length);
        Loops.rectifyBackward(a.g, a.x, a.mean, a.scale, a.shift, length);
        Loops.normalize(a.x, a.mean, a.scale, a.shift, length);
        Loops.normalizeAndRectify(a.x, a.mean, a.scale, a.shift, length);
    }

    private static void checkSums(Arrays a, int length) {
        float[] before = a.sum.clone();
        Loops.add(a.x, length, a.sum);
        for (int i = 0; i < length; i++) {
            assertClose(a.sum[i], (double) before[i] + a.x[i]);
        }
        before = a.sum.clone();
        Loops.addSquares(a.x, a.mean, length, a.sum);
        for (int i = 0; i < length; i++) {
            assertClose(a.sum[i], before[i] + Math.pow((double) a.x[i] - a.mean[i], 2));
        }
        before = a.sum.clone();
        Loops.addProducts(a.g, a.x, a.mean, length, a.sum);
        for (int i = 0; i < length; i++) {
            assertClose(a.sum[i], before[i] + a.g[i] * ((double) a.x[i] - a.mean[i]));
        }
        assertThat(a.sum[length]).isEqualTo(before[length]);
    }

    private static void checkNormalization(Arrays a, int length) {
        float[] plain = a.x.clone();
        float[] rectified = a.x.clone();
        Loops.normalize(plain, a.mean, a.scale, a.shift, length);
        Loops.normalizeAndRectify(rectified, a.mean, a.scale, a.shift, length);
        for (int i = 0; i < length; i++) {
            assertClose(plain[i], a.affine(i));
            assertClose(rectified[i], Math.max(0, a.affine(i)));
        }
        assertThat(plain[length]).isEqualTo(a.x[length]);
        assertThat(rectified[length]).isEqualTo(a.x[length]);
    }

    private static void checkBackward(Arrays a, int length) {
        float[] rectified = a.g.clone();
        Loops.rectifyBackward(rectified, a.x, a.mean, a.scale, a.shift, length);
        float[] forward = a.x.clone();
        Loops.normalizeAndRectify(forward, a.mean, a.scale, a.shift, length);
        for (int i = 0; i < length; i++) {
            assertThat(rectified[i]).isEqualTo(forward[i] > 0 ? a.g[i] : a.g[i] * 0);
        }
        float[] projected = a.g.clone();
        Loops.project(projected, a.x, a.mean, a.scale, a.shift, a.slope, length);
        for (int i = 0; i < length; i++) {
            double expected = (double) a.g[i] * a.scale[i] - a.shift[i] - ((double) a.x[i] - a.mean[i]) * a.slope[i];
            assertClose(projected[i], expected);
        }
        assertThat(projected[length]).isEqualTo(a.g[length]);
        assertThat(rectified[length]).isEqualTo(a.g[length]);
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.MIN_VALUE, Float.MIN_NORMAL, 1e-30f, 1f, Float.MAX_VALUE, Float.POSITIVE_INFINITY})
    void reluPassesTheCotangentOfEveryPositiveValue(float value) {
        for (int run = 0; run < RUNS; run++) {
            assertThat(cotangentAt(value)).containsOnly(3f);
            assertThat(cotangentAt(-value)).containsOnly(0f);
        }
        assertThat(cotangentAt(0f)).containsOnly(0f);
        assertThat(cotangentAt(Float.NaN)).containsOnly(Float.NaN);
    }

    private static float[] cotangentAt(float value) {
        int length = 70;
        float[] x = filled(length, value);
        float[] g = filled(length, 3f);
        float[] zeros = new float[length];
        Loops.rectifyBackward(g, x, zeros, filled(length, 1f), zeros, length);
        return g;
    }

    private static float[] filled(int length, float value) {
        float[] values = new float[length];
        java.util.Arrays.fill(values, value);
        return values;
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY})
    void whatIsNotFiniteIsNotHidden(float value) {
        float[] x = filled(70, value);
        float[] zeros = new float[70];
        Loops.normalizeAndRectify(x, zeros, filled(70, 1f), zeros, 70);
        assertThat(x).containsOnly(value);
    }
}
