package org.odenet.solvers;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.odenet.core.ode.EventOccurrence;
import org.odenet.core.ode.Interpolant;
import org.odenet.core.ode.OdeSolution;
import org.odenet.core.ode.Outcome;
import org.odenet.core.ode.SolveOptions;
import org.odenet.core.ode.SolverStatistics;
import org.odenet.core.ode.Step;
import org.odenet.core.ode.TimeSpan;
import org.odenet.core.state.VectorSpace;
import org.odenet.solvers.event.EventDetector;

/** Takes from the accepted steps what the solution shall hold. */
final class Observer<S> {

    private final VectorSpace<S> space;
    private final SolveOptions<S> options;
    private final double[] observations;
    private final double direction;
    private final double finish;
    private final List<Double> times = new ArrayList<>();
    private final List<S> states = new ArrayList<>();
    private final List<EventOccurrence<S>> events = new ArrayList<>();
    private int reached;
    private final List<Interpolant<S>> interpolants = new ArrayList<>();

    Observer(VectorSpace<S> space, TimeSpan span, SolveOptions<S> options) {
        this.space = space;
        this.options = options;
        this.observations = span.observations();
        this.finish = span.end();
        this.direction = Math.signum(span.length());
    }

    /** Whether a step that ends at a time is of any interest; to most solves few steps are. */
    boolean observes(double end) {
        return options.listener() != null || options.dense() || options.everyStep() || reachesNext(end);
    }

    boolean observesRejected() {
        return options.listener() != null;
    }

    private boolean reachesNext(double end) {
        return reached < observations.length && (observations[reached] - end) * direction <= 0;
    }

    void accepted(Step<S> step) {
        // First what may end the solve, where the budget does not allow a step's extra stages: then nothing of it is
        // kept.
        if (options.dense()) {
            interpolants.add(step.interpolant());
        }
        // What is inside takes a method's extra stages, what is at the end does not.
        if (reached < observations.length && isInside(observations[reached], step)) {
            observeInside(step);
        }
        if (reachesNext(step.end())) {
            observe(step.end(), step);
            reached++;
        }
        boolean within = (finish - step.end()) * direction > 0;
        if (options.everyStep() && within && !isObserved(step.end())) {
            observe(step.end(), step);
        }
        if (options.listener() != null) {
            options.listener().accepted(step);
        }
    }

    /** All observed times before the step's end, with one pass over its stages where the step can do that. */
    private void observeInside(Step<S> step) {
        int until = reached;
        List<S> inside = new ArrayList<>();
        while (until < observations.length && isInside(observations[until], step)) {
            inside.add(space.create());
            until++;
        }
        try {
            step.evaluateAll(Arrays.copyOfRange(observations, reached, until), inside);
        } catch (RuntimeException e) {
            inside.forEach(space::release);
            throw e;
        }
        states.addAll(inside);
        for (; reached < until; reached++) {
            times.add(observations[reached]);
        }
    }

    private boolean isInside(double time, Step<S> step) {
        return (time - step.end()) * direction < 0;
    }

    private boolean isObserved(double time) {
        return !times.isEmpty() && times.get(times.size() - 1) == time;
    }

    private void observe(double time, Step<S> step) {
        states.add(stateAt(time, step));
        times.add(time);
    }

    void happened(EventDetector.Located located, Step<S> step) {
        events.add(new EventOccurrence<>(located.event(), located.time(), stateAt(located.time(), step)));
    }

    void rejected(Step<S> step) {
        options.listener().rejected(step);
    }

    private S stateAt(double time, Step<S> step) {
        if (time == step.end()) {
            return space.copyOf(step.finalState());
        }
        return space.filled(state -> step.evaluate(time, state));
    }

    OdeSolution<S> solution(
            double t, S y, double lastStep, double nextStep, Outcome outcome, SolverStatistics statistics) {
        boolean whole = outcome == Outcome.SUCCESS;
        int last = states.size() - 1;
        return new OdeSolution<>(
                space,
                times.stream().mapToDouble(Double::doubleValue).toArray(),
                states,
                whole ? times.get(last) : t,
                whole ? states.get(last) : space.copyOf(y),
                lastStep,
                nextStep,
                outcome,
                statistics,
                interpolants,
                events);
    }

    void close() {
        states.forEach(space::release);
        interpolants.forEach(Interpolant::close);
        events.forEach(event -> space.release(event.state()));
    }
}
