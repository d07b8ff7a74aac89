package org.odenet.solvers;

import java.util.List;
import org.odenet.core.ode.OdeException;
import org.odenet.core.ode.OdeFunction;
import org.odenet.core.ode.OdeSolution;
import org.odenet.core.ode.Outcome;
import org.odenet.core.ode.SolveOptions;
import org.odenet.core.ode.SolverStatistics;
import org.odenet.core.ode.Step;
import org.odenet.core.ode.TimeSpan;
import org.odenet.core.state.VectorSpace;
import org.odenet.solvers.control.FailureMessage;
import org.odenet.solvers.control.InitialStep;
import org.odenet.solvers.control.StepBounds;
import org.odenet.solvers.control.StepControl;
import org.odenet.solvers.control.StepCounts;
import org.odenet.solvers.control.StepSizes;
import org.odenet.solvers.event.EventDetector;
import org.odenet.solvers.step.CountingFunction;
import org.odenet.solvers.step.Method;
import org.odenet.solvers.step.StepProblem;
import org.odenet.solvers.step.Stepper;
import org.odenet.solvers.step.TruncatedStep;

/** One solve: the loop over the steps of any method, with its memory. */
final class SolveLoop<S> {

    private final Method method;
    private final StepControl control;
    private final StepSizes sizes;
    private final CountingFunction<S> function;
    private final VectorSpace<S> space;
    private final TimeSpan span;
    private final SolveOptions<S> options;
    private final Observer<S> observer;
    private final StepCounts counts = new StepCounts();
    private final double direction;
    private final StepBounds bounds;
    private final EventDetector<S> events;
    private final StiffnessDetector<S> stiffness;

    // The step in progress: from t with y towards t + h with next.
    private Stepper<S> stepper;
    private double t;
    private double h;
    private S y;
    private S next;
    private double error;
    private double nextStep = Double.NaN;

    SolveLoop(
            Method method,
            StepControl control,
            OdeFunction<S> function,
            VectorSpace<S> space,
            TimeSpan span,
            SolveOptions<S> options) {
        this.method = method;
        this.control = control;
        this.sizes = control.begin();
        this.function = new CountingFunction<>(function, options.maxEvaluations());
        // Fixed steps have no tolerances: an implicit one is solved for up to rounding, whatever errors would be
        // allowed.
        this.space = control.tolerances() == null || options.relativeTolerances() == null
                ? space
                : space.withTolerances(options.relativeTolerances(), options.absoluteTolerances());
        this.span = span;
        this.options = options;
        this.observer = new Observer<>(this.space, span, options);
        this.direction = Math.signum(span.length());
        this.bounds = new StepBounds(control, span);
        this.events = new EventDetector<>(options.events(), this.space, span.end(), "");
        this.stiffness = new StiffnessDetector<>(method, this.function, this.space);
    }

