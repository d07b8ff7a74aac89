package org.odenet.models.serving;

import org.odenet.models.data.Normalization;

/** Turns pixels into what a network takes. */
record NetworkInput(Normalization normalization) {

    private static final int MAX_PIXEL = 255;

    /** Normalises one image of unsigned bytes, {@code [channels, height, width]}. */
    float[] of(byte[] pixels, int channels) {
        int plane = pixels.length / channels;
        boolean common = normalization.mean().size() == 1;
        float[] values = new float[pixels.length];
        for (int i = 0; i < pixels.length; i++) {
            int entry = common ? 0 : i / plane;
            double scaled = (double) (pixels[i] & MAX_PIXEL) / MAX_PIXEL;
            values[i] = (float) ((scaled - normalization.mean().get(entry))
                    / normalization.deviation().get(entry));
        }
        return values;
    }
}
