package org.odenet.solvers.sample;

import org.odenet.core.ode.Outcome;
import org.odenet.core.ode.SolverStatistics;
import org.odenet.core.ode.TimeSpan;
import org.odenet.core.state.Tolerances;
import org.odenet.solvers.control.ErrorControl;
import org.odenet.solvers.control.FailureMessage;
import org.odenet.solvers.control.StepBounds;

/** One sample of a batch: its interval and tolerances, what was observed, and, when its solve has ended, how. */
final class SampleRun {

    final int index;
    final TimeSpan span;
    final Tolerances tolerances;
    final double direction;
    final StepBounds bounds;

    /** How it ended; null while it goes on. */
    Outcome outcome;
    /** The time it reached. */
    double t;

    private final ErrorControl control;
    private final double[] observations;
    private final long[] evaluationsAt;
    private int observed;
    private double lastStep;
    private double nextStep;
    private SolverStatistics statistics;

    SampleRun(int index, TimeSpan span, Tolerances tolerances, ErrorControl control) {
        this.index = index;
        this.span = span;
        this.tolerances = tolerances;
        this.control = control;
        this.bounds = new StepBounds(control, span);
        this.direction = Math.signum(span.length());
        this.observations = span.observations();
        this.evaluationsAt = new long[observations.length];
        this.t = bounds.begin();
    }

    /** How many observed times were reached. */
    int observed() {
        return observed;
    }

    int observations() {
        return observations.length;
    }

    /** The observed time that comes next; infinitely far if there is none. */
    double nextObservation() {
        return observed < observations.length ? observations[observed] : direction * Double.POSITIVE_INFINITY;
    }

    /** Reaches the next observed time. */
    void observe(long evaluations) {
        evaluationsAt[observed++] = evaluations;
    }

    /** Takes the result of its solve. */
    void end(Outcome how, double time, double last, double next, SolverStatistics counts) {
        outcome = how;
        t = time;
        lastStep = last;
        nextStep = next;
        statistics = counts;
    }

    /** The time that the solution tells of: the end of the interval, unless the solve ended early. */
    double finalTime() {
        return outcome == Outcome.SUCCESS ? span.end() : t;
    }

    /** The signed size of the last step. */
    double lastStep() {
        return lastStep;
    }

    /** The size of the step that would follow, NaN if there was none. */
    double nextStep() {
        return nextStep;
    }

    long[] evaluationsAt() {
        return evaluationsAt;
    }

    SolverStatistics statistics() {
        return statistics;
    }

    /** What to tell of a failure. */
    String failure(String method, long budget) {
        return new FailureMessage(method, control, span, budget, t, lastStep, bounds.smallest(t), statistics)
                .of(outcome);
    }
}
