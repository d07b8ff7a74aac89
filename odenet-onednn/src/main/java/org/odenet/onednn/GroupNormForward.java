package org.odenet.onednn;

/** Group normalisation, a sample at a time: mean, then variance of what is centred, then the result. */
final class GroupNormForward {

    private final GroupNorm norm;
    private final double epsilon;
    private final NativeFloats x;
    private final NativeFloats out;

    GroupNormForward(GroupNorm norm, double epsilon, NativeFloats x, NativeFloats out) {
        this.norm = norm;
        this.epsilon = epsilon;
        this.x = x;
        this.out = out;
    }

    void run(Workers workers) {
        workers.forEach(norm.batch, this::normalize);
    }

    /** Computes the result again, with the statistics that are there. */
    static void repeat(GroupNorm norm, NativeFloats x, NativeFloats out, Workers workers) {
        workers.forEach(norm.batch, index -> {
            Normalization by = norm.load(index, Sample.of(norm.channels));
            Loops.BEST.normalize(x, index * norm.sampleLength(), norm.pixels, by, out);
        });
    }

    private void normalize(int index) {
        Sample sample = Sample.of(norm.channels);
        int from = index * norm.sampleLength();
        findMeans(index, from, sample);
        findDeviations(index, from, sample);
        Normalization by = new Normalization(sample.mean, sample.scale, norm.shift, norm.relu);
        Loops.BEST.normalize(x, from, norm.pixels, by, out);
    }

    private void findMeans(int index, int from, Sample sample) {
        double[] sums =
                sample.first.of(from, norm.pixels, (at, pixels, to) -> Loops.BEST.addChannels(x, at, pixels, to));
        norm.groupMeans(sums, sample.groupFirst);
        for (int group = 0; group < norm.groups; group++) {
            sample.groupMean[group] = (float) sample.groupFirst[group];
        }
        norm.setMeans(index, sample.groupMean);
        norm.spread(sample.groupMean, sample.mean);
    }

    private void findDeviations(int index, int from, Sample sample) {
        double[] sums = sample.first.of(
                from, norm.pixels, (at, pixels, to) -> Loops.BEST.addSquares(x, at, pixels, sample.mean, to));
        norm.groupMeans(sums, sample.groupFirst);
        // In a loop of its own the compiler takes several roots at a time.
        for (int group = 0; group < norm.groups; group++) {
            sample.groupFirst[group] = 1 / Math.sqrt(sample.groupFirst[group] + epsilon);
        }
        for (int group = 0; group < norm.groups; group++) {
            sample.groupReciprocal[group] = (float) sample.groupFirst[group];
        }
        norm.setReciprocals(index, sample.groupReciprocal);
        norm.spreadScaled(sample.groupReciprocal, sample.scale);
    }
}
