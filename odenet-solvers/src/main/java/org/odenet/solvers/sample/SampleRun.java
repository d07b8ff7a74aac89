package org.odenet.solvers.sample;

import org.odenet.core.ode.Outcome;
import org.odenet.core.ode.SolverStatistics;
import org.odenet.core.ode.TimeSpan;
import org.odenet.core.state.Tolerances;
import org.odenet.solvers.control.ErrorControl;
import org.odenet.solvers.control.StepSizes;

/** One sample's way through its interval: its time, its step and what it cost. All that is no algebra. */
final class SampleRun {

    /** A step that would leave less than this part of itself before the end lands there instead. */
    private static final double LANDING = 1.01;

    /** The smallest step in units of the resolution of time. */
    private static final double MIN_ULPS = 4;

    final int index;
    final TimeSpan span;
    final Tolerances tolerances;
    final double direction;

    private final ErrorControl control;
    private final StepSizes sizes;
    private final int order;
    private final double[] observations;
    private final long[] evaluationsAt;
    private final double spanEnd;

    /** Where the step in progress starts; its signed size; where it ends. */
    double t;

    double h;
    double end;
    boolean firstStageKnown;
    /** How it ended; null while it goes on. */
    Outcome outcome;

    private boolean last;
    private double size;
    private double error;
    private double nextStep = Double.NaN;
    private double nextObservation;
    private int observed;
    private long evaluations;
    private long accepted;
    private long rejected;
    private double smallest;
    private double largest;

    SampleRun(int index, TimeSpan span, Tolerances tolerances, ErrorControl control, int order) {
        this.index = index;
        this.span = span;
        this.tolerances = tolerances;
        this.control = control;
        this.sizes = control.begin();
        this.order = order;
        this.direction = Math.signum(span.length());
        this.observations = span.observations();
        this.evaluationsAt = new long[observations.length];
        this.spanEnd = span.end();
        this.nextObservation = observations[0];
        this.t = span.start();
    }

    /** Sets the first step. */
    void startWith(double first) {
        size = first;
    }

    double limited(double given) {
        return Math.min(Math.max(given, minStep()), control.maxStep());
    }

    double remaining() {
        return Math.abs(spanEnd - t);
    }

    private double minStep() {
        return Math.max(control.minStep(), MIN_ULPS * Math.ulp(t));
    }

    /** Chooses the next step, and says why it may not be tried, or null. */
    Outcome plan(int cost, long maxEvaluations, boolean late) {
        double remaining = remaining();
        last = !control.stepsPastEnd() && remaining <= size * LANDING;
        h = direction * (last ? remaining : size);
        end = last ? spanEnd : t + h;
        if (accepted + rejected >= control.maxSteps()) {
            return Outcome.STEP_LIMIT;
        }
        // A step that is cut short by the end may be smaller than the minimum.
        if (remaining > Math.abs(h) * LANDING && Math.abs(h) < minStep()) {
            return Double.isInfinite(error) ? Outcome.NON_FINITE_DERIVATIVE : Outcome.STEP_UNDERFLOW;
        }
        if (evaluations + cost > maxEvaluations) {
            return Outcome.EVALUATION_BUDGET;
        }
        return late ? Outcome.DEADLINE : null;
    }

    void countEvaluations(int count) {
        evaluations += count;
    }

    /** Takes the error of the step in progress into account; true if it is accepted. */
    boolean accepts(double stepError) {
        error = stepError;
        double proposed = size;
        size = sizes.next(Math.abs(h), error, order);
        boolean accepts = error <= 1;
        // A step that the end cut short tells less than the one that was proposed.
        nextStep = last && accepts ? Math.max(proposed, size) : size;
        if (accepts) {
            accepted++;
            smallest = accepted == 1 ? Math.abs(h) : Math.min(smallest, Math.abs(h));
            largest = Math.max(largest, Math.abs(h));
        } else {
            rejected++;
        }
        return accepts;
    }

    /** Goes to the end of the step; success if that is the end of the interval, else null. */
    Outcome advance() {
        t = end;
        return (spanEnd - t) * direction <= 0 ? Outcome.SUCCESS : null;
    }

    /** Whether the step in progress, if it is accepted, reaches the next observed time. */
    boolean reachesObservation() {
        return (nextObservation - end) * direction <= 0;
    }

    /** How many observed times were reached. */
    int observed() {
        return observed;
    }

    int observations() {
        return observations.length;
    }

    double nextObservation() {
        return nextObservation;
    }

    void observe() {
        evaluationsAt[observed++] = evaluations;
        nextObservation =
                observed < observations.length ? observations[observed] : direction * Double.POSITIVE_INFINITY;
    }

    /** The time that the solution tells of: the end of the interval, unless the solve ended early. */
    double finalTime() {
        return outcome == Outcome.SUCCESS ? spanEnd : t;
    }

    double nextStep() {
        return nextStep;
    }

    long[] evaluationsAt() {
        return evaluationsAt;
    }

    long evaluations() {
        return evaluations;
    }

    SolverStatistics statistics() {
        return new SolverStatistics(evaluations, 0, accepted, rejected, smallest, largest);
    }
}
