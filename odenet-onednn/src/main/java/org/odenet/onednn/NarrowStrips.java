package org.odenet.onednn;

import static org.odenet.onednn.VectorAccess.LANES;
import static org.odenet.onednn.VectorAccess.SPECIES;
import static org.odenet.onednn.VectorAccess.load;
import static org.odenet.onednn.VectorAccess.store;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * Loops over the pixels of a strip of channels that one vector holds. Places are in bytes; c, the strip's first channel, counts channels.
 */
final class NarrowStrips {

    private static final int BYTES = LANES * Float.BYTES;

    /** The channels of a strip. */
    static final int WIDTH = LANES;

    private NarrowStrips() {}

    /** {@link Loops#addChannels} for the channels from c on. */
    static void addChannels(NativeFloats x, int from, int pixels, int c, float[] sums) {
        int step = sums.length * Float.BYTES;
        int end = from + pixels * step;
        FloatVector sum = FloatVector.fromArray(SPECIES, sums, c);
        for (int i = from + c * Float.BYTES; i < end; i += step) {
            sum = sum.add(load(x, i));
        }
        sum.intoArray(sums, c);
    }

    /** {@link Loops#addSquares} for the channels from c on. */
    static void addSquares(NativeFloats x, int from, int pixels, int c, float[] means, float[] sums) {
        int step = sums.length * Float.BYTES;
        int end = from + pixels * step;
        FloatVector mean = FloatVector.fromArray(SPECIES, means, c);
        FloatVector sum = FloatVector.fromArray(SPECIES, sums, c);
        for (int i = from + c * Float.BYTES; i < end; i += step) {
            FloatVector centred = load(x, i).sub(mean);
            sum = centred.fma(centred, sum);
        }
        sum.intoArray(sums, c);
    }

    /** {@link Loops#normalize} for the channels from c on. */
    static void normalize(NativeFloats x, int from, int pixels, int c, Normalization by, NativeFloats to) {
        int step = by.channels() * Float.BYTES;
        int end = from + pixels * step;
        FloatVector least = FloatVector.broadcast(SPECIES, by.relu() ? 0 : Float.NEGATIVE_INFINITY);
        FloatVector mean = FloatVector.fromArray(SPECIES, by.mean(), c);
        FloatVector scale = FloatVector.fromArray(SPECIES, by.scale(), c);
        FloatVector shift = FloatVector.fromArray(SPECIES, by.shift(), c);
        for (int i = from + c * Float.BYTES; i < end; i += step) {
            FloatVector centred = load(x, i).sub(mean);
            store(centred.fma(scale, shift).max(least), to, i);
        }
    }

    /** {@link Loops#rectifyCotangents} for the channels from c on. */
    static void rectifyCotangents(
            NativeFloats x, NativeFloats g, int from, int pixels, int c, Normalization by, NativeFloats to) {
        int step = by.channels() * Float.BYTES;
        int end = from + pixels * step;
        FloatVector zero = FloatVector.zero(SPECIES);
        FloatVector mean = FloatVector.fromArray(SPECIES, by.mean(), c);
        FloatVector scale = FloatVector.fromArray(SPECIES, by.scale(), c);
        FloatVector shift = FloatVector.fromArray(SPECIES, by.shift(), c);
        for (int i = from + c * Float.BYTES; i < end; i += step) {
            FloatVector centred = load(x, i).sub(mean);
            VectorMask<Float> passes = centred.fma(scale, shift).compare(VectorOperators.GT, 0);
            store(zero.blend(load(g, i), passes), to, i);
        }
    }

    /** {@link Loops#addCotangents} for the channels from c on. */
    static void addCotangents(
            NativeFloats x,
            NativeFloats g,
            int from,
            int pixels,
            int c,
            float[] means,
            float[] products,
            float[] sums) {
        int step = sums.length * Float.BYTES;
        int end = from + pixels * step;
        FloatVector mean = FloatVector.fromArray(SPECIES, means, c);
        FloatVector product = FloatVector.fromArray(SPECIES, products, c);
        FloatVector sum = FloatVector.fromArray(SPECIES, sums, c);
        for (int i = from + c * Float.BYTES; i < end; i += step) {
            FloatVector cotangent = load(g, i);
            product = load(x, i).sub(mean).fma(cotangent, product);
            sum = sum.add(cotangent);
        }
        product.intoArray(products, c);
        sum.intoArray(sums, c);
    }

    /** {@link Loops#project} for the channels from c on. */
    static void project(
            NativeFloats x,
            NativeFloats g,
            int from,
            int pixels,
            int c,
            float[] scales,
            float[] slopes,
            float[] offsets,
            NativeFloats to) {
        int step = scales.length * Float.BYTES;
        int end = from + pixels * step;
        FloatVector scale = FloatVector.fromArray(SPECIES, scales, c);
        FloatVector slope = FloatVector.fromArray(SPECIES, slopes, c);
        FloatVector offset = FloatVector.fromArray(SPECIES, offsets, c);
        for (int i = from + c * Float.BYTES; i < end; i += step) {
            FloatVector line = load(x, i).fma(slope, offset);
            store(load(g, i).fma(scale, line), to, i);
        }
    }
}
