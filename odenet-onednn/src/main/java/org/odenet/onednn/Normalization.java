package org.odenet.onednn;

/**
 * What a group normalisation does with the values of one sample: {@code (x - mean) scale + shift}, and 0 instead of less where
 * relu is. The arrays have one value for each channel.
 */
record Normalization(float[] mean, float[] scale, float[] shift, boolean relu) {

    int channels() {
        return mean.length;
    }
}
