package org.odenet.onednn;

import static org.odenet.onednn.VectorAccess.LANES;
import static org.odenet.onednn.VectorAccess.SPECIES;
import static org.odenet.onednn.VectorAccess.load;
import static org.odenet.onednn.VectorAccess.store;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * The loops of {@link NarrowStrips} over strips of four vectors, which a pixel has side by side in memory: read in the order
 * of memory, values come several times as fast from all but the nearest cache. Each vector has its own variables, there are no
 * further methods, and each loop does little, because the compiler keeps vectors in registers only in code that it takes in
 * whole: of loops that did twice as much it failed to, in some runs of the JVM.
 */
final class WideStrips {

    private static final int BYTES = LANES * Float.BYTES;

    /** The channels of a strip. */
    static final int WIDTH = 4 * LANES;

    private WideStrips() {}

    /** {@link Loops#addChannels} for the channels from c on. */
    static void addChannels(NativeFloats x, int from, int pixels, int c, float[] sums) {
        int step = sums.length * Float.BYTES;
        int end = from + pixels * step;
        FloatVector sum0 = FloatVector.fromArray(SPECIES, sums, c);
        FloatVector sum1 = FloatVector.fromArray(SPECIES, sums, c + LANES);
        FloatVector sum2 = FloatVector.fromArray(SPECIES, sums, c + 2 * LANES);
        FloatVector sum3 = FloatVector.fromArray(SPECIES, sums, c + 3 * LANES);
        for (int i = from + c * Float.BYTES; i < end; i += step) {
            sum0 = sum0.add(load(x, i));
            sum1 = sum1.add(load(x, i + BYTES));
            sum2 = sum2.add(load(x, i + 2 * BYTES));
            sum3 = sum3.add(load(x, i + 3 * BYTES));
        }
        sum0.intoArray(sums, c);
        sum1.intoArray(sums, c + LANES);
        sum2.intoArray(sums, c + 2 * LANES);
        sum3.intoArray(sums, c + 3 * LANES);
    }

    /** {@link Loops#addSquares} for the channels from c on. */
    static void addSquares(NativeFloats x, int from, int pixels, int c, float[] means, float[] sums) {
        int step = sums.length * Float.BYTES;
        int end = from + pixels * step;
        FloatVector mean0 = FloatVector.fromArray(SPECIES, means, c);
        FloatVector mean1 = FloatVector.fromArray(SPECIES, means, c + LANES);
        FloatVector mean2 = FloatVector.fromArray(SPECIES, means, c + 2 * LANES);
        FloatVector mean3 = FloatVector.fromArray(SPECIES, means, c + 3 * LANES);
        FloatVector sum0 = FloatVector.fromArray(SPECIES, sums, c);
        FloatVector sum1 = FloatVector.fromArray(SPECIES, sums, c + LANES);
        FloatVector sum2 = FloatVector.fromArray(SPECIES, sums, c + 2 * LANES);
        FloatVector sum3 = FloatVector.fromArray(SPECIES, sums, c + 3 * LANES);
        for (int i = from + c * Float.BYTES; i < end; i += step) {
            FloatVector centred0 = load(x, i).sub(mean0);
            sum0 = centred0.fma(centred0, sum0);
            FloatVector centred1 = load(x, i + BYTES).sub(mean1);
            sum1 = centred1.fma(centred1, sum1);
            FloatVector centred2 = load(x, i + 2 * BYTES).sub(mean2);
            sum2 = centred2.fma(centred2, sum2);
            FloatVector centred3 = load(x, i + 3 * BYTES).sub(mean3);
            sum3 = centred3.fma(centred3, sum3);
        }
        sum0.intoArray(sums, c);
        sum1.intoArray(sums, c + LANES);
        sum2.intoArray(sums, c + 2 * LANES);
        sum3.intoArray(sums, c + 3 * LANES);
    }

