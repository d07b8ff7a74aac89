package org.odenet.core.dense;

import java.util.List;

/** What one evaluation leaves for its vector-Jacobian products: the input of each layer, sample after sample. */
final class Tape {

    private final int samples;
    private final double[][] inputs;
    private double[] cotangent;
    private double[] previous;

    Tape(List<DenseLayer> layers, int samples) {
        this.samples = samples;
        this.inputs = new double[layers.size()][];
        int widest = 0;
        for (int l = 0; l < inputs.length; l++) {
            inputs[l] = new double[samples * layers.get(l).inputs()];
            widest = Math.max(widest, layers.get(l).inputs());
        }
        cotangent = new double[widest];
        previous = new double[widest];
    }

    int samples() {
        return samples;
    }

    /** The inputs of a layer, {@code [samples, inputs]}. */
    double[] inputs(int layer) {
        return inputs[layer];
    }

    /** Scratch for the cotangent of the layer just gone back through. */
    double[] cotangent() {
        return cotangent;
    }

    /** Scratch for the cotangent of the layer before. */
    double[] previous() {
        return previous;
    }

    /** The memory of all its numbers. */
    long bytes() {
        long numbers = cotangent.length + previous.length;
        for (double[] ofLayer : inputs) {
            numbers += ofLayer.length;
        }
        return numbers * Double.BYTES;
    }

    void swap() {
        double[] cotangents = cotangent;
        cotangent = previous;
        previous = cotangents;
    }
}
