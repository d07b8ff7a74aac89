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

    private void normalize(int sample) {
        Tile tile = Tile.of(norm.channels, norm.pixels);
        findMeans(sample, tile);
        findDeviations(sample, tile);
        System.arraycopy(norm.shift, 0, tile.shift, 0, norm.channels);
        tile.repeat(tile.shift);
        int end = (sample + 1) * norm.sampleLength();
        for (int from = sample * norm.sampleLength(); from < end; from += tile.length) {
            int length = Math.min(tile.length, end - from);
            x.get(from, tile.x, 0, length);
            if (norm.relu) {
                Loops.normalizeAndRectify(tile.x, tile.mean, tile.scale, tile.shift, length);
            } else {
                Loops.normalize(tile.x, tile.mean, tile.scale, tile.shift, length);
            }
            out.put(from, tile.x, 0, length);
        }
    }

    private void findMeans(int sample, Tile tile) {
        tile.first.clear();
        int end = (sample + 1) * norm.sampleLength();
        for (int from = sample * norm.sampleLength(); from < end; from += tile.length) {
            int length = Math.min(tile.length, end - from);
            x.get(from, tile.x, 0, length);
            Loops.add(tile.x, length, tile.first.lanes);
            tile.first.added();
        }
        tile.first.complete();
        for (int group = 0; group < norm.groups; group++) {
            float mean = (float) (norm.groupSum(tile.first.channel, group) / norm.groupSize());
            norm.setMean(sample, group, mean);
            norm.setGroup(tile.mean, group, mean);
        }
        tile.repeat(tile.mean);
    }

    private void findDeviations(int sample, Tile tile) {
        tile.first.clear();
        int end = (sample + 1) * norm.sampleLength();
        for (int from = sample * norm.sampleLength(); from < end; from += tile.length) {
            int length = Math.min(tile.length, end - from);
            x.get(from, tile.x, 0, length);
            Loops.addSquares(tile.x, tile.mean, length, tile.first.lanes);
            tile.first.added();
        }
        tile.first.complete();
        for (int group = 0; group < norm.groups; group++) {
            double variance = norm.groupSum(tile.first.channel, group) / norm.groupSize();
            float reciprocal = (float) (1 / Math.sqrt(variance + epsilon));
            norm.setReciprocal(sample, group, reciprocal);
            norm.setScale(tile.scale, group, reciprocal);
        }
        tile.repeat(tile.scale);
    }
}
