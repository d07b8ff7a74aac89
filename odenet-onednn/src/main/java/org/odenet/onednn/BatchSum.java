package org.odenet.onednn;

import java.util.Arrays;

/** The sum of a batch's samples, weighted or not, a stretch of the sample at a time. */
final class BatchSum {

    /** How many samples are added up before the sum is: so rounding errors grow with the root of the batch alone. */
    private static final int SAMPLES_AT_ONCE = 16;

    private final NativeFloats x;
    private final double[] weights;
    private final NativeFloats sum;
    private final int batch;
    private final int sampleLength;

    /** Without weights all samples weigh 1. */
    BatchSum(NativeFloats x, double[] weights, NativeFloats sum, int batch, int sampleLength) {
        this.x = x;
        this.weights = weights;
        this.sum = sum;
        this.batch = batch;
        this.sampleLength = sampleLength;
    }

    void run(Workers workers) {
        workers.run((sampleLength + Stretch.LENGTH - 1) / Stretch.LENGTH, this::addStretch);
    }

    private void addStretch(int task) {
        int from = task * Stretch.LENGTH;
        int length = Math.min(Stretch.LENGTH, sampleLength - from);
        float[] some = new float[length];
        float[] total = new float[length];
        for (int sample = 0; sample < batch; sample++) {
            float weight = weights == null ? 1 : (float) weights[sample];
            Loops.BEST.addScaled(x, sample * sampleLength + from, length, weight, some);
            if ((sample + 1) % SAMPLES_AT_ONCE == 0 || sample + 1 == batch) {
                ScalarLoops.add(some, length, total);
                Arrays.fill(some, 0);
            }
        }
        sum.floats().put(from, total, 0, length);
    }
}
