package org.odenet.onednn;

import static org.odenet.onednn.VectorAccess.LANES;
import static org.odenet.onednn.VectorAccess.SPECIES;
import static org.odenet.onednn.VectorAccess.load;
import static org.odenet.onednn.VectorAccess.store;

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
            NativeFloats[] vectors, float[] weights, int terms, int from, int length, NativeFloats to, int place) {
        int whole = SPECIES.loopBound(length) * Float.BYTES;
        assign(vectors, weights, terms, from, whole, to, place);
        for (int next = AT_ONCE; next < terms; next += AT_ONCE - 1) {
            add(vectors, weights, next, terms, from, whole, to, place);
        }
        for (int i = whole; i < length * Float.BYTES; i += Float.BYTES) {
            float sum = 0;
            for (int j = 0; j < terms; j++) {
                sum = Math.fma(vectors[j].get(from + i), weights[j], sum);
            }
            to.put(place + i, sum);
        }
    }

    private static void assign(
            NativeFloats[] v, float[] w, int terms, int from, int bytes, NativeFloats to, int place) {
        switch (terms) {
            case 0 -> clear(to, place, bytes);
            case 1 -> sum(v[0], from, w[0], bytes, to, place);
            case 2 -> sum(v[0], from, w[0], v[1], w[1], from, bytes, to, place);
            case 3 -> sum(v[0], from, w[0], v[1], w[1], v[2], w[2], from, bytes, to, place);
            default -> sum(v[0], from, w[0], v[1], w[1], v[2], w[2], v[3], w[3], from, bytes, to, place);
        }
    }

    private static void add(
            NativeFloats[] v, float[] w, int next, int terms, int from, int bytes, NativeFloats to, int place) {
        NativeFloats a = v[next];
        float s = w[next];
        switch (terms - next) {
            case 1 -> sum(to, place, 1, a, s, from, bytes, to, place);
            case 2 -> sum(to, place, 1, a, s, v[next + 1], w[next + 1], from, bytes, to, place);
            default -> sum(
                    to, place, 1, a, s, v[next + 1], w[next + 1], v[next + 2], w[next + 2], from, bytes, to, place);
        }
    }

    private static void clear(NativeFloats to, int place, int bytes) {
        FloatVector zero = FloatVector.zero(SPECIES);
        for (int i = 0; i < bytes; i += BYTES) {
            store(zero, to, place + i);
        }
    }

    private static void sum(NativeFloats a, int at, float s, int bytes, NativeFloats to, int place) {
        for (int i = 0; i < bytes; i += BYTES) {
            FloatVector sum = load(a, at + i).mul(s);
            store(sum, to, place + i);
        }
    }

    private static void sum(
            NativeFloats a, int at, float s, NativeFloats b, float t, int from, int bytes, NativeFloats to, int place) {
        FloatVector ts = FloatVector.broadcast(SPECIES, t);
        for (int i = 0; i < bytes; i += BYTES) {
            FloatVector sum = load(a, at + i).mul(s);
            sum = load(b, from + i).fma(ts, sum);
            store(sum, to, place + i);
        }
    }

    private static void sum(
            NativeFloats a,
            int at,
            float s,
            NativeFloats b,
            float t,
            NativeFloats c,
            float u,
            int from,
            int bytes,
            NativeFloats to,
            int place) {
        FloatVector ts = FloatVector.broadcast(SPECIES, t);
        FloatVector us = FloatVector.broadcast(SPECIES, u);
        for (int i = 0; i < bytes; i += BYTES) {
            FloatVector sum = load(a, at + i).mul(s);
            sum = load(b, from + i).fma(ts, sum);
            sum = load(c, from + i).fma(us, sum);
            store(sum, to, place + i);
        }
    }

    private static void sum(
            NativeFloats a,
            int at,
            float s,
            NativeFloats b,
            float t,
            NativeFloats c,
            float u,
            NativeFloats d,
            float v,
            int from,
            int bytes,
            NativeFloats to,
            int place) {
        FloatVector ts = FloatVector.broadcast(SPECIES, t);
        FloatVector us = FloatVector.broadcast(SPECIES, u);
        FloatVector vs = FloatVector.broadcast(SPECIES, v);
        for (int i = 0; i < bytes; i += BYTES) {
            FloatVector sum = load(a, at + i).mul(s);
            sum = load(b, from + i).fma(ts, sum);
            sum = load(c, from + i).fma(us, sum);
            sum = load(d, from + i).fma(vs, sum);
            store(sum, to, place + i);
        }
    }

    /** Adds values in an array, which fill whole vectors, to others in it. */
    static void add(float[] values, int from, int length, int place) {
        for (int i = 0; i < length; i += LANES) {
            store(load(values, place + i).add(load(values, from + i)), values, place + i);
        }
    }

    /** Adds values that fill whole vectors to those from a place in an array on. */
    static void add(NativeFloats x, int from, int length, float[] sum, int place) {
        for (int i = 0; i < length; i += LANES) {
            FloatVector before = FloatVector.fromArray(SPECIES, sum, place + i);
            load(x, from + i * Float.BYTES).add(before).intoArray(sum, place + i);
        }
    }

    /** {@link Loops#addScaled}. */
    static void addScaled(NativeFloats x, int from, int length, float weight, float[] sum) {
        FloatVector factor = FloatVector.broadcast(SPECIES, weight);
        int whole = SPECIES.loopBound(length);
        for (int i = 0; i < whole; i += LANES) {
            FloatVector before = FloatVector.fromArray(SPECIES, sum, i);
            load(x, from + i * Float.BYTES).fma(factor, before).intoArray(sum, i);
        }
        for (int i = whole; i < length; i++) {
            sum[i] = Math.fma(x.get(from + i * Float.BYTES), weight, sum[i]);
        }
    }

    /** {@link Loops#addScaledSquares}. */
    static void addScaledSquares(
            NativeFloats error,
            NativeFloats first,
            NativeFloats second,
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
            FloatVector one = load(first, from + at);
            FloatVector other = load(second, from + at);
            FloatVector scale = one.abs().max(other.abs()).fma(factor, least);
            FloatVector ratio = load(error, at).div(scale);
            FloatVector notFinite = one.mul(0f).add(other.mul(0f));
            FloatVector before = FloatVector.fromArray(SPECIES, sum, i);
            before.add(ratio.fma(ratio, notFinite)).intoArray(sum, i);
        }
        for (int i = whole; i < length; i++) {
            int at = i * Float.BYTES;
            sum[i] += ScalarLoops.scaledSquare(
                    error.get(at), first.get(from + at), second.get(from + at), relative, absolute);
        }
    }
}
