package org.odenet.solvers;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.odenet.core.ode.OdeException;
import org.odenet.core.ode.OdeFunction;
import org.odenet.core.ode.OdeSolution;
import org.odenet.core.ode.Outcome;
import org.odenet.core.ode.SolveOptions;
import org.odenet.core.ode.SolverStatistics;
import org.odenet.core.ode.TimeSpan;
import org.odenet.core.state.VectorSpace;
import org.odenet.solvers.control.ErrorControl;
import org.odenet.solvers.control.InitialStep;
import org.odenet.solvers.control.StepControl;
import org.odenet.solvers.step.RungeKuttaStep;
import org.odenet.solvers.step.RungeKuttaStepper;
import org.odenet.solvers.tableau.ButcherTableau;

/** One solve: the loop over steps, with its memory. */
final class SolveLoop<S> {

    /** A step that would leave less than this part of itself before the end lands there instead. */
    private static final double LANDING = 1.01;

    /** The smallest step in units of the resolution of time. */
    private static final double MIN_ULPS = 4;

    private final ButcherTableau tableau;
    private final StepControl control;
    private final CountingFunction<S> function;
    private final VectorSpace<S> space;
    private final TimeSpan span;
    private final SolveOptions<S> options;
    private final RungeKuttaStepper<S> stepper;
    private final Observer<S> observer;
    private final double direction;
    private final int stageCount;

    // The step in progress: from t with y towards t + h with next.
    private double t;
    private double h;
    private S y;
    private S next;
    private S stageState;
    private final List<S> stages = new ArrayList<>();
    private final long[] evaluationOf;
    private boolean firstStageKnown;
    private double error;
    private double nextStep = Double.NaN;

    private long accepted;
    private long rejected;
    private double smallest;
    private double largest;

    SolveLoop(
            ButcherTableau tableau,
            StepControl control,
            OdeFunction<S> function,
            VectorSpace<S> space,
            TimeSpan span,
            SolveOptions<S> options) {
        this.tableau = tableau;
        this.control = control;
        this.function = new CountingFunction<>(function);
        this.space = space;
        this.span = span;
        this.options = options;
        this.stepper = new RungeKuttaStepper<>(tableau, space);
        this.observer = new Observer<>(space, span, options);
        this.direction = Math.signum(span.length());
        this.stageCount = tableau.stages();
        this.evaluationOf = new long[stageCount];
    }

    OdeSolution<S> run(S initialState) {
        allocate(initialState);
        boolean done = false;
        try {
            Outcome outcome = integrate();
            OdeSolution<S> solution = observer.solution(t, y, h, nextStep, outcome, statistics());
            done = true;
            if (outcome != Outcome.SUCCESS && !options.returnsFailure()) {
                throw new OdeException(failure(outcome), solution);
            }
            return solution;
        } finally {
            free();
            if (!done) {
                observer.close();
            }
        }
    }

    private void allocate(S initialState) {
        t = span.start();
        y = space.copyOf(initialState);
        next = space.create();
        stageState = space.create();
        for (int i = 0; i < stageCount; i++) {
            stages.add(space.create());
        }
    }

    /** Solutions keep states of their own, and the space only makes and releases them; so its scratch can go now. */
    private void free() {
        space.release(y);
        space.release(next);
        space.release(stageState);
        stages.forEach(space::release);
        if (options.space() == null) {
            space.close();
        }
    }

    private Outcome integrate() {
        if (!space.isFinite(y)) {
            return Outcome.NON_FINITE_STATE;
        }
        double size = givenFirstStep();
        boolean estimated = Double.isNaN(size);
        if (options.maxEvaluations() < stageCount + (estimated ? 1 : 0)) {
            return Outcome.EVALUATION_BUDGET;
        }
        if (estimated) {
            evaluateStage(0, t, y);
            firstStageKnown = true;
            if (!space.isFinite(stages.get(0))) {
                return Outcome.NON_FINITE_DERIVATIVE;
            }
            size = estimateFirstStep();
        }
        for (long tried = 0; (span.end() - t) * direction > 0; tried++) {
            boolean last = !control.stepsPastEnd() && remaining() <= size * LANDING;
            h = direction * (last ? remaining() : size);
            Outcome stop = stopBefore(tried);
            if (stop != null) {
                return stop;
            }
            double end = last ? span.end() : t + h;
            evaluateStages(end);
            if (!advance()) {
                return nonFinite();
            }
            double proposed = size;
            size = control.nextStep(Math.abs(h), error);
            // A step that the end cut short tells less than the one that was proposed.
            nextStep = last && error <= 1 ? Math.max(proposed, size) : size;
            if (error <= 1) {
                accept(end);
            } else {
                rejected++;
                if (observer.observesRejected()) {
                    observer.rejected(step(end));
                }
            }
        }
        return Outcome.SUCCESS;
    }

    /** NaN if the first step is to be estimated. */
    private double givenFirstStep() {
        double ofSolver = control.firstStep(Math.abs(span.length()));
        return Double.isNaN(ofSolver) && !Double.isNaN(options.firstStep()) ? limited(options.firstStep()) : ofSolver;
    }

    private double limited(double size) {
        return Math.min(Math.max(size, minStep()), ((ErrorControl) control).maxStep());
    }

    private double remaining() {
        return Math.abs(span.end() - t);
    }

