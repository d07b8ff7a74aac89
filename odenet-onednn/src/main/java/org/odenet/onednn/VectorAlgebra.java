package org.odenet.onednn;

import static org.odenet.onednn.VectorAccess.LANES;
import static org.odenet.onednn.VectorAccess.ORDER;
import static org.odenet.onednn.VectorAccess.SPECIES;

import java.nio.ByteBuffer;
import jdk.incubator.vector.FloatVector;

/**
 * The loops of algebra with the processor's vector instructions; places are in bytes. A pass reads up to four vectors at a time
 * where they lie: so values come several times as fast from memory as through a copy of each.
 */
final class VectorAlgebra {

    private static final int BYTES = LANES * Float.BYTES;

    /** How many vectors a pass reads. */
    private static final int AT_ONCE = 4;

    private VectorAlgebra() {}

    /** {@link Loops#combine}: the sum of the first vectors is a term, of weight 1, of the next pass. */
    static void combine(
            ByteBuffer[] vectors, float[] weights, int terms, int from, int length, ByteBuffer to, int place) {
        int whole = SPECIES.loopBound(length) * Float.BYTES;
        assign(vectors, weights, terms, from, whole, to, place);
        for (int next = AT_ONCE; next < terms; next += AT_ONCE - 1) {
            add(vectors, weights, next, terms, from, whole, to, place);
        }
        for (int i = whole; i < length * Float.BYTES; i += Float.BYTES) {
            float sum = 0;
            for (int j = 0; j < terms; j++) {
                sum = Math.fma(vectors[j].getFloat(from + i), weights[j], sum);
            }
            to.putFloat(place + i, sum);
        }
    }

    private static void assign(ByteBuffer[] v, float[] w, int terms, int from, int bytes, ByteBuffer to, int place) {
        switch (terms) {
            case 0 -> clear(to, place, bytes);
            case 1 -> sum(v[0], from, w[0], bytes, to, place);
            case 2 -> sum(v[0], from, w[0], v[1], w[1], from, bytes, to, place);
            case 3 -> sum(v[0], from, w[0], v[1], w[1], v[2], w[2], from, bytes, to, place);
            default -> sum(v[0], from, w[0], v[1], w[1], v[2], w[2], v[3], w[3], from, bytes, to, place);
        }
    }

    private static void add(
            ByteBuffer[] v, float[] w, int next, int terms, int from, int bytes, ByteBuffer to, int place) {
        ByteBuffer a = v[next];
        float s = w[next];
        switch (terms - next) {
            case 1 -> sum(to, place, 1, a, s, from, bytes, to, place);
            case 2 -> sum(to, place, 1, a, s, v[next + 1], w[next + 1], from, bytes, to, place);
            default -> sum(
                    to, place, 1, a, s, v[next + 1], w[next + 1], v[next + 2], w[next + 2], from, bytes, to, place);
        }
    }

    private static void clear(ByteBuffer to, int place, int bytes) {
        FloatVector zero = FloatVector.zero(SPECIES);
        for (int i = 0; i < bytes; i += BYTES) {
            zero.intoByteBuffer(to, place + i, ORDER);
        }
    }

    private static void sum(ByteBuffer a, int at, float s, int bytes, ByteBuffer to, int place) {
        for (int i = 0; i < bytes; i += BYTES) {
            FloatVector sum =
                    FloatVector.fromByteBuffer(SPECIES, a, at + i, ORDER).mul(s);
            sum.intoByteBuffer(to, place + i, ORDER);
        }
    }

    private static void sum(
            ByteBuffer a, int at, float s, ByteBuffer b, float t, int from, int bytes, ByteBuffer to, int place) {
        FloatVector ts = FloatVector.broadcast(SPECIES, t);
        for (int i = 0; i < bytes; i += BYTES) {
            FloatVector sum =
                    FloatVector.fromByteBuffer(SPECIES, a, at + i, ORDER).mul(s);
            sum = FloatVector.fromByteBuffer(SPECIES, b, from + i, ORDER).fma(ts, sum);
            sum.intoByteBuffer(to, place + i, ORDER);
        }
    }

