package org.odenet.core.ode;

import java.time.Duration;
import org.odenet.core.state.VectorSpace;

/**
 * What one solve keeps, may spend and reports to. Immutable; each method returns a changed copy.
 *
 * @param dense whether the solution can be evaluated at any time afterwards, which keeps every step's stages
 * @param maxEvaluations the budget of function evaluations; a solve ends before the step that would exceed it
 * @param deadline the {@link System#nanoTime()} after which no step is begun, or {@link #NO_DEADLINE}
 * @param returnsFailure whether a solve that ends early returns its partial solution, instead of throwing
 * @param listener follows the steps, or null
 * @param space the space of the states, or null for the one that {@link OdeFunction#space} gives
 * @param firstStep the size of the first step where the solver would estimate one, or NaN
 * @param <S> the type of a state
 */
public record SolveOptions<S>(
        boolean dense,
        long maxEvaluations,
        long deadline,
        boolean returnsFailure,
        StepListener<S> listener,
        VectorSpace<S> space,
        double firstStep) {

    /** Stands for no deadline. */
    public static final long NO_DEADLINE = Long.MAX_VALUE;

    /**
     * Checks the values.
     *
     * @param dense whether the solution can be evaluated at any time afterwards, which keeps every step's stages
     * @param maxEvaluations the budget of function evaluations; a solve ends before the step that would exceed it
     * @param deadline the {@link System#nanoTime()} after which no step is begun, or {@link #NO_DEADLINE}
     * @param returnsFailure whether a solve that ends early returns its partial solution, instead of throwing
     * @param listener follows the steps, or null
     * @param space the space of the states, or null for the one that {@link OdeFunction#space} gives
     * @param firstStep the size of the first step where the solver would estimate one, or NaN
     * @throws IllegalArgumentException if the budget or the first step is not positive
     */
    public SolveOptions {
        if (maxEvaluations <= 0) {
            throw new IllegalArgumentException(
                    "the budget of function evaluations is " + maxEvaluations + "; it must be positive");
        }
        if (firstStep <= 0 || Double.isInfinite(firstStep)) {
            throw new IllegalArgumentException(
                    "the first step is " + firstStep + "; it must be positive and finite, or NaN to be estimated");
        }
    }

    /**
     * Keeps the observed states only, without limits; a failure throws.
     *
     * @param <S> the type of a state
     * @return the defaults
     */
    public static <S> SolveOptions<S> defaults() {
        return new SolveOptions<>(false, Long.MAX_VALUE, NO_DEADLINE, false, null, null, Double.NaN);
    }

    /**
     * Keeps what {@link OdeSolution#at} needs.
     *
     * @return the changed options
     */
    public SolveOptions<S> withDenseOutput() {
        return new SolveOptions<>(true, maxEvaluations, deadline, returnsFailure, listener, space, firstStep);
    }

    /**
     * Limits the function evaluations.
     *
     * @param evaluations the budget, positive
     * @return the changed options
     */
    public SolveOptions<S> withMaxEvaluations(long evaluations) {
        return new SolveOptions<>(dense, evaluations, deadline, returnsFailure, listener, space, firstStep);
    }

    /**
     * Limits the wall-clock time, counted from now.
     *
     * @param time the time from now
     * @return the changed options
     */
    public SolveOptions<S> withDeadlineIn(Duration time) {
        return new SolveOptions<>(
                dense, maxEvaluations, System.nanoTime() + time.toNanos(), returnsFailure, listener, space, firstStep);
    }

    /**
     * Makes a solve that ends early return its partial solution; its outcome says why.
     *
     * @return the changed options
     */
    public SolveOptions<S> returningFailure() {
        return new SolveOptions<>(dense, maxEvaluations, deadline, true, listener, space, firstStep);
    }

    /**
     * Follows the steps.
     *
     * @param stepListener the listener
     * @return the changed options
     */
    public SolveOptions<S> withListener(StepListener<S> stepListener) {
        return new SolveOptions<>(dense, maxEvaluations, deadline, returnsFailure, stepListener, space, firstStep);
    }

    /**
     * Sets the space, instead of the one that {@link OdeFunction#space} gives. The caller closes it.
     *
     * @param vectorSpace the space
     * @return the changed options
     */
    public SolveOptions<S> withSpace(VectorSpace<S> vectorSpace) {
        return new SolveOptions<>(dense, maxEvaluations, deadline, returnsFailure, listener, vectorSpace, firstStep);
    }

    /**
     * Gives the size of the first step where the solver would estimate one, which costs an evaluation: for a solve that
     * goes on where another ended, its last steps tell. A solver that has its own first step keeps that.
     *
     * @param size the size, positive also where time runs backward
     * @return the changed options
     */
    public SolveOptions<S> withFirstStep(double size) {
        return new SolveOptions<>(dense, maxEvaluations, deadline, returnsFailure, listener, space, size);
    }
}