    OdeSolution<S> run(S initialState) {
        allocate(initialState);
        boolean done = false;
        try {
            Outcome outcome = integrateWithinBudget();
            OdeSolution<S> solution = observer.solution(t, y, h, nextStep, outcome, statistics());
            done = true;
            if (outcome.isFailure() && !options.returnsFailure()) {
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
        t = bounds.begin();
        y = space.copyOf(initialState);
        next = space.create();
        stepper = method.stepper(new StepProblem<>(function, space, control.tolerances()));
    }

    /** Solutions keep states of their own, and the space only makes and releases them; so its scratch can go now. */
    private void free() {
        space.release(y);
        space.release(next);
        stepper.close();
        events.close();
        stiffness.close();
        if (options.space() == null) {
            space.close();
        }
    }

    private Outcome integrateWithinBudget() {
        try {
            return integrate();
        } catch (CountingFunction.BudgetSpentException e) {
            return Outcome.EVALUATION_BUDGET;
        }
    }

    private Outcome integrate() {
        if (!space.isFinite(y)) {
            return Outcome.NON_FINITE_STATE;
        }
        Outcome interruption = interruption();
        if (interruption != null) {
            return interruption;
        }
        double size = givenFirstStep();
        if (Double.isNaN(size)) {
            if (function.remaining() < stepper.cost() + 1) {
                return Outcome.EVALUATION_BUDGET;
            }
            if (!space.isFinite(stepper.derivative(t, y))) {
                return Outcome.NON_FINITE_DERIVATIVE;
            }
            size = estimateFirstStep();
        }
        events.begin(span.start(), y);
        while ((span.end() - t) * direction > 0) {
            boolean lands = bounds.lands(t, size);
            h = direction * (lands ? bounds.remaining(t) : size);
            Outcome stop = stopBeforeStep();
            if (stop != null) {
                return stop;
            }
            double end = lands ? bounds.target() : t + h;
            error = stepper.attempt(t, end, h, y, next);
            if (Double.isNaN(error)) {
                return stepper.obstacle();
            }
            double proposed = size;
            size = Math.min(nextSize(), Math.abs(h) * stepper.growthLimit());
            if (error > 1) {
                nextStep = size;
                reject();
                continue;
            }
            // A step that was cut short tells less than the one that was proposed.
            size = lands ? Math.max(proposed, size) : size;
            nextStep = size;
            stop = accept(end);
            if (stop != null) {
                return stop;
            }
        }
        return Outcome.SUCCESS;
    }

    private double nextSize() {
        return sizes.next(Math.abs(h), error <= 1 ? stepper.expectedError(error) : error, stepper.errorOrder());
    }

    /** NaN if the first step is to be estimated. */
    private double givenFirstStep() {
        double ofSolver = control.firstStep(Math.abs(span.length()));
        return Double.isNaN(ofSolver) && !Double.isNaN(options.firstStep())
                ? bounds.limited(t, options.firstStep())
                : ofSolver;
    }

    private double estimateFirstStep() {
        double estimate = InitialStep.estimate(
                function,
                space,
                t,
                direction,
                y,
                stepper.derivative(t, y),
                stepper.errorOrder(),
                control.tolerances(),
                bounds.trialLimit(t));
        return bounds.limited(t, estimate);
    }

    /** Why the next step may not be tried, or null. */
    private Outcome stopBeforeStep() {
        if (counts.tried() >= control.maxSteps()) {
            return Outcome.STEP_LIMIT;
        }
        if (bounds.isTooSmall(t, Math.abs(h))) {
            return Double.isInfinite(error) ? stepper.obstacle() : Outcome.STEP_UNDERFLOW;
        }
        if (stepper.cost() > function.remaining()) {
            return Outcome.EVALUATION_BUDGET;
        }
        return interruption();
    }

    /** What ends a solve from outside, or null. */
    private Outcome interruption() {
        if (options.isCancelled()) {
            return Outcome.CANCELLED;
        }
        return options.isLate() ? Outcome.DEADLINE : null;
    }

    /** Returns why the solve ends with this step, or null. */
    private Outcome accept(double end) {
        List<EventDetector.Located> found = options.events().isEmpty() ? List.of() : happenedIn(stepper.step());
        if (events.change(found)) {
            return acceptUpTo(found);
        }
        if (observer.observes(end)) {
            observer.accepted(stepper.step());
        }
        found.forEach(located -> observer.happened(located, stepper.step()));
        counts.countAccepted(Math.abs(h));
        stepper.accept();
        t = end;
        S previous = y;
        y = next;
        next = previous;
        if (bounds.isAtDiscontinuity(t)) {
            t = bounds.pass();
            stepper.restart();
        }
        // At the end nothing is left that an implicit method could do better.
        boolean more = (span.end() - t) * direction > 0;
        boolean stiff = more && control.stopsIfStiff() && stiffness.isStiff(counts.accepted(), t, h, y, stepper);
        return stiff ? Outcome.STIFF : null;
    }

    private List<EventDetector.Located> happenedIn(Step<S> step) {
        return events.maybeIn(step) ? events.locate(step) : List.of();
    }

    /** Ends the step at the last of the events. */
    private Outcome acceptUpTo(List<EventDetector.Located> found) {
        double end = found.get(found.size() - 1).time();
        Step<S> step = stepper.step();
        S state = space.create();
        try {
            step.evaluate(end, state);
            found.forEach(located -> observer.happened(located, step));
            observer.accepted(new TruncatedStep<>(step, end, state));
            t = end;
            events.reset(found, t, state, y);
            t = bounds.isAtDiscontinuity(t) ? bounds.pass() : t;
        } finally {
            space.release(state);
        }
        counts.countAccepted(Math.abs(end - step.start()));
        stepper.restart();
        events.resume(t, y, found);
        return events.stops(found) ? Outcome.EVENT : null;
    }

    private void reject() {
        counts.countRejected();
        if (observer.observesRejected()) {
            observer.rejected(stepper.step());
        }
    }

    private SolverStatistics statistics() {
        return counts.statistics(function.evaluations(), function.products());
    }

    private String failure(Outcome outcome) {
        double smallest = bounds.smallest(t);
        return new FailureMessage(method.name(), control, span, options.maxEvaluations(), t, h, smallest, statistics())
                .of(outcome);
    }
}
