package org.odenet.solvers.control;

/**
 * The q-th root of the reciprocal, {@code value^(-1/q)}, to a relative error of 1e-15: an estimate from the exponent and the leading
 * digits, read as one fixed-point number (as in the well-known inverse square root by Walsh and Moler), improved twice.
 * With the residual {@code r = 1 - value · x^q} the root is {@code x (1 - r)^(-1/q)}, whose binomial series is taken up to
 * r⁴. Unlike {@link Math#pow} that is a chain of a few multiplications, which {@link InverseRoots} takes for many values
 * side by side.
 */
final class InverseRoot {

    /** Beyond this order the estimate is too coarse for two improvements. */
    private static final int HIGHEST = 8;

    /** Makes the largest errors of the estimate above and below the root about alike. */
    private static final double SHIFT = 0.0450466;

    private static final int BIAS = 1023;

    /** Within these no power leaves the range of numbers. */
    private static final double LEAST = 1e-36;

    private static final double MOST = 1e36;
    private static final InverseRoot[] ROOTS = new InverseRoot[HIGHEST + 1];

    static {
        for (int q = 1; q <= HIGHEST; q++) {
            ROOTS[q] = new InverseRoot(q);
        }
    }

    // The coefficients of the series.
    final double c1;
    final double c2;
    final double c3;
    final double c4;

    private final int q;
    /** The bits of the estimate are these less those of the value over q. */
    private final long bits;

    private final long reciprocal;

    private InverseRoot(int q) {
        this.q = q;
        this.bits = (long) ((1 + 1.0 / q) * (BIAS - SHIFT) * 0x1p52);
        this.reciprocal = (1L << 32) / q;
        this.c1 = 1.0 / q;
        this.c2 = c1 * (1 + q) / (2 * q);
        this.c3 = c2 * (1 + 2 * q) / (3 * q);
        this.c4 = c3 * (1 + 3 * q) / (4 * q);
    }

    /** Whether there is a root of an order; else {@link #of(double, int)} takes a power. */
    static boolean isKnown(int q) {
        return q <= HIGHEST;
    }

    static InverseRoot ofOrder(int q) {
        return ROOTS[q];
    }

    /**
     * The root of a value.
     *
     * @param value a number from zero on; for a root, one outside of 1e-36 to 1e36 counts as the nearer of these, NaN
     *     as the larger
     */
    static double of(double value, int q) {
        return isKnown(q) ? ROOTS[q].of(value) : Math.pow(value, -1.0 / q);
    }

    private double of(double value) {
        double limited = limited(value);
        return improved(improved(estimate(limited), limited), limited);
    }

    static double limited(double value) {
        return value < MOST ? value > LEAST ? value : LEAST : MOST;
    }

    double estimate(double value) {
        return Double.longBitsToDouble(bits - (Double.doubleToRawLongBits(value) >>> 32) * reciprocal);
    }

    private double improved(double x, double value) {
        double r = 1 - value * power(x);
        return x + x * r * ((c1 + c2 * r) + r * r * (c3 + c4 * r));
    }

    private double power(double x) {
        double x2 = x * x;
        double x4 = x2 * x2;
        double power = uses(1) ? x : 1;
        if (uses(2)) {
            power *= x2;
        }
        if (uses(4)) {
            power *= x4;
        }
        return uses(8) ? power * (x4 * x4) : power;
    }

    /** Whether the q-th power has this power of two as a factor. */
    boolean uses(int power) {
        return (q & power) != 0;
    }
}
