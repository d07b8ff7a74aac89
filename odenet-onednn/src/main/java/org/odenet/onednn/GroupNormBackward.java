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

    private void differentiate(int sample, double[] scaleGradient, double[] shiftGradient) {
        Tile tile = Tile.of(norm.channels, norm.pixels);
        loadForwardPass(sample, tile);
        sum(sample, tile);
        for (int group = 0; group < norm.groups; group++) {
            float reciprocal = norm.reciprocal(sample, group);
            for (int c = norm.firstChannel(group); c < norm.firstChannel(group + 1); c++) {
                tile.first.channel[c] *= reciprocal;
                scaleGradient[c] += tile.first.channel[c];
                shiftGradient[c] += tile.second.channel[c];
                tile.first.channel[c] *= norm.scale[c];
                tile.second.channel[c] *= norm.scale[c];
            }
        }
        project(sample, tile);
    }

    /** The values that the forward pass multiplied and added, so that ReLU is at the same places. */
    private void loadForwardPass(int sample, Tile tile) {
        for (int group = 0; group < norm.groups; group++) {
            norm.setGroup(tile.mean, group, norm.mean(sample, group));
            norm.setScale(tile.scale, group, norm.reciprocal(sample, group));
        }
        System.arraycopy(norm.shift, 0, tile.shift, 0, norm.channels);
        tile.repeat(tile.mean);
        tile.repeat(tile.scale);
        tile.repeat(tile.shift);
    }

    private void sum(int sample, Tile tile) {
        tile.first.clear();
        tile.second.clear();
        int end = (sample + 1) * norm.sampleLength();
        for (int from = sample * norm.sampleLength(); from < end; from += tile.length) {
            int length = Math.min(tile.length, end - from);
            x.get(from, tile.x, 0, length);
            cotangent.get(from, tile.g, 0, length);
            if (norm.relu) {
                Loops.rectifyBackward(tile.g, tile.x, tile.mean, tile.scale, tile.shift, length);
                // The second pass reads it from there.
                inputCotangent.put(from, tile.g, 0, length);
            }
            Loops.addProducts(tile.g, tile.x, tile.mean, length, tile.first.lanes);
            Loops.add(tile.g, length, tile.second.lanes);
            tile.first.added();
            tile.second.added();
        }
        tile.first.complete();
        tile.second.complete();
    }

    private void project(int sample, Tile tile) {
        for (int group = 0; group < norm.groups; group++) {
            float reciprocal = norm.reciprocal(sample, group);
            double product = norm.groupSum(tile.first.channel, group) / norm.groupSize();
            double sum = norm.groupSum(tile.second.channel, group) / norm.groupSize();
            norm.setGroup(tile.slope, group, (float) (product * reciprocal * reciprocal));
            norm.setGroup(tile.offset, group, (float) (sum * reciprocal));
        }
        tile.repeat(tile.slope);
        tile.repeat(tile.offset);
        FloatBuffer rectified = norm.relu ? inputCotangent : cotangent;
        int end = (sample + 1) * norm.sampleLength();
        for (int from = sample * norm.sampleLength(); from < end; from += tile.length) {
            int length = Math.min(tile.length, end - from);
            x.get(from, tile.x, 0, length);
            rectified.get(from, tile.g, 0, length);
            Loops.project(tile.g, tile.x, tile.mean, tile.scale, tile.offset, tile.slope, length);
            inputCotangent.put(from, tile.g, 0, length);
        }
    }
}
