package org.odenet.onednn;

/**
 * Where the polynomials of Winograd's convolution are multiplied, along one axis: at ±A, ±B, infinity and zero. With the
 * usual points ±1 and ±2 the errors are twice as large (Barabasz et al. 2020, "Error analysis and improving the accuracy of
 * Winograd convolution"). A tile of three pixels does without zero, which is the last point for that reason.
 */
final class WinogradPoints {

    /** How many there are without zero. */
    static final int OTHER_THAN_ZERO = 5;

    /** How many there are. */
    static final int ALL = OTHER_THAN_ZERO + 1;

    static final float A = 5f / 8;
    static final float A2 = A * A;
    static final float A3 = A2 * A;
    static final float B = 11f / 8;
    static final float B2 = B * B;
    static final float B3 = B2 * B;

    /** The coefficients of {@code (x² - A²)(x² - B²)}, but for the highest. */
    static final float CONSTANT = A2 * B2;

    static final float SQUARE = -(A2 + B2);

    /** The reciprocal of the product of each point's distances to the others. */
    static final float ZERO_FACTOR = 1 / (A2 * B2);

    static final float A_FACTOR = 1 / (2 * A2 * (A2 - B2));
    static final float B_FACTOR = 1 / (2 * B2 * (B2 - A2));

    private WinogradPoints() {}
}
