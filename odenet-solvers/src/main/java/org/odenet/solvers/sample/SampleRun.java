package org.odenet.solvers.sample;

import org.odenet.core.ode.Outcome;
import org.odenet.core.ode.SolverStatistics;
import org.odenet.core.ode.TimeSpan;
import org.odenet.core.state.Tolerances;
import org.odenet.solvers.control.ErrorControl;
import org.odenet.solvers.control.FailureMessage;
import org.odenet.solvers.control.StepBounds;
import org.odenet.solvers.control.StepCounts;
import org.odenet.solvers.control.StepSizes;

/** One sample's way through its interval: its time, its step and what it cost. All that is no algebra. */
final class SampleRun {

    final int index;
    final TimeSpan span;
    final Tolerances tolerances;
    final double direction;

    private final ErrorControl control;
    private final StepSizes sizes;
    private final StepCounts counts = new StepCounts();
    private final StepBounds bounds;
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

    /** Whether an event may be inside the step in progress. */
    boolean maybeEvent;

    private double wholeEnd;
    private boolean cut;
    private boolean lands;
    private boolean behindDiscontinuity;
    private boolean stepped;
    private double size;
    private double error;
    private double nextObservation;
    private int observed;
    private long evaluations;

    SampleRun(int index, TimeSpan span, Tolerances tolerances, ErrorControl control, int order) {
        this.index = index;
        this.span = span;
        this.tolerances = tolerances;
        this.control = control;
        this.sizes = control.begin();
        this.bounds = new StepBounds(control, span);
        this.order = order;
        this.direction = Math.signum(span.length());
        this.observations = span.observations();
        this.evaluationsAt = new long[observations.length];
        this.spanEnd = span.end();
        this.nextObservation = observations[0];
        this.t = span.start();
    }

    /** Sets the first step as the solver gives it. */
    void startWith(double first) {
        size = first;
    }

    /** Sets the first step as it was estimated, within the limits. */
    void startNear(double first) {
        size = bounds.limited(t, first);
    }

    /** How far a trial step may go that estimates the first one. */
    double trialLimit() {
        return bounds.trialLimit(t);
    }

    /** Chooses the next step. */
    void plan() {
        lands = bounds.lands(t, size);
        h = direction * (lands ? bounds.remaining(t) : size);
        end = lands ? bounds.target() : t + h;
        wholeEnd = end;
        maybeEvent = false;
        cut = false;
    }

    /** Why the step that was chosen may not be tried, or null. */
    Outcome obstacle(int cost, long maxEvaluations) {
        if (counts.tried() >= control.maxSteps()) {
            return Outcome.STEP_LIMIT;
        }
        if (bounds.isTooSmall(t, Math.abs(h))) {
            return Double.isInfinite(error) ? Outcome.NON_FINITE_DERIVATIVE : Outcome.STEP_UNDERFLOW;
        }
        return evaluations + cost > maxEvaluations ? Outcome.EVALUATION_BUDGET : null;
    }

    void countEvaluations(int count) {
        evaluations += count;
    }

    /** Takes the error of the step in progress into account; true if it is accepted. */
    boolean accepts(double stepError) {
        error = stepError;
        stepped = true;
        double proposed = size;
        size = sizes.next(Math.abs(h), error, order);
        if (error > 1) {
            counts.countRejected();
            return false;
        }
        // A step that was cut short tells less than the one that was proposed.
        size = lands ? Math.max(proposed, size) : size;
        return true;
    }

    /** Ends the step in progress at an event. */
    void endsEarlierAt(double time) {
        end = time;
        cut = true;
    }

    /** Where the step in progress would end without an event. */
    double wholeEnd() {
        return wholeEnd;
    }

    /** Goes to the end of the step; success if that is the end of the interval, else null. */
    Outcome advance() {
        counts.countAccepted(Math.abs(cut ? end - t : h));
        t = end;
        behindDiscontinuity = bounds.isAtDiscontinuity(t);
        if (behindDiscontinuity) {
            t = bounds.pass();
        }
        return (spanEnd - t) * direction <= 0 ? Outcome.SUCCESS : null;
    }

    /** Whether the step in progress, if it is accepted, reaches the next observed time. */
    boolean reachesObservation() {
        return (nextObservation - end) * direction <= 0;
    }

    /** Whether the last step ended at a discontinuity, behind which everything is new. */
    boolean isBehindDiscontinuity() {
        return behindDiscontinuity;
    }

    /** Whether the last step ended at an event that changes the state or ends the solve. */
    boolean isCut() {
        return cut;
    }

    /** Whether there is an observed time before the end of the step in progress. */
    boolean observesInside() {
        return (nextObservation - end) * direction < 0;
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
        return stepped ? size : Double.NaN;
    }

    long[] evaluationsAt() {
        return evaluationsAt;
    }

    long evaluations() {
        return evaluations;
    }

    SolverStatistics statistics() {
        return counts.statistics(evaluations, 0);
    }

    /** What to tell of a failure. */
    String failure(String method, long budget) {
        return new FailureMessage(method, control, span, budget, t, h, bounds.smallest(t), statistics()).of(outcome);
    }
}
