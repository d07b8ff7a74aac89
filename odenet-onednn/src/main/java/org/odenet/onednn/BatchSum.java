package org.odenet.onednn;

import java.nio.FloatBuffer;
import java.util.Arrays;

/** The sum of a batch's samples, weighted or not, a stretch of the sample at a time. */
final class BatchSum {

    private static final int STRETCH = 2048;

    /** How many samples are added up before the sum is: so rounding errors grow with the root of the batch alone. */
    private static final int SAMPLES_AT_ONCE = 16;

    private final FloatBuffer x;
    private final double[] weights;
    private final FloatBuffer sum;
    private final int batch;
    private final int sampleLength;

    /** Without weights all samples weigh 1. */
    BatchSum(FloatBuffer x, double[] weights, FloatBuffer sum, int batch, int sampleLength) {
        this.x = x;
        this.weights = weights;
        this.sum = sum;
        this.batch = batch;
        this.sampleLength = sampleLength;
    }

    void run(Workers workers) {
        workers.run((sampleLength + STRETCH - 1) / STRETCH, this::addStretch);
    }

    private void addStretch(int task) {
        int from = task * STRETCH;
        int length = Math.min(STRETCH, sampleLength - from);
        float[] values = new float[length];
        float[] some = new float[length];
        float[] total = new float[length];
        for (int sample = 0; sample < batch; sample++) {
            x.get(sample * sampleLength + from, values, 0, length);
            if (weights == null) {
                Loops.BEST.add(values, length, some);
            } else {
                Loops.BEST.addScaled(values, (float) weights[sample], length, some);
            }
            if ((sample + 1) % SAMPLES_AT_ONCE == 0 || sample + 1 == batch) {
                Loops.BEST.add(some, length, total);
                Arrays.fill(some, 0);
            }
        }
        sum.put(from, total, 0, length);
    }
}