    /** {@link Loops#normalize} for the channels from c on. */
    static void normalize(NativeFloats x, int from, int pixels, int c, Normalization by, NativeFloats to) {
        int step = by.channels() * Float.BYTES;
        int end = from + pixels * step;
        FloatVector least = FloatVector.broadcast(SPECIES, by.relu() ? 0 : Float.NEGATIVE_INFINITY);
        FloatVector mean0 = FloatVector.fromArray(SPECIES, by.mean(), c);
        FloatVector scale0 = FloatVector.fromArray(SPECIES, by.scale(), c);
        FloatVector shift0 = FloatVector.fromArray(SPECIES, by.shift(), c);
        FloatVector mean1 = FloatVector.fromArray(SPECIES, by.mean(), c + LANES);
        FloatVector scale1 = FloatVector.fromArray(SPECIES, by.scale(), c + LANES);
        FloatVector shift1 = FloatVector.fromArray(SPECIES, by.shift(), c + LANES);
        FloatVector mean2 = FloatVector.fromArray(SPECIES, by.mean(), c + 2 * LANES);
        FloatVector scale2 = FloatVector.fromArray(SPECIES, by.scale(), c + 2 * LANES);
        FloatVector shift2 = FloatVector.fromArray(SPECIES, by.shift(), c + 2 * LANES);
        FloatVector mean3 = FloatVector.fromArray(SPECIES, by.mean(), c + 3 * LANES);
        FloatVector scale3 = FloatVector.fromArray(SPECIES, by.scale(), c + 3 * LANES);
        FloatVector shift3 = FloatVector.fromArray(SPECIES, by.shift(), c + 3 * LANES);
        for (int i = from + c * Float.BYTES; i < end; i += step) {
            FloatVector centred0 = load(x, i).sub(mean0);
            store(centred0.fma(scale0, shift0).max(least), to, i);
            FloatVector centred1 = load(x, i + BYTES).sub(mean1);
            store(centred1.fma(scale1, shift1).max(least), to, i + BYTES);
            FloatVector centred2 = load(x, i + 2 * BYTES).sub(mean2);
            store(centred2.fma(scale2, shift2).max(least), to, i + 2 * BYTES);
            FloatVector centred3 = load(x, i + 3 * BYTES).sub(mean3);
            store(centred3.fma(scale3, shift3).max(least), to, i + 3 * BYTES);
        }
    }

