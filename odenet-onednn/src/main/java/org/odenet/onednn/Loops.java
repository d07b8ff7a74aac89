package org.odenet.onednn;

/**
 * The inner loops, on floats in native memory, whose places are counted in floats. Those on pixels take {@code pixels} of them
 * from a place on, their channels side by side, and one value for each channel in arrays. Those of algebra take at most {@value
 * Stretch#LENGTH} values.
 */
interface Loops {

    /** The loops for this machine and JVM. */
    Loops BEST = LoopsSelection.select();

    /** The name under which they are logged and chosen. */
    String name();

    /** {@code sums += x}. */
    void addChannels(NativeFloats x, int from, int pixels, float[] sums);

    /** {@code sums += (x - mean)^2}. */
    void addSquares(NativeFloats x, int from, int pixels, float[] mean, float[] sums);

    /** Sets {@code to} to the normalisation of x, at the same place. */
    void normalize(NativeFloats x, int from, int pixels, Normalization by, NativeFloats to);

    /** Sets {@code to} to g, and 0 where {@link #normalize} with ReLU was not above 0. */
    void rectifyCotangents(NativeFloats x, NativeFloats g, int from, int pixels, Normalization by, NativeFloats to);

    /** {@code products += g (x - mean)} and {@code sums += g}. */
    void addCotangents(
            NativeFloats x, NativeFloats g, int from, int pixels, float[] mean, float[] products, float[] sums);

    /** {@code to = g scale + x slope + offset}, each of them for a channel. */
    void project(
            NativeFloats x,
            NativeFloats g,
            int from,
            int pixels,
            float[] scale,
            float[] slope,
            float[] offset,
            NativeFloats to);

    /** {@code sum += x weight}. */
    void addScaled(NativeFloats x, int from, int length, float weight, float[] sum);

    /** Sets {@code to} to the weighted sum of the first so many vectors; it may be the first of them, at the same place. */
    void combine(NativeFloats[] vectors, float[] weights, int terms, int from, int length, NativeFloats to, int place);

    /**
     * {@code sum += (error / (absolute + relative max(|first|, |second|)))^2}, and a NaN where first or second is not
     * finite: there 0 times it is NaN, which an infinite divisor would hide.
     *
     * @param error from its beginning on
     * @param from the place in first and second
     */
    void addScaledSquares(
            NativeFloats error,
            NativeFloats first,
            NativeFloats second,
            int from,
            int length,
            float relative,
            float absolute,
            float[] sum);
}
