package org.odenet.solvers.control;

/**
 * The gains of a controller of step sizes, {@code h' = h · 0.9 · e₀^(-(kI + kP + kD)/q) · e₁^((kP + 2 kD)/q) ·
 * e₂^(-kD/q)} with the errors e₀ of this step, e₁ of the one before and e₂ of the one before that, in units of the
 * tolerances, and the order q of the method (Söderlind 2003, "Digital filters in adaptive time-stepping").
 *
 * @param proportional kP
 * @param integral kI
 * @param derivative kD
 */
public record ControllerGains(double proportional, double integral, double derivative) {

    /** The elementary controller, as in torchdiffeq. */
    public static final ControllerGains I = new ControllerGains(0, 1, 0);

    /** For steps that stability limits: fewer rejected ones (Hairer and Wanner II, section IV.2: 0.7/q and 0.4/q). */
    public static final ControllerGains PI = new ControllerGains(0.4, 0.3, 0);

    /** The smoothest steps: H312PID of Söderlind 2003, table III. */
    public static final ControllerGains PID = new ControllerGains(-2.0 / 9, 2.0 / 9, 1.0 / 18);

    /**
     * Checks the values.
     *
     * @param proportional kP
     * @param integral kI
     * @param derivative kD
     * @throws IllegalArgumentException if a gain is not finite or the integral gain is not positive
     */
    public ControllerGains {
        if (!(integral > 0) || !Double.isFinite(integral + proportional + derivative)) {
            throw new IllegalArgumentException("the gains are " + proportional + " (proportional), " + integral
                    + " (integral), " + derivative + " (derivative); all must be finite, and the integral one positive,"
                    + " as otherwise the error would not be held at the tolerance");
        }
    }
}
