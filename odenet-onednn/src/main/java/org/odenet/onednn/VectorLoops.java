package org.odenet.onednn;

import java.nio.ByteBuffer;

/**
 * The loops with the processor's vector instructions. Numbers of channels that do not fill whole vectors are left to {@link
 * ScalarLoops}.
 */
final class VectorLoops implements Loops {

    private final ScalarLoops scalar = new ScalarLoops();

    @Override
    public String name() {
        return "vector";
    }

    private static boolean fillVectors(int channels) {
        return channels % NarrowStrips.WIDTH == 0;
    }

    /** The channels of wide strips; those after them are in narrow ones. */
    private static int inWideStrips(int channels) {
        return channels - channels % WideStrips.WIDTH;
    }

    @Override
    public void addChannels(ByteBuffer x, int from, int pixels, float[] sums) {
        if (!fillVectors(sums.length)) {
            scalar.addChannels(x, from, pixels, sums);
            return;
        }
        int wide = inWideStrips(sums.length);
        for (int c = 0; c < wide; c += WideStrips.WIDTH) {
            WideStrips.addChannels(x, from * Float.BYTES, pixels, c, sums);
        }
        for (int c = wide; c < sums.length; c += NarrowStrips.WIDTH) {
            NarrowStrips.addChannels(x, from * Float.BYTES, pixels, c, sums);
        }
    }

    @Override
    public void addSquares(ByteBuffer x, int from, int pixels, float[] mean, float[] sums) {
        if (!fillVectors(sums.length)) {
            scalar.addSquares(x, from, pixels, mean, sums);
            return;
        }
        int wide = inWideStrips(sums.length);
        for (int c = 0; c < wide; c += WideStrips.WIDTH) {
            WideStrips.addSquares(x, from * Float.BYTES, pixels, c, mean, sums);
        }
        for (int c = wide; c < sums.length; c += NarrowStrips.WIDTH) {
            NarrowStrips.addSquares(x, from * Float.BYTES, pixels, c, mean, sums);
        }
    }

    @Override
    public void normalize(ByteBuffer x, int from, int pixels, Normalization by, ByteBuffer to) {
        if (!fillVectors(by.channels())) {
            scalar.normalize(x, from, pixels, by, to);
            return;
        }
        int wide = inWideStrips(by.channels());
        for (int c = 0; c < wide; c += WideStrips.WIDTH) {
            WideStrips.normalize(x, from * Float.BYTES, pixels, c, by, to);
        }
        for (int c = wide; c < by.channels(); c += NarrowStrips.WIDTH) {
            NarrowStrips.normalize(x, from * Float.BYTES, pixels, c, by, to);
        }
    }

    @Override
    public void rectifyCotangents(ByteBuffer x, ByteBuffer g, int from, int pixels, Normalization by, ByteBuffer to) {
        if (!fillVectors(by.channels())) {
            scalar.rectifyCotangents(x, g, from, pixels, by, to);
            return;
        }
        int wide = inWideStrips(by.channels());
        for (int c = 0; c < wide; c += WideStrips.WIDTH) {
            WideStrips.rectifyCotangents(x, g, from * Float.BYTES, pixels, c, by, to);
        }
        for (int c = wide; c < by.channels(); c += NarrowStrips.WIDTH) {
            NarrowStrips.rectifyCotangents(x, g, from * Float.BYTES, pixels, c, by, to);
        }
    }

    @Override
    public void addCotangents(
            ByteBuffer x, ByteBuffer g, int from, int pixels, float[] mean, float[] products, float[] sums) {
        if (!fillVectors(sums.length)) {
            scalar.addCotangents(x, g, from, pixels, mean, products, sums);
            return;
        }
        int wide = inWideStrips(sums.length);
        for (int c = 0; c < wide; c += WideStrips.WIDTH) {
            WideStrips.addCotangents(x, g, from * Float.BYTES, pixels, c, mean, products, sums);
        }
        for (int c = wide; c < sums.length; c += NarrowStrips.WIDTH) {
            NarrowStrips.addCotangents(x, g, from * Float.BYTES, pixels, c, mean, products, sums);
        }
    }

    @Override
    public void project(
            ByteBuffer x,
            ByteBuffer g,
            int from,
            int pixels,
            Normalization by,
            float[] slope,
            float[] offset,
            ByteBuffer to) {
        if (!fillVectors(by.channels())) {
            scalar.project(x, g, from, pixels, by, slope, offset, to);
            return;
        }
        int wide = inWideStrips(by.channels());
        for (int c = 0; c < wide; c += WideStrips.WIDTH) {
            WideStrips.project(x, g, from * Float.BYTES, pixels, c, by, slope, offset, to);
        }
        for (int c = wide; c < by.channels(); c += NarrowStrips.WIDTH) {
            NarrowStrips.project(x, g, from * Float.BYTES, pixels, c, by, slope, offset, to);
        }
    }

    @Override
    public void addScaled(ByteBuffer x, int from, int length, float weight, float[] sum) {
        VectorAlgebra.addScaled(x, from * Float.BYTES, length, weight, sum);
    }

    @Override
    public void combine(
            ByteBuffer[] vectors, float[] weights, int terms, int from, int length, ByteBuffer to, int place) {
        VectorAlgebra.combine(vectors, weights, terms, from * Float.BYTES, length, to, place * Float.BYTES);
    }

    @Override
    public void addScaledSquares(
            ByteBuffer error,
            ByteBuffer first,
            ByteBuffer second,
            int from,
            int length,
            float relative,
            float absolute,
            float[] sum) {
        VectorAlgebra.addScaledSquares(error, first, second, from * Float.BYTES, length, relative, absolute, sum);
    }
}
