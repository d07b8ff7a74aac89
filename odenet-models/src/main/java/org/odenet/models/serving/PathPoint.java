package org.odenet.models.serving;

/**
 * What a network makes of an image at one depth.
 *
 * @param depth the time t of the hidden state, from 0 to 1
 * @param features its features
 * @param probabilities the softmax over the classes
 */
public record PathPoint(double depth, float[] features, double[] probabilities) {}
