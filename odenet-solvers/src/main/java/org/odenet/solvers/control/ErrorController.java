package org.odenet.solvers.control;

/** Chooses the step sizes of one solve by the errors of its latest steps. */
final class ErrorController implements StepSizes {

    private static final double SAFETY = 0.9;
    private static final double MIN_FACTOR = 0.2;
    private static final double MAX_FACTOR = 10;

    private final ControllerGains gains;
    private final double maxStep;
    private final boolean elementary;
    private double previous = 1;
    private double beforePrevious = 1;

    ErrorController(ControllerGains gains, double maxStep) {
        this.gains = gains;
        this.maxStep = maxStep;
        this.elementary = gains.equals(ControllerGains.I);
    }

    @Override
    public double next(double size, double error, int order) {
        double factor = factor(error, order);
        if (error <= 1) {
            beforePrevious = previous;
            // An error of zero says nothing about the sizes to come.
            previous = error == 0 ? previous : error;
        }
        return Math.min(maxStep, size * factor);
    }

    private double factor(double error, int order) {
        // A rejected step is repeated by the error alone: the history does not explain it.
        boolean alone = elementary || !(error <= 1);
        return error == 0 ? MAX_FACTOR : limited(alone ? InverseRoot.of(error, order) : byHistory(error, order), error);
    }

    /** The factor by which a step changes, from what the error says without safety and limits. */
    private static double limited(double wanted, double error) {
        double smallest = error < 1 ? 1 : MIN_FACTOR;
        return Math.min(MAX_FACTOR, Math.max(SAFETY * wanted, smallest));
    }

    /** As {@link #limited}, of many whose errors are 1 or more. */
    static void limit(int count, double[] factors) {
        for (int i = 0; i < count; i++) {
            factors[i] = Math.min(MAX_FACTOR, Math.max(SAFETY * factors[i], MIN_FACTOR));
        }
    }

    private double byHistory(double error, double q) {
        double kd = gains.derivative();
        double kp = gains.proportional();
        return Math.pow(error, -(gains.integral() + kp + kd) / q)
                * Math.pow(previous, (kp + 2 * kd) / q)
                * Math.pow(beforePrevious, -kd / q);
    }
}
