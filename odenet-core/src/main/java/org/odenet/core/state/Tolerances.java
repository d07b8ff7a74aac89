package org.odenet.core.state;

/**
 * Error tolerances of an adaptive solve. A component {@code y} may be wrong by about
 * {@code absolute + relative * |y|} per step.
 *
 * @param relative the relative tolerance, positive and finite
 * @param absolute the absolute tolerance, positive and finite
 */
public record Tolerances(double relative, double absolute) {

    /** Tolerances of 1e-3, those of the paper's experiments. */
    public static final Tolerances DEFAULT = new Tolerances(1e-3, 1e-3);

    /**
     * Checks the values.
     *
     * @param relative the relative tolerance, positive and finite
     * @param absolute the absolute tolerance, positive and finite
     * @throws IllegalArgumentException if a tolerance is not a positive finite number
     */
    public Tolerances {
        requirePositive("relative", relative);
        requirePositive("absolute", absolute);
    }

    private static void requirePositive(String name, double value) {
        if (!(value > 0) || Double.isInfinite(value)) {
            throw new IllegalArgumentException(
                    "the " + name + " tolerance is " + value + "; it must be a positive finite number, such as 1e-3");
        }
    }
}
