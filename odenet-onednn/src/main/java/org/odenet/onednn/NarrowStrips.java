package org.odenet.onednn;

import static org.odenet.onednn.VectorAccess.LANES;
import static org.odenet.onednn.VectorAccess.ORDER;
import static org.odenet.onednn.VectorAccess.SPECIES;

import java.nio.ByteBuffer;
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
    static void addChannels(ByteBuffer x, int from, int pixels, int c, float[] sums) {
        int step = sums.length * Float.BYTES;
        int end = from + pixels * step;
        FloatVector sum = FloatVector.fromArray(SPECIES, sums, c);
        for (int i = from + c * Float.BYTES; i < end; i += step) {
            sum = sum.add(FloatVector.fromByteBuffer(SPECIES, x, i, ORDER));
        }
        sum.intoArray(sums, c);
    }

    /** {@link Loops#addSquares} for the channels from c on. */
    static void addSquares(ByteBuffer x, int from, int pixels, int c, float[] means, float[] sums) {
        int step = sums.length * Float.BYTES;
        int end = from + pixels * step;
        FloatVector mean = FloatVector.fromArray(SPECIES, means, c);
        FloatVector sum = FloatVector.fromArray(SPECIES, sums, c);
        for (int i = from + c * Float.BYTES; i < end; i += step) {
            FloatVector centred =
                    FloatVector.fromByteBuffer(SPECIES, x, i, ORDER).sub(mean);
            sum = centred.fma(centred, sum);
        }
        sum.intoArray(sums, c);
    }

    /** {@link Loops#normalize} for the channels from c on. */
    static void normalize(ByteBuffer x, int from, int pixels, int c, Normalization by, ByteBuffer to) {
        int step = by.channels() * Float.BYTES;
        int end = from + pixels * step;
        FloatVector least = FloatVector.broadcast(SPECIES, by.relu() ? 0 : Float.NEGATIVE_INFINITY);
        FloatVector mean = FloatVector.fromArray(SPECIES, by.mean(), c);
        FloatVector scale = FloatVector.fromArray(SPECIES, by.scale(), c);
        FloatVector shift = FloatVector.fromArray(SPECIES, by.shift(), c);
        for (int i = from + c * Float.BYTES; i < end; i += step) {
            FloatVector centred =
                    FloatVector.fromByteBuffer(SPECIES, x, i, ORDER).sub(mean);
            centred.fma(scale, shift).max(least).intoByteBuffer(to, i, ORDER);
        }
    }

    /** {@link Loops#rectifyCotangents} for the channels from c on. */
    static void rectifyCotangents(
            ByteBuffer x, ByteBuffer g, int from, int pixels, int c, Normalization by, ByteBuffer to) {
        int step = by.channels() * Float.BYTES;
        int end = from + pixels * step;
        FloatVector zero = FloatVector.zero(SPECIES);
        FloatVector mean = FloatVector.fromArray(SPECIES, by.mean(), c);
        FloatVector scale = FloatVector.fromArray(SPECIES, by.scale(), c);
        FloatVector shift = FloatVector.fromArray(SPECIES, by.shift(), c);
        for (int i = from + c * Float.BYTES; i < end; i += step) {
            FloatVector centred =
                    FloatVector.fromByteBuffer(SPECIES, x, i, ORDER).sub(mean);
            VectorMask<Float> passes = centred.fma(scale, shift).compare(VectorOperators.GT, 0);
            zero.blend(FloatVector.fromByteBuffer(SPECIES, g, i, ORDER), passes).intoByteBuffer(to, i, ORDER);
        }
    }

    /** {@link Loops#addCotangents} for the channels from c on. */
    static void addCotangents(
            ByteBuffer x, ByteBuffer g, int from, int pixels, int c, float[] means, float[] products, float[] sums) {
        int step = sums.length * Float.BYTES;
        int end = from + pixels * step;
        FloatVector mean = FloatVector.fromArray(SPECIES, means, c);
        FloatVector product = FloatVector.fromArray(SPECIES, products, c);
        FloatVector sum = FloatVector.fromArray(SPECIES, sums, c);
        for (int i = from + c * Float.BYTES; i < end; i += step) {
            FloatVector cotangent = FloatVector.fromByteBuffer(SPECIES, g, i, ORDER);
            product = FloatVector.fromByteBuffer(SPECIES, x, i, ORDER).sub(mean).fma(cotangent, product);
            sum = sum.add(cotangent);
        }
        product.intoArray(products, c);
        sum.intoArray(sums, c);
    }

    /** {@link Loops#project} for the channels from c on. */
    static void project(
            ByteBuffer x,
            ByteBuffer g,
            int from,
            int pixels,
            int c,
            Normalization by,
            float[] slopes,
            float[] offsets,
            ByteBuffer to) {
        int step = by.channels() * Float.BYTES;
        int end = from + pixels * step;
        FloatVector mean = FloatVector.fromArray(SPECIES, by.mean(), c);
        FloatVector scale = FloatVector.fromArray(SPECIES, by.scale(), c);
        FloatVector slope = FloatVector.fromArray(SPECIES, slopes, c);
        FloatVector offset = FloatVector.fromArray(SPECIES, offsets, c);
        for (int i = from + c * Float.BYTES; i < end; i += step) {
            FloatVector projection =
                    FloatVector.fromByteBuffer(SPECIES, x, i, ORDER).sub(mean).fma(slope, offset);
            FloatVector.fromByteBuffer(SPECIES, g, i, ORDER)
                    .mul(scale)
                    .sub(projection)
                    .intoByteBuffer(to, i, ORDER);
        }
    }
}
