package org.odenet.core.ode;

/**
 * Something that happens where a function of time and state crosses zero, and what the solve does then. Immutable.
 *
 * <p>A solve looks at the function at both ends of each step and finds the crossing on the step's dense output. It does not
 * see a function that crosses twice within a step; limit the steps if that may happen.
 *
 * @param <S> the type of a state
 */
public final class Event<S> {

    private static final double DEFAULT_TOLERANCE = 1e-10;

    /** What follows an event. */
    private enum Effect {
        RECORD,
        STOP,
        RESET
    }

    private final Condition<S> condition;
    private final Effect effect;
    private final Reset<S> reset;
    private final int direction;
    private final double tolerance;

    /**
     * The function whose zeros are the event.
     *
     * @param <S> the type of a state
     */
    @FunctionalInterface
    public interface Condition<S> {

        /**
         * Evaluates the condition.
         *
         * @param t the time
         * @param y the state, not to be changed
         * @return its value; the event is where the sign changes
         */
        double value(double t, S y);
    }

    /**
     * A condition that knows its gradient, so that the event can be differentiated.
     *
     * @param <S> the type of a state
     */
    public interface DifferentiableCondition<S> extends Condition<S> {

        /**
         * The gradient of the condition.
         *
         * @param t the time
         * @param y the state, not to be changed
         * @param stateGradient overwritten with {@code ∂g/∂y}
         * @return {@code ∂g/∂t}
         */
        double gradient(double t, S y, S stateGradient);
    }

    /**
     * A reset that can be differentiated in reverse.
     *
     * @param <S> the type of a state
     */
    public interface DifferentiableReset<S> extends Reset<S> {

        /**
         * The vector-Jacobian product of the reset.
         *
         * @param t the time of the event
         * @param before the state before it, not to be changed
         * @param cotangent the cotangent of the state after it, not to be changed
         * @param stateCotangent overwritten with the cotangent of the state before it
         * @return the cotangent of the time
         */
        double vjp(double t, S before, S cotangent, S stateCotangent);
    }

    /**
     * How an event changes the state.
     *
     * @param <S> the type of a state
     */
    @FunctionalInterface
    public interface Reset<S> {

        /**
         * Gives the state after the event.
         *
         * @param t the time of the event
         * @param before the state before it, not to be changed
         * @param after the state from which the solve goes on, to be overwritten whole
         */
        void apply(double t, S before, S after);
    }

    private Event(Condition<S> condition, Effect effect, Reset<S> reset, int direction, double tolerance) {
        this.condition = condition;
        this.effect = effect;
        this.reset = reset;
        this.direction = direction;
        this.tolerance = tolerance;
    }

    /**
     * An event that is recorded in {@link OdeSolution#events}; the solve goes on.
     *
     * @param condition its function
     * @param <S> the type of a state
     * @return the event
     */
    public static <S> Event<S> recording(Condition<S> condition) {
        return new Event<>(condition, Effect.RECORD, null, 0, DEFAULT_TOLERANCE);
    }

    /**
     * An event that ends the solve, with the outcome {@link Outcome#EVENT}.
     *
     * @param condition its function
     * @param <S> the type of a state
     * @return the event
     */
    public static <S> Event<S> stopping(Condition<S> condition) {
        return new Event<>(condition, Effect.STOP, null, 0, DEFAULT_TOLERANCE);
    }

    /**
     * An event at which the solve goes on from another state.
     *
     * @param condition its function
     * @param reset gives the other state
     * @param <S> the type of a state
     * @return the event
     */
    public static <S> Event<S> resetting(Condition<S> condition, Reset<S> reset) {
        return new Event<>(condition, Effect.RESET, reset, 0, DEFAULT_TOLERANCE);
    }

    /**
     * The same event, but ending the solve.
     *
     * @return the changed event
     */
    public Event<S> asStopping() {
        return new Event<>(condition, Effect.STOP, null, direction, tolerance);
    }

    /**
     * Only where the function grows as the solve proceeds.
     *
     * @return the changed event
     */
    public Event<S> rising() {
        return new Event<>(condition, effect, reset, 1, tolerance);
    }

    /**
     * Only where the function falls as the solve proceeds.
     *
     * @return the changed event
     */
    public Event<S> falling() {
        return new Event<>(condition, effect, reset, -1, tolerance);
    }

    /**
     * How well the time of the event is located on the solution; by default 1e-10.
     *
     * @param time the tolerance in units of time, positive; the resolution of time limits it
     * @return the changed event
     * @throws IllegalArgumentException if the tolerance is not positive and finite
     */
    public Event<S> withTolerance(double time) {
        if (!(time > 0) || Double.isInfinite(time)) {
            throw new IllegalArgumentException(
                    "the tolerance of an event is " + time + "; it must be positive and finite");
        }
        return new Event<>(condition, effect, reset, direction, time);
    }

    /**
     * The same event of another function.
     *
     * @param other the function whose zeros are to be the event
     * @return the changed event
     */
    public Event<S> withCondition(Condition<S> other) {
        return new Event<>(other, effect, reset, direction, tolerance);
    }

    /**
     * The function whose zeros are the event.
     *
     * @return the condition
     */
    public Condition<S> condition() {
        return condition;
    }

    /**
     * Whether a change of the function's value is this event.
     *
     * @param before its value before
     * @param after its value after, as the solve proceeds
     * @return true if the sign changes in the direction that is asked for; arriving at zero counts, leaving it does not
     */
    public boolean isCrossedBy(double before, double after) {
        boolean rises = before < 0 && after >= 0;
        boolean falls = before > 0 && after <= 0;
        return rises && direction >= 0 || falls && direction <= 0;
    }

    /**
     * How well the time of the event is to be located.
     *
     * @return the tolerance in units of time
     */
    public double tolerance() {
        return tolerance;
    }

    /**
     * Whether the event ends the solve.
     *
     * @return true if it does
     */
    public boolean stops() {
        return effect == Effect.STOP;
    }

    /**
     * How the event changes the state.
     *
     * @return the change, or null if it does not
     */
    public Reset<S> reset() {
        return reset;
    }
}
