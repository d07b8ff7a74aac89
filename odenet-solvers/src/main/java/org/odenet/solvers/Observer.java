package org.odenet.solvers;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.odenet.core.ode.Interpolant;
import org.odenet.core.ode.OdeSolution;
import org.odenet.core.ode.Outcome;
import org.odenet.core.ode.SolveOptions;
import org.odenet.core.ode.SolverStatistics;
import org.odenet.core.ode.Step;
import org.odenet.core.ode.TimeSpan;
import org.odenet.core.state.VectorSpace;

/** Takes from the accepted steps what the solution shall hold. */
final class Observer<S> {

    private final VectorSpace<S> space;
    private final SolveOptions<S> options;
    private final double[] times;
    private final double direction;
    private final List<S> states = new ArrayList<>();
    private final List<Interpolant<S>> interpolants = new ArrayList<>();

    Observer(VectorSpace<S> space, TimeSpan span, SolveOptions<S> options) {
        this.space = space;
        this.options = options;
        this.times = span.observations();
        this.direction = Math.signum(span.length());
    }

    /** Whether a step that ends at a time is of any interest; to most solves few steps are. */
    boolean observes(double end) {
        return options.listener() != null || options.dense() || reachesNext(end);
    }

    boolean observesRejected() {
        return options.listener() != null;
    }

    private boolean reachesNext(double end) {
        return states.size() < times.length && (times[states.size()] - end) * direction <= 0;
    }

    void accepted(Step<S> step) {
        while (reachesNext(step.end())) {
            states.add(stateAt(times[states.size()], step));
        }
        if (options.dense()) {
            interpolants.add(step.interpolant());
        }
        if (options.listener() != null) {
            options.listener().accepted(step);
        }
    }

    void rejected(Step<S> step) {
        options.listener().rejected(step);
    }

    private S stateAt(double time, Step<S> step) {
        if (time == step.end()) {
            return space.copyOf(step.finalState());
        }
        S state = space.create();
        step.evaluate(time, state);
        return state;
    }

    OdeSolution<S> solution(
            double t, S y, double lastStep, double nextStep, Outcome outcome, SolverStatistics statistics) {
        boolean whole = outcome == Outcome.SUCCESS;
        int reached = states.size();
        S finalState = whole ? states.get(reached - 1) : space.copyOf(y);
        double finalTime = whole ? times[reached - 1] : t;
        return new OdeSolution<>(
                space,
                Arrays.copyOf(times, reached),
                states,
                finalTime,
                finalState,
                lastStep,
                nextStep,
                outcome,
                statistics,
                interpolants);
    }

    void close() {
        states.forEach(space::release);
        interpolants.forEach(Interpolant::close);
    }
}
