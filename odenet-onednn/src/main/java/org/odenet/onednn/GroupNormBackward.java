package org.odenet.onednn;

import java.nio.FloatBuffer;

/**
 * The vector-Jacobian products of group normalisation, a sample at a time. With the normal values {@code n = (x - mean)
 * r}, the reciprocal deviation r and the cotangent g (0 where ReLU was), β's gradient is the sum of g and γ's of
 * {@code g n}; and {@code dx = r (γ g - mean of γ g - n mean of γ g n)}, the means over the group.
 */
final class GroupNormBackward {

    private final GroupNorm norm;
    private final FloatBuffer x;
    private final FloatBuffer cotangent;
    private final FloatBuffer inputCotangent;
    /** For each task, so that the order of the threads does not change the sums. */
    private final double[][] scaleGradients;

    private final double[][] shiftGradients;

    GroupNormBackward(GroupNorm norm, FloatBuffer x, FloatBuffer cotangent, FloatBuffer inputCotangent) {
        this.norm = norm;
        this.x = x;
        this.cotangent = cotangent;
        this.inputCotangent = inputCotangent;
        this.scaleGradients = new double[Workers.tasks(norm.batch)][norm.channels];
        this.shiftGradients = new double[Workers.tasks(norm.batch)][norm.channels];
    }

    void run(Workers workers) {
        workers.run(scaleGradients.length, task -> {
            for (int sample = Workers.firstOf(task);
                    sample < Math.min(norm.batch, Workers.firstOf(task + 1));
                    sample++) {
                differentiate(sample, scaleGradients[task], shiftGradients[task]);
            }
        });
    }

    double[] scaleGradient() {
        return total(scaleGradients);
    }

    double[] shiftGradient() {
        return total(shiftGradients);
    }

    private double[] total(double[][] parts) {
        double[] total = new double[norm.channels];
        for (double[] part : parts) {
            for (int c = 0; c < total.length; c++) {
                total[c] += part[c];
            }
        }
        return total;
    }

    private void differentiate(int index, double[] scaleGradient, double[] shiftGradient) {
        Sample sample = Sample.of(norm.channels, norm.pixels);
        int from = index * norm.sampleLength();
        x.get(from, sample.x, 0, norm.sampleLength());
        cotangent.get(from, sample.g, 0, norm.sampleLength());
        loadForwardPass(index, sample);
        if (norm.relu) {
            Loops.BEST.rectifyBackward(sample.g, sample.x, norm.pixels, sample.mean, sample.scale, norm.shift);
        }
        double[] products = sample.first.of(
                norm.pixels,
                (at, pixels, to) -> Loops.BEST.addProducts(sample.g, sample.x, at, pixels, sample.mean, to));
        double[] sums =
                sample.second.of(norm.pixels, (at, pixels, to) -> Loops.BEST.addChannels(sample.g, at, pixels, to));
        addGradients(sample, products, sums, scaleGradient, shiftGradient);
        findProjection(sample, products, sums);
        Loops.BEST.project(sample.g, sample.x, norm.pixels, sample.mean, sample.scale, sample.offset, sample.slope);
        inputCotangent.put(from, sample.g, 0, norm.sampleLength());
    }

    /** The values that the forward pass multiplied and added, so that ReLU is at the same places. */
    private void loadForwardPass(int index, Sample sample) {
        norm.getMeans(index, sample.groupMean);
        norm.spread(sample.groupMean, sample.mean);
        norm.getReciprocals(index, sample.groupReciprocal);
        norm.spreadScaled(sample.groupReciprocal, sample.scale);
    }

    private void addGradients(
            Sample sample, double[] products, double[] sums, double[] scaleGradient, double[] shiftGradient) {
        norm.spread(sample.groupReciprocal, sample.slope);
        for (int c = 0; c < norm.channels; c++) {
            scaleGradient[c] += products[c] * sample.slope[c];
            shiftGradient[c] += sums[c];
        }
    }

    /** What is taken off the cotangent: its projections on constants and on the normal values. */
    private void findProjection(Sample sample, double[] products, double[] sums) {
        for (int c = 0; c < norm.channels; c++) {
            products[c] *= norm.scale[c];
            sums[c] *= norm.scale[c];
        }
        norm.groupMeans(products, sample.groupFirst);
        norm.groupMeans(sums, sample.groupSecond);
        for (int group = 0; group < norm.groups; group++) {
            double reciprocal = sample.groupReciprocal[group];
            sample.groupValue[group] = (float) (sample.groupFirst[group] * reciprocal * reciprocal * reciprocal);
            sample.groupMean[group] = (float) (sample.groupSecond[group] * reciprocal);
        }
        norm.spread(sample.groupValue, sample.slope);
        norm.spread(sample.groupMean, sample.offset);
    }
}
