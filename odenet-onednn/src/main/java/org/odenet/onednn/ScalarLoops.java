package org.odenet.onednn;

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
    public void addChannels(float[] x, int from, int pixels, float[] sums) {
        Tile tile = Tile.of(sums.length).clearSum();
        tile.forEach(from, pixels, (at, length) -> {
            System.arraycopy(x, at, tile.x, 0, length);
            add(tile.x, length, tile.sum);
        });
        tile.addSumTo(sums, this);
    }

    @Override
    public void addSquares(float[] x, int from, int pixels, float[] mean, float[] sums) {
        Tile tile = Tile.of(sums.length).clearSum();
        tile.repeat(mean, tile.mean);
        tile.forEach(from, pixels, (at, length) -> {
            System.arraycopy(x, at, tile.x, 0, length);
            addSquares(tile.x, tile.mean, length, tile.sum);
        });
        tile.addSumTo(sums, this);
    }

    private static void addSquares(float[] x, float[] mean, int length, float[] sum) {
        for (int i = 0; i < length; i++) {
            float centred = x[i] - mean[i];
            sum[i] += centred * centred;
        }
    }

    @Override
    public void addProducts(float[] g, float[] x, int from, int pixels, float[] mean, float[] sums) {
        Tile tile = Tile.of(sums.length).clearSum();
        tile.repeat(mean, tile.mean);
        tile.forEach(from, pixels, (at, length) -> {
            System.arraycopy(x, at, tile.x, 0, length);
            System.arraycopy(g, at, tile.g, 0, length);
            addProducts(tile.g, tile.x, tile.mean, length, tile.sum);
        });
        tile.addSumTo(sums, this);
    }

    private static void addProducts(float[] g, float[] x, float[] mean, int length, float[] sum) {
        for (int i = 0; i < length; i++) {
            sum[i] += g[i] * (x[i] - mean[i]);
        }
    }

    @Override
    public void normalize(float[] x, int pixels, float[] mean, float[] scale, float[] shift, boolean relu) {
        Tile tile = Tile.of(mean.length);
        tile.repeat(mean, scale, shift);
        tile.forEach(0, pixels, (at, length) -> {
            System.arraycopy(x, at, tile.x, 0, length);
            if (relu) {
                normalizeAndRectify(tile.x, tile.mean, tile.scale, tile.shift, length);
            } else {
                normalize(tile.x, tile.mean, tile.scale, tile.shift, length);
            }
            System.arraycopy(tile.x, 0, x, at, length);
        });
    }

    private static void normalize(float[] x, float[] mean, float[] scale, float[] shift, int length) {
        for (int i = 0; i < length; i++) {
            x[i] = (x[i] - mean[i]) * scale[i] + shift[i];
        }
    }

    private static void normalizeAndRectify(float[] x, float[] mean, float[] scale, float[] shift, int length) {
        for (int i = 0; i < length; i++) {
            x[i] = Math.max((x[i] - mean[i]) * scale[i] + shift[i], 0f);
        }
    }

    @Override
    public void rectifyBackward(float[] g, float[] x, int pixels, float[] mean, float[] scale, float[] shift) {
        Tile tile = Tile.of(mean.length);
        tile.repeat(mean, scale, shift);
        tile.forEach(0, pixels, (at, length) -> {
            System.arraycopy(x, at, tile.x, 0, length);
            System.arraycopy(g, at, tile.g, 0, length);
            rectifyBackward(tile.g, tile.x, tile.mean, tile.scale, tile.shift, length);
            System.arraycopy(tile.g, 0, g, at, length);
        });
    }

    /** The factor is 1 for every positive value, even the smallest, and 0 for others. */
    private static void rectifyBackward(float[] g, float[] x, float[] mean, float[] scale, float[] shift, int length) {
        for (int i = 0; i < length; i++) {
            float positive = Math.max((x[i] - mean[i]) * scale[i] + shift[i], 0f);
            g[i] *= Math.min(positive * HUGE * HUGE, 1f);
        }
    }

    @Override
    public void project(float[] g, float[] x, int pixels, float[] mean, float[] scale, float[] offset, float[] slope) {
        Tile tile = Tile.of(mean.length);
        tile.repeat(mean, scale, offset);
        tile.repeat(slope, tile.slope);
        tile.forEach(0, pixels, (at, length) -> {
            System.arraycopy(x, at, tile.x, 0, length);
            System.arraycopy(g, at, tile.g, 0, length);
            project(tile.g, tile.x, tile.mean, tile.scale, tile.shift, tile.slope, length);
            System.arraycopy(tile.g, 0, g, at, length);
        });
    }

    private static void project(
            float[] g, float[] x, float[] mean, float[] scale, float[] offset, float[] slope, int length) {
        for (int i = 0; i < length; i++) {
            g[i] = g[i] * scale[i] - offset[i] - (x[i] - mean[i]) * slope[i];
        }
    }

    @Override
    public void add(float[] x, int length, float[] sum) {
        for (int i = 0; i < length; i++) {
            sum[i] += x[i];
        }
    }

    @Override
    public void addScaled(float[] x, float weight, int length, float[] sum) {
        for (int i = 0; i < length; i++) {
            sum[i] += x[i] * weight;
        }
    }

    @Override
    public void addScaledSquares(
            float[] error, float[] first, float[] second, float relative, float absolute, int length, float[] sum) {
        for (int i = 0; i < length; i++) {
            float ratio = error[i] / (absolute + relative * Math.max(Math.abs(first[i]), Math.abs(second[i])));
            sum[i] += ratio * ratio + (first[i] * 0f + second[i] * 0f);
        }
    }
}
