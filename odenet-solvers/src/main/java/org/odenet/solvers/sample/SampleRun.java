package org.odenet.solvers.sample;

import org.odenet.core.ode.Outcome;
import org.odenet.core.ode.SolverStatistics;
import org.odenet.core.ode.TimeSpan;
import org.odenet.core.state.Tolerances;
import org.odenet.solvers.control.ErrorControl;
import org.odenet.solvers.control.FailureMessage;
import org.odenet.solvers.control.StepCounts;
import org.odenet.solvers.control.StepSizes;
import org.odenet.solvers.control.Targets;

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
    private final StepCounts counts = new StepCounts();
    private final Targets targets;
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
        this.targets = new Targets(span);
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

    /** The distance to the end or, before it, to the next discontinuity. */
    double remaining() {
        return Math.abs(targets.next() - t);
    }

    private double minStep() {
        return Math.max(control.minStep(), MIN_ULPS * Math.ulp(t));
    }

    /** Chooses the next step. */
    void plan() {
        double target = targets.next();
        double remaining = Math.abs(target - t);
        boolean mayPass = control.stepsPastEnd() && target == spanEnd;
        lands = !mayPass && remaining <= size * LANDING;
        h = direction * (lands ? remaining : size);
        end = lands ? target : t + h;
    }

    /** Why the step that was chosen may not be tried, or null. */
    Outcome obstacle(int cost, long maxEvaluations) {
        if (counts.tried() >= control.maxSteps()) {
            return Outcome.STEP_LIMIT;
        }
        // A step that is cut short by the end may be smaller than the minimum.
        if (remaining() > Math.abs(h) * LANDING && Math.abs(h) < minStep()) {
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
        counts.countAccepted(Math.abs(h));
        return true;
    }

    /** Goes to the end of the step; success if that is the end of the interval, else null. */
    Outcome advance() {
        t = end;
        behindDiscontinuity = targets.isReached(t);
        if (behindDiscontinuity) {
            t = targets.pass();
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
        return new FailureMessage(method, control, span, budget, t, h, minStep(), statistics()).of(outcome);
    }
}