    /** {@link Loops#rectifyCotangents} for the channels from c on. */
    static void rectifyCotangents(
            NativeFloats x, NativeFloats g, int from, int pixels, int c, Normalization by, NativeFloats to) {
        int step = by.channels() * Float.BYTES;
        int end = from + pixels * step;
        FloatVector zero = FloatVector.zero(SPECIES);
        FloatVector mean0 = FloatVector.fromArray(SPECIES, by.mean(), c);
        FloatVector scale0 = FloatVector.fromArray(SPECIES, by.scale(), c);
        FloatVector shift0 = FloatVector.fromArray(SPECIES, by.shift(), c);
        FloatVector mean1 = FloatVector.fromArray(SPECIES, by.mean(), c + LANES);
        FloatVector scale1 = FloatVector.fromArray(SPECIES, by.scale(), c + LANES);
        FloatVector shift1 = FloatVector.fromArray(SPECIES, by.shift(), c + LANES);
        FloatVector mean2 = FloatVector.fromArray(SPECIES, by.mean(), c + 2 * LANES);
        FloatVector scale2 = FloatVector.fromArray(SPECIES, by.scale(), c + 2 * LANES);
        FloatVector shift2 = FloatVector.fromArray(SPECIES, by.shift(), c + 2 * LANES);
        FloatVector mean3 = FloatVector.fromArray(SPECIES, by.mean(), c + 3 * LANES);
        FloatVector scale3 = FloatVector.fromArray(SPECIES, by.scale(), c + 3 * LANES);
        FloatVector shift3 = FloatVector.fromArray(SPECIES, by.shift(), c + 3 * LANES);
        for (int i = from + c * Float.BYTES; i < end; i += step) {
            FloatVector centred0 = load(x, i).sub(mean0);
            VectorMask<Float> passes0 = centred0.fma(scale0, shift0).compare(VectorOperators.GT, 0);
            store(zero.blend(load(g, i), passes0), to, i);
            FloatVector centred1 = load(x, i + BYTES).sub(mean1);
            VectorMask<Float> passes1 = centred1.fma(scale1, shift1).compare(VectorOperators.GT, 0);
            store(zero.blend(load(g, i + BYTES), passes1), to, i + BYTES);
            FloatVector centred2 = load(x, i + 2 * BYTES).sub(mean2);
            VectorMask<Float> passes2 = centred2.fma(scale2, shift2).compare(VectorOperators.GT, 0);
            store(zero.blend(load(g, i + 2 * BYTES), passes2), to, i + 2 * BYTES);
            FloatVector centred3 = load(x, i + 3 * BYTES).sub(mean3);
            VectorMask<Float> passes3 = centred3.fma(scale3, shift3).compare(VectorOperators.GT, 0);
            store(zero.blend(load(g, i + 3 * BYTES), passes3), to, i + 3 * BYTES);
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
        FloatVector mean0 = FloatVector.fromArray(SPECIES, means, c);
        FloatVector mean1 = FloatVector.fromArray(SPECIES, means, c + LANES);
        FloatVector mean2 = FloatVector.fromArray(SPECIES, means, c + 2 * LANES);
        FloatVector mean3 = FloatVector.fromArray(SPECIES, means, c + 3 * LANES);
        FloatVector product0 = FloatVector.fromArray(SPECIES, products, c);
        FloatVector sum0 = FloatVector.fromArray(SPECIES, sums, c);
        FloatVector product1 = FloatVector.fromArray(SPECIES, products, c + LANES);
        FloatVector sum1 = FloatVector.fromArray(SPECIES, sums, c + LANES);
        FloatVector product2 = FloatVector.fromArray(SPECIES, products, c + 2 * LANES);
        FloatVector sum2 = FloatVector.fromArray(SPECIES, sums, c + 2 * LANES);
        FloatVector product3 = FloatVector.fromArray(SPECIES, products, c + 3 * LANES);
        FloatVector sum3 = FloatVector.fromArray(SPECIES, sums, c + 3 * LANES);
        for (int i = from + c * Float.BYTES; i < end; i += step) {
            FloatVector cotangent0 = load(g, i);
            product0 = load(x, i).sub(mean0).fma(cotangent0, product0);
            sum0 = sum0.add(cotangent0);
            FloatVector cotangent1 = load(g, i + BYTES);
            product1 = load(x, i + BYTES).sub(mean1).fma(cotangent1, product1);
            sum1 = sum1.add(cotangent1);
            FloatVector cotangent2 = load(g, i + 2 * BYTES);
            product2 = load(x, i + 2 * BYTES).sub(mean2).fma(cotangent2, product2);
            sum2 = sum2.add(cotangent2);
            FloatVector cotangent3 = load(g, i + 3 * BYTES);
            product3 = load(x, i + 3 * BYTES).sub(mean3).fma(cotangent3, product3);
            sum3 = sum3.add(cotangent3);
        }
        product0.intoArray(products, c);
        sum0.intoArray(sums, c);
        product1.intoArray(products, c + LANES);
        sum1.intoArray(sums, c + LANES);
        product2.intoArray(products, c + 2 * LANES);
        sum2.intoArray(sums, c + 2 * LANES);
        product3.intoArray(products, c + 3 * LANES);
        sum3.intoArray(sums, c + 3 * LANES);
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
        FloatVector scale0 = FloatVector.fromArray(SPECIES, scales, c);
        FloatVector slope0 = FloatVector.fromArray(SPECIES, slopes, c);
        FloatVector offset0 = FloatVector.fromArray(SPECIES, offsets, c);
        FloatVector scale1 = FloatVector.fromArray(SPECIES, scales, c + LANES);
        FloatVector slope1 = FloatVector.fromArray(SPECIES, slopes, c + LANES);
        FloatVector offset1 = FloatVector.fromArray(SPECIES, offsets, c + LANES);
        FloatVector scale2 = FloatVector.fromArray(SPECIES, scales, c + 2 * LANES);
        FloatVector slope2 = FloatVector.fromArray(SPECIES, slopes, c + 2 * LANES);
        FloatVector offset2 = FloatVector.fromArray(SPECIES, offsets, c + 2 * LANES);
        FloatVector scale3 = FloatVector.fromArray(SPECIES, scales, c + 3 * LANES);
        FloatVector slope3 = FloatVector.fromArray(SPECIES, slopes, c + 3 * LANES);
        FloatVector offset3 = FloatVector.fromArray(SPECIES, offsets, c + 3 * LANES);
        for (int i = from + c * Float.BYTES; i < end; i += step) {
            FloatVector line0 = load(x, i).fma(slope0, offset0);
            store(load(g, i).fma(scale0, line0), to, i);
            FloatVector line1 = load(x, i + BYTES).fma(slope1, offset1);
            store(load(g, i + BYTES).fma(scale1, line1), to, i + BYTES);
            FloatVector line2 = load(x, i + 2 * BYTES).fma(slope2, offset2);
            store(load(g, i + 2 * BYTES).fma(scale2, line2), to, i + 2 * BYTES);
            FloatVector line3 = load(x, i + 3 * BYTES).fma(slope3, offset3);
            store(load(g, i + 3 * BYTES).fma(scale3, line3), to, i + 3 * BYTES);
        }
    }
}
