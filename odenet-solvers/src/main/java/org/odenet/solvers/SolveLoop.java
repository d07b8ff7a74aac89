package org.odenet.solvers;

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
import org.odenet.solvers.control.StepSizes;
import org.odenet.solvers.step.CountingFunction;
import org.odenet.solvers.step.Method;
import org.odenet.solvers.step.StepProblem;
import org.odenet.solvers.step.Stepper;

/** One solve: the loop over the steps of any method, with its memory. */
final class SolveLoop<S> {

    /** A step that would leave less than this part of itself before the end lands there instead. */
    private static final double LANDING = 1.01;

    /** The smallest step in units of the resolution of time. */
    private static final double MIN_ULPS = 4;

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
        this.space = space;
        this.span = span;
        this.options = options;
        this.observer = new Observer<>(space, span, options);
        this.direction = Math.signum(span.length());
    }

    OdeSolution<S> run(S initialState) {
        allocate(initialState);
        boolean done = false;
        try {
            Outcome outcome = integrateWithinBudget();
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
        stepper = method.stepper(new StepProblem<>(function, space, control.tolerances()));
    }

    /** Solutions keep states of their own, and the space only makes and releases them; so its scratch can go now. */
    private void free() {
        space.release(y);
        space.release(next);
        stepper.close();
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
        while ((span.end() - t) * direction > 0) {
            boolean last = !control.stepsPastEnd() && remaining() <= size * LANDING;
            h = direction * (last ? remaining() : size);
            Outcome stop = stopBeforeStep();
            if (stop != null) {
                return stop;
            }
            double end = last ? span.end() : t + h;
            error = stepper.attempt(t, end, h, y, next);
            if (Double.isNaN(error)) {
                return stepper.obstacle();
            }
            double proposed = size;
            size = Math.min(nextSize(), Math.abs(h) * stepper.growthLimit());
            // A step that the end cut short tells less than the one that was proposed.
            nextStep = last && error <= 1 ? Math.max(proposed, size) : size;
            if (error <= 1) {
                accept(end);
            } else {
                reject();
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
        return Double.isNaN(ofSolver) && !Double.isNaN(options.firstStep()) ? limited(options.firstStep()) : ofSolver;
    }

    private double limited(double size) {
        return Math.min(Math.max(size, minStep()), ((ErrorControl) control).maxStep());
    }

    private double remaining() {
        return Math.abs(span.end() - t);
    }

    private double estimateFirstStep() {
        // Half of the interval, so that rounding cannot take the trial outside.
        double limit = control.stepsPastEnd() ? Double.POSITIVE_INFINITY : 0.5 * remaining();
        double estimate = InitialStep.estimate(
                function,
                space,
                t,
                direction,
                y,
                stepper.derivative(t, y),
                stepper.errorOrder(),
                control.tolerances(),
                limit);
        return limited(estimate);
    }

    /** Why the next step may not be tried, or null. */
    private Outcome stopBeforeStep() {
        if (counts.tried() >= control.maxSteps()) {
            return Outcome.STEP_LIMIT;
        }
        if (Math.abs(h) < smallestAllowed()) {
            return Double.isInfinite(error) ? stepper.obstacle() : Outcome.STEP_UNDERFLOW;
        }
        if (stepper.cost() > function.remaining()) {
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

    private void accept(double end) {
        counts.countAccepted(Math.abs(h));
        if (observer.observes(end)) {
            observer.accepted(stepper.step());
        }
        stepper.accept();
        t = end;
        S previous = y;
        y = next;
        next = previous;
    }

    private void reject() {
        counts.countRejected();
        if (observer.observesRejected()) {
            observer.rejected(stepper.step());
        }
    }

    private SolverStatistics statistics() {
        return counts.statistics(function.evaluations());
    }

    private String failure(Outcome outcome) {
        String where = " at t=" + t + " of [" + span.start() + ", " + span.end() + "] after "
                + counts.accepted() + " accepted and " + counts.rejected() + " rejected steps, "
                + function.evaluations() + " evaluations, with " + method.name();
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
            case NO_CONVERGENCE -> "the equations of an implicit step could not be solved" + where + step
                    + "; take smaller steps, allow more iterations, or check the function's derivative there";
            case EVALUATION_BUDGET -> "the next step would exceed the budget of " + options.maxEvaluations()
                    + " evaluations" + where
                    + "; raise it, or ask for the partial solution with SolveOptions.returningFailure()";
            case DEADLINE -> "the deadline passed" + where
                    + "; allow more time, or ask for the partial solution with SolveOptions.returningFailure()";
            case SUCCESS -> throw new IllegalArgumentException("success is no failure");
        };
    }
}
