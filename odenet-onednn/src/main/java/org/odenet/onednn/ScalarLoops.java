package org.odenet.onednn;

import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * The loops in plain Java. The compiler turns each into vector instructions, because it is long, has no branch and
 * indexes every array alike, from 0 on; so values for channels are repeated over a {@link Tile}.
 */
final class ScalarLoops implements Loops {

    static final String NAME = "scalar";

    /** Its square exceeds the reciprocal of every positive float. */
    private static final float HUGE = Float.MAX_VALUE;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void addChannels(NativeFloats x, int from, int pixels, float[] sums) {
        Tile tile = Tile.of(sums.length).clearSums();
        FloatBuffer values = x.floats();
        tile.forEach(from, pixels, (at, length) -> {
            values.get(at, tile.x, 0, length);
            add(tile.x, length, tile.sum);
        });
        tile.addSumTo(sums);
    }

    /** {@code sum += x}. */
    static void add(float[] x, int length, float[] sum) {
        for (int i = 0; i < length; i++) {
            sum[i] += x[i];
        }
    }

    @Override
    public void addSquares(NativeFloats x, int from, int pixels, float[] mean, float[] sums) {
        Tile tile = Tile.of(sums.length).clearSums();
        tile.repeat(mean, tile.mean);
        FloatBuffer values = x.floats();
        tile.forEach(from, pixels, (at, length) -> {
            values.get(at, tile.x, 0, length);
            addSquares(tile.x, tile.mean, length, tile.sum);
        });
        tile.addSumTo(sums);
    }

    private static void addSquares(float[] x, float[] mean, int length, float[] sum) {
        for (int i = 0; i < length; i++) {
            float centred = x[i] - mean[i];
            sum[i] += centred * centred;
        }
    }

    @Override
    public void normalize(NativeFloats x, int from, int pixels, Normalization by, NativeFloats to) {
        Tile tile = Tile.of(by.channels()).repeat(by);
        FloatBuffer values = x.floats();
        FloatBuffer normal = to.floats();
        tile.forEach(from, pixels, (at, length) -> {
            values.get(at, tile.x, 0, length);
            normalize(tile.x, tile.mean, tile.scale, tile.shift, length);
            if (by.relu()) {
                rectify(tile.x, length);
            }
            normal.put(at, tile.x, 0, length);
        });
    }

    private static void normalize(float[] x, float[] mean, float[] scale, float[] shift, int length) {
        for (int i = 0; i < length; i++) {
            x[i] = (x[i] - mean[i]) * scale[i] + shift[i];
        }
    }

    private static void rectify(float[] x, int length) {
        for (int i = 0; i < length; i++) {
            x[i] = Math.max(x[i], 0f);
        }
    }

    @Override
    public void rectifyCotangents(
            NativeFloats x, NativeFloats g, int from, int pixels, Normalization by, NativeFloats to) {
        Tile tile = Tile.of(by.channels()).repeat(by);
        FloatBuffer values = x.floats();
        FloatBuffer cotangents = g.floats();
        FloatBuffer rectified = to.floats();
        tile.forEach(from, pixels, (at, length) -> {
            values.get(at, tile.x, 0, length);
            cotangents.get(at, tile.g, 0, length);
            rectifyCotangents(tile.g, tile.x, tile.mean, tile.scale, tile.shift, length);
            rectified.put(at, tile.g, 0, length);
        });
    }

    /** The factor is 1 for every positive value, even the smallest, and 0 for others. */
    private static void rectifyCotangents(
            float[] g, float[] x, float[] mean, float[] scale, float[] shift, int length) {
        for (int i = 0; i < length; i++) {
            float positive = Math.max((x[i] - mean[i]) * scale[i] + shift[i], 0f);
            g[i] *= Math.min(positive * HUGE * HUGE, 1f);
        }
    }

    @Override
    public void addCotangents(
            NativeFloats x, NativeFloats g, int from, int pixels, float[] mean, float[] products, float[] sums) {
        Tile tile = Tile.of(sums.length).clearSums();
        tile.repeat(mean, tile.mean);
        FloatBuffer values = x.floats();
        FloatBuffer cotangents = g.floats();
        tile.forEach(from, pixels, (at, length) -> {
            values.get(at, tile.x, 0, length);
            cotangents.get(at, tile.g, 0, length);
            addProducts(tile.g, tile.x, tile.mean, length, tile.productSum);
            add(tile.g, length, tile.sum);
        });
        tile.addProductSumTo(products);
        tile.addSumTo(sums);
    }

    private static void addProducts(float[] g, float[] x, float[] mean, int length, float[] sum) {
        for (int i = 0; i < length; i++) {
            sum[i] += g[i] * (x[i] - mean[i]);
        }
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
        Tile tile = Tile.of(scale.length);
        tile.repeat(scale, tile.scale);
        tile.repeat(slope, tile.slope);
        tile.repeat(offset, tile.offset);
        FloatBuffer values = x.floats();
        FloatBuffer cotangents = g.floats();
        FloatBuffer projected = to.floats();
        tile.forEach(from, pixels, (at, length) -> {
            values.get(at, tile.x, 0, length);
            cotangents.get(at, tile.g, 0, length);
            project(tile.x, tile.g, tile, length);
            projected.put(at, tile.g, 0, length);
        });
    }

    private static void project(float[] x, float[] g, Tile tile, int length) {
        float[] scale = tile.scale;
        float[] slope = tile.slope;
        float[] offset = tile.offset;
        for (int i = 0; i < length; i++) {
            g[i] = g[i] * scale[i] + (x[i] * slope[i] + offset[i]);
        }
    }

    @Override
    public void addScaled(NativeFloats x, int from, int length, float weight, float[] sum) {
        float[] term = Stretch.current().term;
        x.floats().get(from, term, 0, length);
        addScaled(term, weight, length, sum);
    }

    private static void addScaled(float[] x, float weight, int length, float[] sum) {
        for (int i = 0; i < length; i++) {
            sum[i] += x[i] * weight;
        }
    }

    @Override
    public void combine(
            NativeFloats[] vectors, float[] weights, int terms, int from, int length, NativeFloats to, int place) {
        float[] sum = Stretch.current().sum;
        Arrays.fill(sum, 0, length, 0);
        for (int j = 0; j < terms; j++) {
            addScaled(vectors[j], from, length, weights[j], sum);
        }
        to.floats().put(place, sum, 0, length);
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
        Stretch stretch = Stretch.current();
        error.floats().get(0, stretch.sum, 0, length);
        first.floats().get(from, stretch.term, 0, length);
        second.floats().get(from, stretch.other, 0, length);
        for (int i = 0; i < length; i++) {
            sum[i] += scaledSquare(stretch.sum[i], stretch.term[i], stretch.other[i], relative, absolute);
        }
    }

    static float scaledSquare(float error, float first, float second, float relative, float absolute) {
        float ratio = error / (absolute + relative * Math.max(Math.abs(first), Math.abs(second)));
        return ratio * ratio + (first * 0f + second * 0f);
    }
}
