package org.odenet.onednn;

/**
 * The inner loops. The compiler turns each into vector instructions, because it is long, has no branch and indexes every
 * array alike, from 0 on.
 */
final class Loops {

    /** Its square exceeds the reciprocal of every positive float. */
    private static final float HUGE = Float.MAX_VALUE;

    private Loops() {}

    /** {@code sum += x}. */
    static void add(float[] x, int length, float[] sum) {
        for (int i = 0; i < length; i++) {
            sum[i] += x[i];
        }
    }

    /** {@code sum += x weight}. */
    static void addScaled(float[] x, float weight, int length, float[] sum) {
        for (int i = 0; i < length; i++) {
            sum[i] += x[i] * weight;
        }
    }

    /**
     * {@code sum += (error / (absolute + relative max(|first|, |second|)))^2}, and a NaN where first or second is not
     * finite: there 0 times it is NaN, which an infinite divisor would hide.
     */
    static void addScaledSquares(
            float[] error, float[] first, float[] second, float relative, float absolute, int length, float[] sum) {
        for (int i = 0; i < length; i++) {
            float ratio = error[i] / (absolute + relative * Math.max(Math.abs(first[i]), Math.abs(second[i])));
            sum[i] += ratio * ratio + (first[i] * 0f + second[i] * 0f);
        }
    }

    /** {@code sum += (x - mean)^2}. */
    static void addSquares(float[] x, float[] mean, int length, float[] sum) {
        for (int i = 0; i < length; i++) {
            float centred = x[i] - mean[i];
            sum[i] += centred * centred;
        }
    }

    /** {@code sum += g (x - mean)}. */
    static void addProducts(float[] g, float[] x, float[] mean, int length, float[] sum) {
        for (int i = 0; i < length; i++) {
            sum[i] += g[i] * (x[i] - mean[i]);
        }
    }

    /** {@code x = (x - mean) scale + shift}. */
    static void normalize(float[] x, float[] mean, float[] scale, float[] shift, int length) {
        for (int i = 0; i < length; i++) {
            x[i] = (x[i] - mean[i]) * scale[i] + shift[i];
        }
    }

    /** {@code x = max(0, (x - mean) scale + shift)}. */
    static void normalizeAndRectify(float[] x, float[] mean, float[] scale, float[] shift, int length) {
        for (int i = 0; i < length; i++) {
            x[i] = Math.max((x[i] - mean[i]) * scale[i] + shift[i], 0f);
        }
    }

    /** Sets g to 0 where ReLU did: its factor is 1 for every positive value, even the smallest, and 0 for others. */
    static void rectifyBackward(float[] g, float[] x, float[] mean, float[] scale, float[] shift, int length) {
        for (int i = 0; i < length; i++) {
            float positive = Math.max((x[i] - mean[i]) * scale[i] + shift[i], 0f);
            g[i] *= Math.min(positive * HUGE * HUGE, 1f);
        }
    }

    /** {@code g = g scale - offset - (x - mean) slope}. */
    static void project(float[] g, float[] x, float[] mean, float[] scale, float[] offset, float[] slope, int length) {
        for (int i = 0; i < length; i++) {
            g[i] = g[i] * scale[i] - offset[i] - (x[i] - mean[i]) * slope[i];
        }
    }
}
