package org.odenet.core.ode;

import java.util.ArrayList;
import java.util.List;
import org.odenet.core.state.VectorSpace;

/**
 * The result of a solve, whole or partial. Its states are its own and live until it is closed.
 *
 * @param <S> the type of a state
 */
public final class OdeSolution<S> implements AutoCloseable {

    private final VectorSpace<S> space;
    private final double[] times;
    private final List<S> states;
    private final double finalTime;
    private final S finalState;
    private final double lastStep;
    private final double nextStep;
    private final Outcome outcome;
    private final SolverStatistics statistics;
    private final List<Interpolant<S>> interpolants;
    private final List<EventOccurrence<S>> events;
    private boolean closed;

    /**
     * Puts a solution together; for solvers.
     *
     * @param space the space of the states
     * @param times the observed times that were reached
     * @param states the states at these times
     * @param finalTime the time that was reached
     * @param finalState the state there; may be the last observed one
     * @param lastStep the size of the last step that was chosen, or 0
     * @param nextStep the size, without sign, of the step that would follow, or NaN
     * @param outcome how the solve ended
     * @param statistics what it cost
     * @param interpolants the steps' dense output in the order of integration; empty if it was not kept
     * @param events the events that happened
     */
    public OdeSolution(
            VectorSpace<S> space,
            double[] times,
            List<S> states,
            double finalTime,
            S finalState,
            double lastStep,
            double nextStep,
            Outcome outcome,
            SolverStatistics statistics,
            List<Interpolant<S>> interpolants,
            List<EventOccurrence<S>> events) {
        this.space = space;
        this.times = times.clone();
        this.states = List.copyOf(states);
        this.finalTime = finalTime;
        this.finalState = finalState;
        this.lastStep = lastStep;
        this.nextStep = nextStep;
        this.outcome = outcome;
        this.statistics = statistics;
        this.interpolants = List.copyOf(interpolants);
        this.events = List.copyOf(events);
    }

    /**
     * The state at the final time.
     *
     * @return the solution's own state
     */
    public S finalState() {
        return finalState;
    }

    /**
     * The time that was reached: the end of the interval, unless the solve ended early.
     *
     * @return the time
     */
    public double finalTime() {
        return finalTime;
    }

    /**
     * The observed times that were reached.
     *
     * @return a copy
     */
    public double[] times() {
        return times.clone();
    }

    /**
     * The states at the observed times.
     *
     * @return the solution's own states
     */
    public List<S> states() {
        return states;
    }

    /**
     * The solution at any time of the interval that was reached. Needs {@link SolveOptions#withDenseOutput}.
     *
     * @param t the time
     * @return a new state; a tensor is the caller's to close
     * @throws IllegalStateException if dense output was not kept
     * @throws IllegalArgumentException if the time lies outside
     */
    public S at(double t) {
        Interpolant<S> step = stepAt(t);
        return space.filled(state -> step.evaluate(t, state));
    }

    private Interpolant<S> stepAt(double t) {
        if (interpolants.isEmpty()) {
            throw new IllegalStateException("this solution kept no step's dense output; observe t=" + t
                    + " in the TimeSpan, or solve with SolveOptions.withDenseOutput()");
        }
        double direction =
                Math.signum(interpolants.get(0).end() - interpolants.get(0).start());
        double start = interpolants.get(0).start();
        if (!((t - start) * direction >= 0 && (t - finalTime) * direction <= 0)) {
            throw new IllegalArgumentException(
                    "t=" + t + " lies outside the solution from " + start + " to " + finalTime);
        }
        int low = 0;
        int high = interpolants.size() - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if ((t - interpolants.get(middle).end()) * direction > 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return interpolants.get(low);
    }

    /**
     * How the solve ended.
     *
     * @return the outcome
     */
    public Outcome outcome() {
        return outcome;
    }

    /**
     * What the solve cost.
     *
     * @return the statistics
     */
    public SolverStatistics statistics() {
        return statistics;
    }

    /**
     * The size of the last step that was chosen: the last one tried or, where the solve ended early, perhaps the one that
     * was not begun any more.
     *
     * @return the size, negative where time runs backward, 0 if the solve ended before choosing one
     */
    public double lastStep() {
        return lastStep;
    }

    /**
     * The size of the step that would follow: what {@link SolveOptions#withFirstStep} takes in a solve that goes on from
     * here. The end of the interval, which may have cut the last step short, has no part in it.
     *
     * @return the size, without sign; NaN if the solve ended before trying a step
     */
    public double nextStep() {
        return nextStep;
    }

    /**
     * The events that happened, in their order.
     *
     * @return the events with the solution's own states
     */
    public List<EventOccurrence<S>> events() {
        return events;
    }

    /** Gives back the memory of all states and of the dense output. A second call does nothing. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        List<S> own = new ArrayList<>(states);
        if (states.isEmpty() || states.get(states.size() - 1) != finalState) {
            own.add(finalState);
        }
        own.forEach(space::release);
        interpolants.forEach(Interpolant::close);
        events.forEach(event -> space.release(event.state()));
    }
}
