package org.odenet.onednn;

/**
 * The transforms of Winograd's convolution along one axis of tiles of one size.
 *
 * @param input from the values of the convolution's input to those at the points
 * @param output from products at the points to the values of the output
 * @param cotangent from the values of the output's cotangent to those at the points
 * @param weight from three taps to values at the points
 * @param weightGradient from the gradient of the values at the points to that of the taps
 */
record AxisTransforms(
        AxisTransform input,
        AxisTransform output,
        AxisTransform cotangent,
        AxisTransform weight,
        AxisTransform weightGradient) {}
