package org.odenet.onednn;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The loops with the processor's vector instructions. Those on pixels keep the values for some channels in registers and
 * go through the pixels; numbers of channels that do not fill whole vectors are left to {@link ScalarLoops}.
 */
final class VectorLoops implements Loops {

    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;

    private static final int LANES = SPECIES.length();

    private static final FloatVector ZERO = FloatVector.zero(SPECIES);

    private final ScalarLoops scalar = new ScalarLoops();

    @Override
    public String name() {
        return "vector";
    }

    private static boolean fills(float[] channels) {
        return channels.length % LANES == 0;
    }

    private static FloatVector load(float[] values, int from) {
        return FloatVector.fromArray(SPECIES, values, from);
    }

    @Override
    public void addChannels(float[] x, int from, int pixels, float[] sums) {
        if (!fills(sums)) {
            scalar.addChannels(x, from, pixels, sums);
            return;
        }
        int channels = sums.length;
        int end = from + pixels * channels;
        for (int c = 0; c < channels; c += LANES) {
            FloatVector sum = load(sums, c);
            for (int i = from + c; i < end; i += channels) {
                sum = sum.add(load(x, i));
            }
            sum.intoArray(sums, c);
        }
    }

    @Override
    public void addSquares(float[] x, int from, int pixels, float[] mean, float[] sums) {
        if (!fills(sums)) {
            scalar.addSquares(x, from, pixels, mean, sums);
            return;
        }
        int channels = sums.length;
        int end = from + pixels * channels;
        for (int c = 0; c < channels; c += LANES) {
            FloatVector centre = load(mean, c);
            FloatVector sum = load(sums, c);
            for (int i = from + c; i < end; i += channels) {
                FloatVector centred = load(x, i).sub(centre);
                sum = centred.fma(centred, sum);
            }
            sum.intoArray(sums, c);
        }
    }

    @Override
    public void addProducts(float[] g, float[] x, int from, int pixels, float[] mean, float[] sums) {
        if (!fills(sums)) {
            scalar.addProducts(g, x, from, pixels, mean, sums);
            return;
        }
        int channels = sums.length;
        int end = from + pixels * channels;
        for (int c = 0; c < channels; c += LANES) {
            FloatVector centre = load(mean, c);
            FloatVector sum = load(sums, c);
            for (int i = from + c; i < end; i += channels) {
                sum = load(g, i).fma(load(x, i).sub(centre), sum);
            }
            sum.intoArray(sums, c);
        }
    }

    @Override
    public void normalize(float[] x, int pixels, float[] mean, float[] scale, float[] shift, boolean relu) {
        if (!fills(mean)) {
            scalar.normalize(x, pixels, mean, scale, shift, relu);
        } else if (relu) {
            normalizeAndRectify(x, pixels, mean, scale, shift);
        } else {
            normalize(x, pixels, mean, scale, shift);
        }
    }

    private static void normalize(float[] x, int pixels, float[] mean, float[] scale, float[] shift) {
        int channels = mean.length;
        for (int c = 0; c < channels; c += LANES) {
            FloatVector centre = load(mean, c);
            FloatVector factor = load(scale, c);
            FloatVector term = load(shift, c);
            for (int i = c; i < pixels * channels; i += channels) {
                load(x, i).sub(centre).fma(factor, term).intoArray(x, i);
            }
        }
    }

    private static void normalizeAndRectify(float[] x, int pixels, float[] mean, float[] scale, float[] shift) {
        int channels = mean.length;
        for (int c = 0; c < channels; c += LANES) {
            FloatVector centre = load(mean, c);
            FloatVector factor = load(scale, c);
            FloatVector term = load(shift, c);
            for (int i = c; i < pixels * channels; i += channels) {
                load(x, i).sub(centre).fma(factor, term).max(ZERO).intoArray(x, i);
            }
        }
    }

    @Override
    public void rectifyBackward(float[] g, float[] x, int pixels, float[] mean, float[] scale, float[] shift) {
        if (!fills(mean)) {
            scalar.rectifyBackward(g, x, pixels, mean, scale, shift);
            return;
        }
        int channels = mean.length;
        for (int c = 0; c < channels; c += LANES) {
            FloatVector centre = load(mean, c);
            FloatVector factor = load(scale, c);
            FloatVector term = load(shift, c);
            for (int i = c; i < pixels * channels; i += channels) {
                // The forward pass's own operations, so that ReLU is at the same places.
                VectorMask<Float> positive =
                        load(x, i).sub(centre).fma(factor, term).compare(VectorOperators.GT, ZERO);
                ZERO.blend(load(g, i), positive).intoArray(g, i);
            }
        }
    }

    @Override
    public void project(float[] g, float[] x, int pixels, float[] mean, float[] scale, float[] offset, float[] slope) {
        if (!fills(mean)) {
            scalar.project(g, x, pixels, mean, scale, offset, slope);
            return;
        }
        int channels = mean.length;
        for (int c = 0; c < channels; c += LANES) {
            FloatVector centre = load(mean, c);
            FloatVector factor = load(scale, c);
            FloatVector term = load(offset, c).neg();
            FloatVector steep = load(slope, c).neg();
            for (int i = c; i < pixels * channels; i += channels) {
                FloatVector projected = load(x, i).sub(centre).fma(steep, term);
                load(g, i).fma(factor, projected).intoArray(g, i);
            }
        }
    }

    @Override
    public void add(float[] x, int length, float[] sum) {
        int whole = SPECIES.loopBound(length);
        for (int i = 0; i < whole; i += LANES) {
            load(sum, i).add(load(x, i)).intoArray(sum, i);
        }
        for (int i = whole; i < length; i++) {
            sum[i] += x[i];
        }
    }

    @Override
    public void addScaled(float[] x, float weight, int length, float[] sum) {
        FloatVector factor = FloatVector.broadcast(SPECIES, weight);
        int whole = SPECIES.loopBound(length);
        for (int i = 0; i < whole; i += LANES) {
            load(x, i).fma(factor, load(sum, i)).intoArray(sum, i);
        }
        for (int i = whole; i < length; i++) {
            sum[i] = Math.fma(x[i], weight, sum[i]);
        }
    }

    @Override
    public void addScaledSquares(
            float[] error, float[] first, float[] second, float relative, float absolute, int length, float[] sum) {
        FloatVector factor = FloatVector.broadcast(SPECIES, relative);
        FloatVector least = FloatVector.broadcast(SPECIES, absolute);
        int whole = SPECIES.loopBound(length);
        for (int i = 0; i < whole; i += LANES) {
            FloatVector one = load(first, i);
            FloatVector other = load(second, i);
            FloatVector scale = one.abs().max(other.abs()).fma(factor, least);
            FloatVector ratio = load(error, i).div(scale);
            FloatVector notFinite = one.mul(0f).add(other.mul(0f));
            load(sum, i).add(ratio.fma(ratio, notFinite)).intoArray(sum, i);
        }
        for (int i = whole; i < length; i++) {
            float ratio = error[i] / (absolute + relative * Math.max(Math.abs(first[i]), Math.abs(second[i])));
            sum[i] += ratio * ratio + (first[i] * 0f + second[i] * 0f);
        }
    }
}
