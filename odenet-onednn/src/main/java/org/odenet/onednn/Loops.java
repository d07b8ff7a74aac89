package org.odenet.onednn;

/**
 * The inner loops. Those on pixels take {@code pixels} of them from {@code x[from]} on, their channels side by side, and
 * one value for each channel in the other arrays.
 */
interface Loops {

    /** The loops for this machine and JVM. */
    Loops BEST = LoopsSelection.select();

    /** The name under which they are logged and chosen. */
    String name();

    /** {@code sums += x}. */
    void addChannels(float[] x, int from, int pixels, float[] sums);

    /** {@code sums += (x - mean)^2}. */
    void addSquares(float[] x, int from, int pixels, float[] mean, float[] sums);

    /** {@code sums += g (x - mean)}. */
    void addProducts(float[] g, float[] x, int from, int pixels, float[] mean, float[] sums);

    /** {@code x = (x - mean) scale + shift}, and 0 instead of less where relu is. */
    void normalize(float[] x, int pixels, float[] mean, float[] scale, float[] shift, boolean relu);

    /** {@code g = 0} where {@link #normalize} with ReLU was not above 0. */
    void rectifyBackward(float[] g, float[] x, int pixels, float[] mean, float[] scale, float[] shift);

    /** {@code g = g scale - offset - (x - mean) slope}. */
    void project(float[] g, float[] x, int pixels, float[] mean, float[] scale, float[] offset, float[] slope);

    /** {@code sum += x}. */
    void add(float[] x, int length, float[] sum);

    /** {@code sum += x weight}. */
    void addScaled(float[] x, float weight, int length, float[] sum);

    /**
     * {@code sum += (error / (absolute + relative max(|first|, |second|)))^2}, and a NaN where first or second is not
     * finite: there 0 times it is NaN, which an infinite divisor would hide.
     */
    void addScaledSquares(
            float[] error, float[] first, float[] second, float relative, float absolute, int length, float[] sum);
}