    private static void sum(
            ByteBuffer a,
            int at,
            float s,
            ByteBuffer b,
            float t,
            ByteBuffer c,
            float u,
            int from,
            int bytes,
            ByteBuffer to,
            int place) {
        FloatVector ts = FloatVector.broadcast(SPECIES, t);
        FloatVector us = FloatVector.broadcast(SPECIES, u);
        for (int i = 0; i < bytes; i += BYTES) {
            FloatVector sum =
                    FloatVector.fromByteBuffer(SPECIES, a, at + i, ORDER).mul(s);
            sum = FloatVector.fromByteBuffer(SPECIES, b, from + i, ORDER).fma(ts, sum);
            sum = FloatVector.fromByteBuffer(SPECIES, c, from + i, ORDER).fma(us, sum);
            sum.intoByteBuffer(to, place + i, ORDER);
        }
    }

    private static void sum(
            ByteBuffer a,
            int at,
            float s,
            ByteBuffer b,
            float t,
            ByteBuffer c,
            float u,
            ByteBuffer d,
            float v,
            int from,
            int bytes,
            ByteBuffer to,
            int place) {
        FloatVector ts = FloatVector.broadcast(SPECIES, t);
        FloatVector us = FloatVector.broadcast(SPECIES, u);
        FloatVector vs = FloatVector.broadcast(SPECIES, v);
        for (int i = 0; i < bytes; i += BYTES) {
            FloatVector sum =
                    FloatVector.fromByteBuffer(SPECIES, a, at + i, ORDER).mul(s);
            sum = FloatVector.fromByteBuffer(SPECIES, b, from + i, ORDER).fma(ts, sum);
            sum = FloatVector.fromByteBuffer(SPECIES, c, from + i, ORDER).fma(us, sum);
            sum = FloatVector.fromByteBuffer(SPECIES, d, from + i, ORDER).fma(vs, sum);
            sum.intoByteBuffer(to, place + i, ORDER);
        }
    }

    /** Adds values that fill whole vectors to those from a place in an array on. */
    static void add(ByteBuffer x, int from, int length, float[] sum, int place) {
        for (int i = 0; i < length; i += LANES) {
            FloatVector before = FloatVector.fromArray(SPECIES, sum, place + i);
            FloatVector.fromByteBuffer(SPECIES, x, from + i * Float.BYTES, ORDER)
                    .add(before)
                    .intoArray(sum, place + i);
        }
    }

    /** {@link Loops#addScaled}. */
    static void addScaled(ByteBuffer x, int from, int length, float weight, float[] sum) {
        FloatVector factor = FloatVector.broadcast(SPECIES, weight);
        int whole = SPECIES.loopBound(length);
        for (int i = 0; i < whole; i += LANES) {
            FloatVector before = FloatVector.fromArray(SPECIES, sum, i);
            FloatVector.fromByteBuffer(SPECIES, x, from + i * Float.BYTES, ORDER)
                    .fma(factor, before)
                    .intoArray(sum, i);
        }
        for (int i = whole; i < length; i++) {
            sum[i] = Math.fma(x.getFloat(from + i * Float.BYTES), weight, sum[i]);
        }
    }

    /** {@link Loops#addScaledSquares}. */
    static void addScaledSquares(
            ByteBuffer error,
            ByteBuffer first,
            ByteBuffer second,
            int from,
            int length,
            float relative,
            float absolute,
            float[] sum) {
        FloatVector factor = FloatVector.broadcast(SPECIES, relative);
        FloatVector least = FloatVector.broadcast(SPECIES, absolute);
        int whole = SPECIES.loopBound(length);
        for (int i = 0; i < whole; i += LANES) {
            int at = i * Float.BYTES;
            FloatVector one = FloatVector.fromByteBuffer(SPECIES, first, from + at, ORDER);
            FloatVector other = FloatVector.fromByteBuffer(SPECIES, second, from + at, ORDER);
            FloatVector scale = one.abs().max(other.abs()).fma(factor, least);
            FloatVector ratio =
                    FloatVector.fromByteBuffer(SPECIES, error, at, ORDER).div(scale);
            FloatVector notFinite = one.mul(0f).add(other.mul(0f));
            FloatVector before = FloatVector.fromArray(SPECIES, sum, i);
            before.add(ratio.fma(ratio, notFinite)).intoArray(sum, i);
        }
        for (int i = whole; i < length; i++) {
            int at = i * Float.BYTES;
            sum[i] += ScalarLoops.scaledSquare(
                    error.getFloat(at), first.getFloat(from + at), second.getFloat(from + at), relative, absolute);
        }
    }
}
