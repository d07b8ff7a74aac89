package org.odenet.onednn;

import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.odenet.core.kernel.Window2d;

/** All that a convolution's native code depends on. */
record ConvolutionShape(
        Precision precision, Window2d window, long outChannels, long inChannels, long batch, long height, long width) {

    /** The shape of a convolution of images; refuses images that do not fit the weight. */
    static ConvolutionShape of(Precision precision, Window2d window, INDArray weight, INDArray x) {
        ImageMemory.requireImages(x, "input of a convolution");
        if (x.size(1) != weight.size(1)) {
            throw new IllegalArgumentException("the input of a convolution is " + Arrays.toString(x.shape())
                    + "; its weight " + Arrays.toString(weight.shape()) + " takes " + weight.size(1) + " channels");
        }
        return new ConvolutionShape(precision, window, weight.size(0), weight.size(1), x.size(0), x.size(2), x.size(3));
    }

    ConvolutionShape withBatch(long samples) {
        return new ConvolutionShape(precision, window, outChannels, inChannels, samples, height, width);
    }

    long[] stride() {
        return new long[] {window.stride(), window.stride()};
    }

    long[] padding() {
        return new long[] {window.padding(), window.padding()};
    }

    long outHeight() {
        return window.outputLength(height);
    }

    long outWidth() {
        return window.outputLength(width);
    }

    long[] input() {
        return new long[] {batch, inChannels, height, width};
    }

    long[] output() {
        return new long[] {batch, outChannels, outHeight(), outWidth()};
    }

    long[] weight() {
        return new long[] {outChannels, inChannels, window.size(), window.size()};
    }
}
