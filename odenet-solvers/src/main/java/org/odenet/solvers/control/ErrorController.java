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
        if (error == 0) {
            return MAX_FACTOR;
        }
        double smallest = error < 1 ? 1 : MIN_FACTOR;
        return Math.min(MAX_FACTOR, Math.max(SAFETY / denominator(error, order), smallest));
    }

    private double denominator(double error, int order) {
        double q = order;
        // A rejected step is repeated by the error alone: the history does not explain it.
        if (elementary || error > 1) {
            return Math.pow(error, 1 / q);
        }
        double kd = gains.derivative();
        double kp = gains.proportional();
        return Math.pow(error, (gains.integral() + kp + kd) / q)
                * Math.pow(previous, -(kp + 2 * kd) / q)
                * Math.pow(beforePrevious, kd / q);
    }
}
