package org.odenet.solvers.multistep;

import java.util.Arrays;
import java.util.List;
import org.odenet.core.state.VectorSpace;
import org.odenet.solvers.step.CountingFunction;
import org.odenet.solvers.step.MultistepStep;
import org.odenet.solvers.step.StepProblem;

/** One Adams step from what is remembered of earlier ones: the part that fixed and variable order have in common. */
final class AdamsAttempt<S> {

    private final CountingFunction<S> function;
    private final VectorSpace<S> space;
    private final History<S> history;
    private final boolean corrects;
    private final S predicted;
    private final S predictedDerivative;
    private long evaluation;
    private boolean startKnown;

    // The last attempt.
    private AdamsWeights weights;
    private List<S> stages;
    private double start;
    private double end;
    private double size;
    private S initialState;
    private S finalState;

    /**
     * Allocates the memory.
     *
     * @param problem the problem
     * @param remembered how many derivatives are remembered at most
     * @param corrects whether steps evaluate the derivative at the predicted end and correct the prediction with it
     */
    AdamsAttempt(StepProblem<S> problem, int remembered, boolean corrects) {
        this.function = problem.function();
        this.space = problem.space();
        this.history = new History<>(space, remembered);
        this.corrects = corrects;
        this.predicted = corrects ? space.create() : null;
        this.predictedDerivative = corrects ? space.create() : null;
    }

    int cost() {
        return (startKnown ? 0 : 1) + (corrects ? 1 : 0);
    }

    S derivative(double t, S y) {
        if (!startKnown) {
            long number = function.evaluations();
            function.evaluate(t, y, history.add(t, number));
            startKnown = true;
        }
        return history.newest();
    }

    /** Remembers a derivative that was evaluated elsewhere. */
    void remember(double t, S derivative, long number) {
        space.copy(derivative, history.add(t, number));
    }

    /** Takes a step from the latest derivatives, so many of them, after {@link #derivative} where it starts. */
    void take(int derivatives, double t, double stepEnd, double h, S y, S next) {
        start = t;
        end = stepEnd;
        size = h;
        initialState = y;
        finalState = next;
        weights = new AdamsWeights(t, stepEnd, h, history.times(derivatives), corrects);
        stages = history.derivatives(derivatives);
        if (corrects) {
            space.combine(predicted, y, weights.ofStage(derivatives), stages);
            stages.add(predictedDerivative);
            evaluation = function.evaluations();
            function.evaluate(end, predicted, predictedDerivative);
        }
        space.combine(next, y, weights.ofEnd(), stages);
    }

    AdamsWeights weights() {
        return weights;
    }

    List<S> stages() {
        return stages;
    }

    /** How many derivatives are remembered, that at the start of the step included once it is known. */
    int remembered() {
        return history.size();
    }

    /** The stages of the last attempt, had it been of an order higher by one. */
    List<S> stagesOfNextOrder() {
        List<S> more = history.derivatives(stages.size());
        more.add(predictedDerivative);
        return more;
    }

    /** The places of {@link #stagesOfNextOrder} in units of the step. */
    double[] nodesOfNextOrder() {
        return new AdamsWeights(start, end, size, history.times(stages.size()), true).nodes();
    }

    boolean isStartFinite() {
        return space.isFinite(history.newest());
    }

    boolean areStagesFinite() {
        return stages.stream().allMatch(space::isFinite);
    }

    MultistepStep<S> step(double error) {
        int known = weights.earlier() + 1;
        long[] evaluations = history.evaluations(known);
        if (corrects) {
            evaluations = Arrays.copyOf(evaluations, known + 1);
            evaluations[known] = evaluation;
        }
        return new MultistepStep<>(
                weights, space, start, end, size, error, initialState, finalState, stages, evaluations, 0);
    }

    /** The next step starts elsewhere. */
    void accept() {
        startKnown = false;
    }

    void forget() {
        history.clear();
        startKnown = false;
    }

    void close() {
        history.close();
        space.release(predicted);
        space.release(predictedDerivative);
    }
}