    /** The derivative at the start is known. */
    private double estimateFirstStep() {
        // Half of the interval, so that rounding cannot take the trial outside.
        double limit = control.stepsPastEnd() ? Double.POSITIVE_INFINITY : 0.5 * remaining();
        double estimate = InitialStep.estimate(
                function, space, t, direction, y, stages.get(0), tableau.order(), control.tolerances(), limit);
        return limited(estimate);
    }

    /** Why the next step may not be tried, or null. */
    private Outcome stopBefore(long tried) {
        if (tried >= control.maxSteps()) {
            return Outcome.STEP_LIMIT;
        }
        if (Math.abs(h) < smallestAllowed()) {
            return Double.isInfinite(error) ? Outcome.NON_FINITE_DERIVATIVE : Outcome.STEP_UNDERFLOW;
        }
        int needed = stageCount - (firstStageKnown ? 1 : 0);
        if (function.evaluations() + needed > options.maxEvaluations()) {
            return Outcome.EVALUATION_BUDGET;
        }
        boolean late = options.deadline() != SolveOptions.NO_DEADLINE && System.nanoTime() - options.deadline() >= 0;
        return late ? Outcome.DEADLINE : null;
    }

    /** A step that is cut short by the end may be smaller than the minimum, but not than the resolution of time. */
    private double smallestAllowed() {
        return remaining() <= Math.abs(h) * LANDING ? 0 : minStep();
    }

    private double minStep() {
        return Math.max(control.minStep(), MIN_ULPS * Math.ulp(t));
    }

    private void evaluateStages(double end) {
        for (int i = firstStageKnown ? 1 : 0; i < stageCount; i++) {
            boolean isResult = i == stageCount - 1 && tableau.isFirstSameAsLast();
            S state = i == 0 ? y : isResult ? next : stageState;
            if (i > 0) {
                stepper.stageState(i, y, h, stages, state);
            }
            evaluateStage(i, stepper.stageTime(i, t, end), state);
        }
        firstStageKnown = true;
    }

    private void evaluateStage(int stage, double time, S state) {
        evaluationOf[stage] = function.evaluations();
        function.evaluate(time, state, stages.get(stage));
    }

    /** Forms the step's result and its error. Returns false if there is no use in a smaller step. */
    private boolean advance() {
        if (!tableau.isFirstSameAsLast()) {
            stepper.finalState(y, h, stages, next);
        }
        if (control.tolerances() == null) {
            error = 0;
            return space.isFinite(next);
        }
        double norm = space.errorNorm(stepper.errorWeights(h), stages, y, next, control.tolerances());
        boolean finite = Double.isFinite(norm);
        error = finite ? norm : Double.POSITIVE_INFINITY;
        return finite || space.isFinite(stages.get(0));
    }

    private Outcome nonFinite() {
        boolean derivatives = stages.stream().allMatch(space::isFinite);
        return derivatives ? Outcome.NON_FINITE_STATE : Outcome.NON_FINITE_DERIVATIVE;
    }

    private void accept(double end) {
        accepted++;
        smallest = accepted == 1 ? Math.abs(h) : Math.min(smallest, Math.abs(h));
        largest = Math.max(largest, Math.abs(h));
        if (observer.observes(end)) {
            observer.accepted(step(end));
        }
        t = end;
        S previous = y;
        y = next;
        next = previous;
        firstStageKnown = tableau.isFirstSameAsLast();
        if (firstStageKnown) {
            Collections.swap(stages, 0, stageCount - 1);
            evaluationOf[0] = evaluationOf[stageCount - 1];
        }
    }

    private RungeKuttaStep<S> step(double end) {
        return new RungeKuttaStep<>(
                tableau, space, t, end, h, error, y, next, List.copyOf(stages), evaluationOf.clone());
    }

    private SolverStatistics statistics() {
        return new SolverStatistics(function.evaluations(), 0, accepted, rejected, smallest, largest);
    }

    private String failure(Outcome outcome) {
        String where = " at t=" + t + " of [" + span.start() + ", " + span.end() + "] after " + accepted
                + " accepted and " + rejected + " rejected steps, " + function.evaluations() + " evaluations, with "
                + tableau.name();
        String step = h == 0 ? "" : ", with step " + h;
        return switch (outcome) {
            case STEP_LIMIT -> "the limit of " + control.maxSteps() + " steps was reached" + where
                    + "; loosen the tolerances, raise maxSteps, or use a method for stiff problems";
            case STEP_UNDERFLOW -> "step " + Math.abs(h) + " fell below the minimum " + minStep() + where
                    + (control.tolerances() == null
                            ? "; take larger steps"
                            : "; loosen the tolerances, or look for a singularity or a discontinuity there");
            case NON_FINITE_DERIVATIVE -> "the function returned an infinity or NaN" + where + step
                    + "; check the function there, lower the learning rate, or take smaller steps";
            case NON_FINITE_STATE -> "the state is not finite" + where + step
                    + "; check the initial state, or take smaller steps";
            case EVALUATION_BUDGET -> "the next step would exceed the budget of " + options.maxEvaluations()
                    + " evaluations" + where
                    + "; raise it, or ask for the partial solution with SolveOptions.returningFailure()";
            case DEADLINE -> "the deadline passed" + where
                    + "; allow more time, or ask for the partial solution with SolveOptions.returningFailure()";
            case SUCCESS -> throw new IllegalArgumentException("success is no failure");
        };
    }
}
