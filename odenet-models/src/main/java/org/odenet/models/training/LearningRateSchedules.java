package org.odenet.models.training;

/** The schedules of the learning rate. */
public final class LearningRateSchedules {

    private static final double ONE_CYCLE_RISE = 0.3;
    private static final double ONE_CYCLE_START = 1.0 / 25;

    private LearningRateSchedules() {}

    /**
     * No change.
     *
     * @return the schedule
     */
    public static LearningRateSchedule fixed() {
        return new Described("fixed", (step, length) -> 1);
    }

    /**
     * A division every so many epochs.
     *
     * @param epochs the epochs between two divisions, positive
     * @param divisor what the rate is divided by, positive
     * @return the schedule
     */
    public static LearningRateSchedule step(int epochs, double divisor) {
        requirePositive("epochs between divisions", epochs);
        requirePositive("divisor", divisor);
        return new Described(
                "divided by " + divisor + " every " + epochs + " epochs",
                (step, length) -> Math.pow(divisor, -(double) (step / (length.stepsPerEpoch() * epochs))));
    }

    /**
     * Half a cosine from the full rate to zero (Loshchilov and Hutter 2017, "SGDR", without restarts).
     *
     * @return the schedule
     */
    public static LearningRateSchedule cosine() {
        return new Described("cosine", (step, length) -> 0.5 * (1 + Math.cos(Math.PI * step / length.steps())));
    }

    /**
     * One cycle (Smith and Topin 2018, "Super-Convergence"): a cosine from 1/25 of the rate up to it over the first 30 %
     * of the steps, then a cosine down to zero.
     *
     * @return the schedule
     */
    public static LearningRateSchedule oneCycle() {
        return new Described("one cycle", LearningRateSchedules::oneCycle);
    }

    private static double oneCycle(long step, TrainingLength length) {
        double place = (double) step / length.steps();
        if (place < ONE_CYCLE_RISE) {
            double rise = 0.5 * (1 - Math.cos(Math.PI * place / ONE_CYCLE_RISE));
            return ONE_CYCLE_START + (1 - ONE_CYCLE_START) * rise;
        }
        return 0.5 * (1 + Math.cos(Math.PI * (place - ONE_CYCLE_RISE) / (1 - ONE_CYCLE_RISE)));
    }

    /**
     * A linear rise before another schedule.
     *
     * @param steps the steps of the rise, positive
     * @param then the schedule whose factor the rise scales
     * @return the schedule
     */
    public static LearningRateSchedule warmUp(long steps, LearningRateSchedule then) {
        requirePositive("steps of the rise", steps);
        return new WarmUp(steps, then);
    }

    /**
     * A division by 10 whenever the test loss has not fallen for some epochs: the paper's schedule.
     *
     * @param patience how many epochs without a new lowest loss are allowed, not negative
     * @return the schedule
     */
    public static LearningRateSchedule plateau(int patience) {
        if (patience < 0) {
            throw new IllegalArgumentException("the patience is " + patience + " epochs; it must not be negative");
        }
        return new Plateau(patience, 1, Double.POSITIVE_INFINITY, 0);
    }

    private static void requirePositive(String name, double value) {
        if (!(value > 0)) {
            throw new IllegalArgumentException("the " + name + ": " + value + "; must be positive");
        }
    }

    private record Described(String description, LearningRateSchedule schedule) implements LearningRateSchedule {

        @Override
        public double factor(long step, TrainingLength length) {
            return schedule.factor(step, length);
        }
    }

    private record WarmUp(long steps, LearningRateSchedule then) implements LearningRateSchedule {

        @Override
        public double factor(long step, TrainingLength length) {
            return Math.min(1, (step + 1.0) / steps) * then.factor(step, length);
        }

        @Override
        public String description() {
            return "a rise over " + steps + " steps, then " + then.description();
        }

        @Override
        public LearningRateSchedule afterEpoch(double testLoss) {
            return new WarmUp(steps, then.afterEpoch(testLoss));
        }
    }

    private record Plateau(int patience, double current, double lowest, int waited) implements LearningRateSchedule {

        private static final double DIVISOR = 10;

        @Override
        public double factor(long step, TrainingLength length) {
            return current;
        }

        @Override
        public String description() {
            return "plateau with a patience of " + patience + " epochs";
        }

        @Override
        public LearningRateSchedule afterEpoch(double testLoss) {
            if (testLoss < lowest) {
                return new Plateau(patience, current, testLoss, 0);
            }
            return waited + 1 > patience
                    ? new Plateau(patience, current / DIVISOR, lowest, 0)
                    : new Plateau(patience, current, lowest, waited + 1);
        }
    }
}
