package org.odenet.onednn;

import java.util.function.IntConsumer;

/**
 * The loops with the processor's vector instructions. Numbers of channels that do not fill whole vectors are left to {@link
 * ScalarLoops}.
 */
final class VectorLoops implements Loops {

    private final ScalarLoops scalar = new ScalarLoops();

    /**
     * Makes the loops, and loads a vector once.
     *
     * @throws LinkageError if this JDK has neither way to do so
     */
    VectorLoops() {
        VectorAccess.load(Stretch.current().memory, 0);
    }

    @Override
    public String name() {
        return "vector";
    }

    private static boolean fillVectors(int channels) {
        return channels % NarrowStrips.WIDTH == 0;
    }

    /** Takes as many channels as it can in wide strips, and the others in narrow ones. */
    private static void forEachStrip(int channels, IntConsumer wide, IntConsumer narrow) {
        int inWide = channels - channels % WideStrips.WIDTH;
        for (int c = 0; c < inWide; c += WideStrips.WIDTH) {
            wide.accept(c);
        }
        for (int c = inWide; c < channels; c += NarrowStrips.WIDTH) {
            narrow.accept(c);
        }
    }

    @Override
    public void addChannels(NativeFloats x, int from, int pixels, float[] sums) {
        if (!fillVectors(sums.length)) {
            scalar.addChannels(x, from, pixels, sums);
            return;
        }
        int first = from * Float.BYTES;
        forEachStrip(
                sums.length,
                c -> WideStrips.addChannels(x, first, pixels, c, sums),
                c -> NarrowStrips.addChannels(x, first, pixels, c, sums));
    }

    @Override
    public void addSquares(NativeFloats x, int from, int pixels, float[] mean, float[] sums) {
        if (!fillVectors(sums.length)) {
            scalar.addSquares(x, from, pixels, mean, sums);
            return;
        }
        int first = from * Float.BYTES;
        forEachStrip(
                sums.length,
                c -> WideStrips.addSquares(x, first, pixels, c, mean, sums),
                c -> NarrowStrips.addSquares(x, first, pixels, c, mean, sums));
    }

    @Override
    public void normalize(NativeFloats x, int from, int pixels, Normalization by, NativeFloats to) {
        if (!fillVectors(by.channels())) {
            scalar.normalize(x, from, pixels, by, to);
            return;
        }
        int first = from * Float.BYTES;
        forEachStrip(
                by.channels(),
                c -> WideStrips.normalize(x, first, pixels, c, by, to),
                c -> NarrowStrips.normalize(x, first, pixels, c, by, to));
    }

    @Override
    public void rectifyCotangents(
            NativeFloats x, NativeFloats g, int from, int pixels, Normalization by, NativeFloats to) {
        if (!fillVectors(by.channels())) {
            scalar.rectifyCotangents(x, g, from, pixels, by, to);
            return;
        }
        int first = from * Float.BYTES;
        forEachStrip(
                by.channels(),
                c -> WideStrips.rectifyCotangents(x, g, first, pixels, c, by, to),
                c -> NarrowStrips.rectifyCotangents(x, g, first, pixels, c, by, to));
    }

    @Override
    public void addCotangents(
            NativeFloats x, NativeFloats g, int from, int pixels, float[] mean, float[] products, float[] sums) {
        if (!fillVectors(sums.length)) {
            scalar.addCotangents(x, g, from, pixels, mean, products, sums);
            return;
        }
        int first = from * Float.BYTES;
        forEachStrip(
                sums.length,
                c -> WideStrips.addCotangents(x, g, first, pixels, c, mean, products, sums),
                c -> NarrowStrips.addCotangents(x, g, first, pixels, c, mean, products, sums));
    }

    @Override
    public void project(
            NativeFloats x,
            NativeFloats g,
            int from,
            int pixels,
            float[] scale,
            float[] slope,
            float[] offset,
            NativeFloats to) {
        if (!fillVectors(scale.length)) {
            scalar.project(x, g, from, pixels, scale, slope, offset, to);
            return;
        }
        int first = from * Float.BYTES;
        forEachStrip(
                scale.length,
                c -> WideStrips.project(x, g, first, pixels, c, scale, slope, offset, to),
                c -> NarrowStrips.project(x, g, first, pixels, c, scale, slope, offset, to));
    }

    @Override
    public void addScaled(NativeFloats x, int from, int length, float weight, float[] sum) {
        VectorAlgebra.addScaled(x, from * Float.BYTES, length, weight, sum);
    }

    @Override
    public void combine(
            NativeFloats[] vectors, float[] weights, int terms, int from, int length, NativeFloats to, int place) {
        VectorAlgebra.combine(vectors, weights, terms, from * Float.BYTES, length, to, place * Float.BYTES);
    }

    @Override
    public void addScaledSquares(
            NativeFloats error,
            NativeFloats first,
            NativeFloats second,
            int from,
            int length,
            float relative,
            float absolute,
            float[] sum) {
        VectorAlgebra.addScaledSquares(error, first, second, from * Float.BYTES, length, relative, absolute, sum);
    }
}
