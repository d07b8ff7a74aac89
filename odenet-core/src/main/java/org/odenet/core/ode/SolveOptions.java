package org.odenet.core.ode;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.odenet.core.state.VectorSpace;

/**
 * What one solve keeps, may spend, watches and reports to. Immutable; each {@code with…} method returns a changed copy.
 *
 * @param <S> the type of a state
 */
public final class SolveOptions<S> {

    private static final long NO_DEADLINE = Long.MAX_VALUE;

    private boolean dense;
    private boolean everyStep;
    private long maxEvaluations = Long.MAX_VALUE;
    private long deadline = NO_DEADLINE;
    private BooleanSupplier cancellation = () -> false;
    private boolean returnsFailure;
    private StepListener<S> listener;
    private List<Event<S>> events = List.of();
    private VectorSpace<S> space;
    private double firstStep = Double.NaN;
    private S relativeTolerances;
    private S absoluteTolerances;

    private SolveOptions() {}

    private SolveOptions<S> changed(Consumer<SolveOptions<S>> change) {
        SolveOptions<S> copy = new SolveOptions<>();
        copy.dense = dense;
        copy.everyStep = everyStep;
        copy.maxEvaluations = maxEvaluations;
        copy.deadline = deadline;
        copy.cancellation = cancellation;
        copy.returnsFailure = returnsFailure;
        copy.listener = listener;
        copy.events = events;
        copy.space = space;
        copy.firstStep = firstStep;
        copy.relativeTolerances = relativeTolerances;
        copy.absoluteTolerances = absoluteTolerances;
        change.accept(copy);
        return copy;
    }

    /**
     * Keeps the observed states only, without limits; a failure throws.
     *
     * @param <S> the type of a state
     * @return the defaults
     */
    public static <S> SolveOptions<S> defaults() {
        return new SolveOptions<>();
    }

    /**
     * Keeps what {@link OdeSolution#at} needs: every step's stages.
     *
     * @return the changed options
     */
    public SolveOptions<S> withDenseOutput() {
        return changed(options -> options.dense = true);
    }

    /**
     * Observes the end of every step as well as the times of the {@link TimeSpan}.
     *
     * @return the changed options
     */
    public SolveOptions<S> withEveryStep() {
        return changed(options -> options.everyStep = true);
    }

    /**
     * Limits the function evaluations: a solve ends before the step that would exceed the budget.
     *
     * @param evaluations the budget, positive
     * @return the changed options
     * @throws IllegalArgumentException if the budget is not positive
     */
    public SolveOptions<S> withMaxEvaluations(long evaluations) {
        if (evaluations <= 0) {
            throw new IllegalArgumentException(
                    "the budget of function evaluations is " + evaluations + "; it must be positive");
        }
        return changed(options -> options.maxEvaluations = evaluations);
    }

    /**
     * Limits the wall-clock time, counted from now. No step is begun after it.
     *
     * @param time the time from now
     * @return the changed options
     */
    public SolveOptions<S> withDeadlineIn(Duration time) {
        long at = System.nanoTime() + time.toNanos();
        return changed(options -> options.deadline = at);
    }

    /**
     * Ends the solve before its next step once a condition holds, such as that another thread has set a flag.
     *
     * @param condition asked before each step
     * @return the changed options
     */
    public SolveOptions<S> withCancellation(BooleanSupplier condition) {
        return changed(options -> options.cancellation = condition);
    }

    /**
     * Makes a solve that ends early return its partial solution; its outcome says why.
     *
     * @return the changed options
     */
    public SolveOptions<S> returningFailure() {
        return changed(options -> options.returnsFailure = true);
    }

    /**
     * Follows the steps.
     *
     * @param stepListener the listener
     * @return the changed options
     */
    public SolveOptions<S> withListener(StepListener<S> stepListener) {
        return changed(options -> options.listener = stepListener);
    }

    /**
     * Watches for an event, beside those that are watched already.
     *
     * @param event the event
     * @return the changed options
     */
    public SolveOptions<S> withEvent(Event<S> event) {
        List<Event<S>> all = new ArrayList<>(events);
        all.add(event);
        return changed(options -> options.events = List.copyOf(all));
    }

    /**
     * Sets the space, instead of the one that {@link OdeFunction#space} gives. The caller closes it.
     *
     * @param vectorSpace the space
     * @return the changed options
     */
    public SolveOptions<S> withSpace(VectorSpace<S> vectorSpace) {
        return changed(options -> options.space = vectorSpace);
    }

    /**
     * Gives the size of the first step where the solver would estimate one, which costs an evaluation: for a solve that
     * goes on where another ended, its last steps tell ({@link OdeSolution#nextStep}). A solver that has its own first
     * step keeps that.
     *
     * @param size the size, positive also where time runs backward; NaN to estimate it
     * @return the changed options
     * @throws IllegalArgumentException if the size is not positive or not finite
     */
    public SolveOptions<S> withFirstStep(double size) {
        if (size <= 0 || Double.isInfinite(size)) {
            throw new IllegalArgumentException(
                    "the first step is " + size + "; it must be positive and finite, or NaN to be estimated");
        }
        return changed(options -> options.firstStep = size);
    }

    /**
     * Gives each component tolerances of its own, in place of those of an adaptive solver; fixed steps have none.
     *
     * @param relative a state of relative tolerances, positive; kept, not copied
     * @param absolute a state of absolute tolerances, positive; kept, not copied
     * @return the changed options
     */
    public SolveOptions<S> withTolerances(S relative, S absolute) {
        return changed(options -> {
            options.relativeTolerances = relative;
            options.absoluteTolerances = absolute;
        });
    }

    /**
     * Whether the solution can be evaluated at any time afterwards.
     *
     * @return true if dense output is kept
     */
    public boolean dense() {
        return dense;
    }

    /**
     * Whether the end of every step is observed.
     *
     * @return true if it is
     */
    public boolean everyStep() {
        return everyStep;
    }

    /**
     * The budget of function evaluations.
     *
     * @return the number
     */
    public long maxEvaluations() {
        return maxEvaluations;
    }

    /**
     * Whether the deadline has passed.
     *
     * @return false if there is none
     */
    public boolean isLate() {
        return deadline != NO_DEADLINE && System.nanoTime() - deadline >= 0;
    }

    /**
     * Whether the solve is to end before its next step.
     *
     * @return what the condition of the cancellation says
     */
    public boolean isCancelled() {
        return cancellation.getAsBoolean();
    }

    /**
     * Whether a solve that ends early returns its partial solution, instead of throwing.
     *
     * @return true if it does
     */
    public boolean returnsFailure() {
        return returnsFailure;
    }

    /**
     * Follows the steps.
     *
     * @return the listener, or null
     */
    public StepListener<S> listener() {
        return listener;
    }

    /**
     * The events that are watched.
     *
     * @return the events in the order in which they were given
     */
    public List<Event<S>> events() {
        return events;
    }

    /**
     * The space of the states.
     *
     * @return the space, or null for the one that {@link OdeFunction#space} gives
     */
    public VectorSpace<S> space() {
        return space;
    }

    /**
     * The relative tolerance of each component.
     *
     * @return a state, or null where the solver's own tolerance holds for all
     */
    public S relativeTolerances() {
        return relativeTolerances;
    }

    /**
     * The absolute tolerance of each component.
     *
     * @return a state, or null where the solver's own tolerance holds for all
     */
    public S absoluteTolerances() {
        return absoluteTolerances;
    }

    /**
     * The size of the first step where the solver would estimate one.
     *
     * @return the size, or NaN
     */
    public double firstStep() {
        return firstStep;
    }
}
