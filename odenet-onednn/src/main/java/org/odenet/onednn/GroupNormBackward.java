package org.odenet.onednn;

/**
 * The vector-Jacobian products of group normalisation, a sample at a time. With the normal values {@code n = (x - mean)
 * r}, the reciprocal deviation r and the cotangent g (0 where ReLU was), β's gradient is the sum of g and γ's of
 * {@code g n}; and {@code dx = r (γ g - mean of γ g - n mean of γ g n)}, the means over the group.
 */
final class GroupNormBackward {

    private final GroupNorm norm;
    private final NativeFloats x;
    private final NativeFloats cotangent;
    private final NativeFloats inputCotangent;
    /** For each task, so that the order of the threads does not change the sums. */
    private final double[][] scaleGradients;

    private final double[][] shiftGradients;

    GroupNormBackward(GroupNorm norm, NativeFloats x, NativeFloats cotangent, NativeFloats inputCotangent) {
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
        Sample sample = Sample.of(norm.channels);
        int from = index * norm.sampleLength();
        Normalization by = norm.load(index, sample);
        SampleSums.ofBoth(
                sample.first,
                sample.second,
                from,
                norm.pixels,
                (at, pixels, products, sums) -> addCotangents(at, pixels, by, products, sums));
        double[] products = sample.first.channels;
        double[] sums = sample.second.channels;
        addGradients(sample, products, sums, scaleGradient, shiftGradient);
        findProjection(sample, products, sums);
        Loops.BEST.project(x, passed(), from, norm.pixels, sample.scale, sample.slope, sample.offset, inputCotangent);
    }

    /** Some pixels' cotangents that ReLU lets pass are kept where the result will be. */
    private void addCotangents(int from, int pixels, Normalization by, float[] products, float[] sums) {
        if (norm.relu) {
            Loops.BEST.rectifyCotangents(x, cotangent, from, pixels, by, inputCotangent);
        }
        Loops.BEST.addCotangents(x, passed(), from, pixels, by.mean(), products, sums);
    }

    /** The cotangent, 0 where ReLU was. */
    private NativeFloats passed() {
        return norm.relu ? inputCotangent : cotangent;
    }

    private void addGradients(
            Sample sample, double[] products, double[] sums, double[] scaleGradient, double[] shiftGradient) {
        norm.spread(sample.groupReciprocal, sample.slope);
        for (int c = 0; c < norm.channels; c++) {
            scaleGradient[c] += products[c] * sample.slope[c];
            shiftGradient[c] += sums[c];
        }
    }

    /** What is taken off the cotangent, its projections on constants and on the normal values, as a line of x. */
    private void findProjection(Sample sample, double[] products, double[] sums) {
        for (int c = 0; c < norm.channels; c++) {
            products[c] *= norm.scale[c];
            sums[c] *= norm.scale[c];
        }
        norm.groupMeans(products, sample.groupFirst);
        norm.groupMeans(sums, sample.groupSecond);
        for (int group = 0; group < norm.groups; group++) {
            double reciprocal = sample.groupReciprocal[group];
            float slope = (float) (-sample.groupFirst[group] * reciprocal * reciprocal * reciprocal);
            sample.groupValue[group] = slope;
            // The same rounded slope, so that the line is right at the mean.
            sample.groupMean[group] =
                    (float) (-sample.groupSecond[group] * reciprocal - (double) sample.groupMean[group] * slope);
        }
        norm.spread(sample.groupValue, sample.slope);
        norm.spread(sample.groupMean, sample.offset);
    }
}
