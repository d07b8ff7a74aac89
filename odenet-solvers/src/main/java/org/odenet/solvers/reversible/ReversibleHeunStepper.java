package org.odenet.solvers.reversible;

import java.util.List;
import org.odenet.core.ode.Outcome;
import org.odenet.core.ode.Step;
import org.odenet.core.state.VectorSpace;
import org.odenet.solvers.step.CountingFunction;
import org.odenet.solvers.step.MultistepStep;
import org.odenet.solvers.step.StepProblem;
import org.odenet.solvers.step.Stepper;

/** Takes the steps of the reversible Heun method. */
final class ReversibleHeunStepper<S> implements Stepper<S> {

    private final StepProblem<S> problem;
    private final CountingFunction<S> function;
    private final VectorSpace<S> space;
    private final S companion;
    private S lag;
    private S nextLag;
    private S atStart;
    private S atEnd;
    private long evaluationAtStart;
    private long evaluationAtEnd;
    private boolean startKnown;
    private boolean first = true;
    private long steps;

    // The last attempt.
    private ReversibleHeunWeights weights;
    private List<S> stages;
    private S initialState;
    private S finalState;
    private double error;

    ReversibleHeunStepper(StepProblem<S> problem) {
        this.problem = problem;
        this.function = problem.function();
        this.space = problem.space();
        this.companion = space.create();
        this.lag = space.create();
        this.nextLag = space.create();
        this.atStart = space.create();
        this.atEnd = space.create();
    }

    @Override
    public int cost() {
        return startKnown ? 1 : 2;
    }

    /** At the companion, after the first step. */
    @Override
    public S derivative(double t, S y) {
        if (!startKnown) {
            evaluationAtStart = function.evaluations();
            function.evaluate(t, y, atStart);
            startKnown = true;
        }
        return atStart;
    }

    @Override
    public double attempt(double t, double end, double h, S y, S next) {
        initialState = y;
        finalState = next;
        derivative(t, y);
        weights = new ReversibleHeunWeights(t, end, h, first);
        stages = first ? List.of(atStart, atEnd) : List.of(lag, atStart, atEnd);
        int last = stages.size() - 1;
        space.combine(companion, y, weights.ofStage(last), stages.subList(0, last));
        evaluationAtEnd = function.evaluations();
        function.evaluate(end, companion, atEnd);
        space.combine(next, y, weights.ofEnd(), stages);
        error = measureError();
        return error;
    }

    private double measureError() {
        if (problem.tolerances() == null) {
            return space.isFinite(finalState) ? 0 : Double.NaN;
        }
        double norm = space.errorNorm(weights.ofError(), stages, initialState, finalState, problem.tolerances());
        if (Double.isFinite(norm)) {
            return norm;
        }
        return space.isFinite(atStart) ? Double.POSITIVE_INFINITY : Double.NaN;
    }

    @Override
    public Outcome obstacle() {
        return space.isFinite(atStart) && space.isFinite(atEnd)
                ? Outcome.NON_FINITE_STATE
                : Outcome.NON_FINITE_DERIVATIVE;
    }

    @Override
    public int errorOrder() {
        return 2;
    }

    @Override
    public Step<S> step() {
        long[] evaluations = first
                ? new long[] {evaluationAtStart, evaluationAtEnd}
                : new long[] {-steps, evaluationAtStart, evaluationAtEnd};
        return new MultistepStep<>(
                weights,
                space,
                weights.start(),
                weights.stop(),
                weights.size(),
                error,
                initialState,
                finalState,
                stages,
                evaluations,
                -(steps + 1));
    }

    @Override
    public void accept() {
        space.combine(nextLag, null, weights.ofHandedOn(), stages);
        S previousLag = lag;
        lag = nextLag;
        nextLag = previousLag;
        S previousStart = atStart;
        atStart = atEnd;
        atEnd = previousStart;
        evaluationAtStart = evaluationAtEnd;
        first = false;
        steps++;
    }

    /** The companion becomes the state again; numbers of lags go on. */
    @Override
    public void restart() {
        startKnown = false;
        first = true;
    }

    @Override
    public void close() {
        space.release(companion);
        space.release(lag);
        space.release(nextLag);
        space.release(atStart);
        space.release(atEnd);
    }
}
