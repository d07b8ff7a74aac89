package org.odenet.onednn;

import java.nio.FloatBuffer;

/** Group normalisation, a sample at a time: mean, then variance of what is centred, then the result. */
final class GroupNormForward {

    private final GroupNorm norm;
    private final double epsilon;
    private final FloatBuffer x;
    private final FloatBuffer out;

    GroupNormForward(GroupNorm norm, double epsilon, FloatBuffer x, FloatBuffer out) {
        this.norm = norm;
        this.epsilon = epsilon;
        this.x = x;
        this.out = out;
    }

    void run(Workers workers) {
        workers.forEach(norm.batch, this::normalize);
    }

    private void normalize(int index) {
        Sample sample = Sample.of(norm.channels, norm.pixels);
        int from = index * norm.sampleLength();
        x.get(from, sample.x, 0, norm.sampleLength());
        findMeans(index, sample);
        findDeviations(index, sample);
        Loops.BEST.normalize(sample.x, norm.pixels, sample.mean, sample.scale, norm.shift, norm.relu);
        out.put(from, sample.x, 0, norm.sampleLength());
    }

    private void findMeans(int index, Sample sample) {
        double[] sums =
                sample.first.of(norm.pixels, (from, pixels, to) -> Loops.BEST.addChannels(sample.x, from, pixels, to));
        norm.groupMeans(sums, sample.groupFirst);
        for (int group = 0; group < norm.groups; group++) {
            sample.groupMean[group] = (float) sample.groupFirst[group];
        }
        norm.setMeans(index, sample.groupMean);
        norm.spread(sample.groupMean, sample.mean);
    }

    private void findDeviations(int index, Sample sample) {
        double[] sums = sample.first.of(
                norm.pixels, (from, pixels, to) -> Loops.BEST.addSquares(sample.x, from, pixels, sample.mean, to));
        norm.groupMeans(sums, sample.groupFirst);
        for (int group = 0; group < norm.groups; group++) {
            sample.groupReciprocal[group] = (float) (1 / Math.sqrt(sample.groupFirst[group] + epsilon));
        }
        norm.setReciprocals(index, sample.groupReciprocal);
        norm.spreadScaled(sample.groupReciprocal, sample.scale);
    }
}
