package org.odenet.solvers.sample;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.odenet.core.ode.BatchFunction;
import org.odenet.core.ode.OdeFunctionException;
import org.odenet.core.ode.Outcome;
import org.odenet.core.ode.Samples;
import org.odenet.core.ode.SolveOptions;
import org.odenet.core.state.BatchSpace;
import org.odenet.core.state.VectorSpace;
import org.odenet.solvers.control.ErrorControl;
import org.odenet.solvers.control.InitialStep;
import org.odenet.solvers.step.RungeKuttaAlgebra;
import org.odenet.solvers.tableau.ButcherTableau;

/**
 * One solve of a batch: the loop over steps, with its memory. Each turn takes one step of every sample that is on its
 * way. These are the first rows of all batches: where a sample ends, the last one moves into its row, so that the
 * function never sees a sample that is done. That costs two copied rows, less than any evaluation of one.
 */
final class SampleLoop<S> {

    private static final double[] ONE = {1};
    private static final double[] DIFFERENCE = {-1, 1};

    private final ButcherTableau tableau;
    private final ErrorControl control;
    private final BatchFunction<S> function;
    private final BatchSpace<S> space;
    private final SolveOptions<S> options;
    private final BatchStepListener<S> listener;
    private final List<SampleRun> all;
    private final SampleObserver<S> observer;
    /** Null if there are none. */
    private final SampleEvents<S> events;

    /** Null if neither events nor dense output want it. */
    private final VectorSpace<S> spaceOfOne;

    private final int stageCount;
    private final double[][] stageWeights;
    private final double[] resultWeights;
    private final double[] errorWeights;
    /** Of the second estimate, or null. */
    private final double[] secondErrorWeights;

    // By row.
    private final SampleRun[] runs;
    private final int[] indices;
    private final double[] relative;
    private final double[] absolute;
    private final double[] starts;
    private final double[] ends;
    private final double[] sizes;
    private final double[] stageTimes;
    private final double[] norms;
    private final boolean[] accepted;
    /** Whether the listener ends the sample with its step. */
    private final boolean[] endedByListener;

    private final int[] sources;
    private final int[] targets;
    private final int[] rowsInside;

    private int count;
    /** How many of them know their first stage. */
    private int knowing;
    /** How many of them repeat their step, as listed in the sources. */
    private int staying;

    /** How many of them are observed inside their steps. */
    private int inside;

    private boolean ending;
    private boolean observing;
    private long batchEvaluations;
    private S y;
    private S next;
    private S stageState;
    /** Those of the step, and the extra ones that states inside a step take, which get their memory when wanted. */
    private final List<S> ofInterpolation;

    private final List<S> stages;
    private S extraDerivative;

    SampleLoop(
            ButcherTableau tableau,
            ErrorControl control,
            BatchFunction<S> function,
            BatchSpace<S> space,
            List<SampleRun> all,
            SolveOptions<S> options,
            BatchStepListener<S> listener) {
        this.tableau = tableau;
        this.control = control;
        this.function = function;
        this.space = space;
        this.options = options;
        this.listener = listener;
        this.all = all;
        this.stageCount = tableau.stages();
        this.stageWeights = new double[stageCount][stageCount];
        this.resultWeights = new double[stageCount];
        this.errorWeights = new double[stageCount];
        this.secondErrorWeights = tableau.hasSecondErrorEstimate() ? new double[stageCount] : null;
        collectWeights();
        this.count = all.size();
        this.runs = all.toArray(new SampleRun[0]);
        this.indices = new int[count];
        this.relative = new double[count];
        this.absolute = new double[count];
        this.starts = new double[count];
        this.ends = new double[count];
        this.sizes = new double[count];
        this.stageTimes = new double[count];
        this.norms = new double[count];
        this.accepted = new boolean[count];
        this.endedByListener = new boolean[count];
        this.sources = new int[count];
        this.targets = new int[count];
        this.rowsInside = new int[count];
        this.ofInterpolation = new ArrayList<>(Collections.nCopies(tableau.interpolationStages(), null));
        this.stages = ofInterpolation.subList(0, stageCount);
        boolean single = options.dense() || !options.events().isEmpty();
        this.spaceOfOne = single ? space.ofOne() : null;
        int most = tableau.interpolationStages();
        this.observer = new SampleObserver<>(space, spaceOfOne, all, most, options.dense());
        this.events = options.events().isEmpty()
                ? null
                : new SampleEvents<>(options.events(), space, spaceOfOne, all, most, observer);
    }

    private void collectWeights() {
        for (int i = 0; i < stageCount; i++) {
            resultWeights[i] = tableau.b(i);
            errorWeights[i] = tableau.error(i);
            if (secondErrorWeights != null) {
                secondErrorWeights[i] = tableau.secondError(i);
            }
            for (int j = 0; j < i; j++) {
                stageWeights[i][j] = tableau.a(i, j);
            }
        }
    }

    BatchSolution<S> run(S initialStates) {
        boolean done = false;
        allocate(initialStates);
        try {
            integrate();
            BatchSolution<S> solution =
                    observer.solution(all, batchEvaluations, tableau.name(), options.maxEvaluations());
            done = true;
            return solution;
        } finally {
            free();
            if (!done) {
                observer.close();
            }
        }
    }

    private void allocate(S initialStates) {
        y = space.create();
        space.copy(initialStates, y);
        next = space.create();
        stageState = space.create();
        stages.replaceAll(none -> space.create());
    }

    private void free() {
        space.release(y);
        space.release(next);
        space.release(stageState);
        space.release(extraDerivative);
        ofInterpolation.forEach(space::release);
        if (events != null) {
            events.close();
        }
        space.close();
    }

    private void integrate() {
        for (int row = 0; row < count; row++) {
            end(row, space.isFinite(y, row) ? null : Outcome.NON_FINITE_STATE);
        }
        arrange();
        settle();
        if (count > 0) {
            chooseFirstSteps();
        }
        for (int row = 0; events != null && row < count; row++) {
            events.begin(runs[row], y, row);
        }
        for (plan(); count > 0; plan()) {
            evaluateStages();
            measure();
            if (events != null) {
                lookForEvents();
            }
            if (observing) {
                evaluateExtraStages();
            }
            if (events != null) {
                locateEvents();
            }
            if (observing || listener != null) {
                show(step());
            }
            advance();
            settle();
        }
    }

    private void show(BatchStep<S> step) {
        if (observing) {
            observer.stepped(step, runs);
        }
        if (listener != null) {
            Arrays.fill(endedByListener, false);
            listener.stepped(step);
        }
    }

    /** Marks a sample that ended; {@link #settle} lets go of it. */
    private void end(int row, Outcome outcome) {
        runs[row].outcome = outcome;
        ending |= outcome != null;
    }

    private void chooseFirstSteps() {
        double given = control.firstStep(all.get(0).span.length());
        boolean estimated = Double.isNaN(given) && Double.isNaN(options.firstStep());
        boolean affordable = options.maxEvaluations() >= stageCount + (estimated ? 1 : 0);
        for (int row = 0; row < count; row++) {
            SampleRun run = runs[row];
            end(row, affordable ? null : Outcome.EVALUATION_BUDGET);
            if (!Double.isNaN(given)) {
                run.startWith(given);
            } else if (!estimated) {
                run.startNear(options.firstStep());
            }
        }
        settle();
        if (estimated && count > 0) {
            evaluateFirstStage();
            settle();
            estimateFirstSteps();
        }
    }

    private void evaluateFirstStage() {
        for (int row = 0; row < count; row++) {
            stageTimes[row] = runs[row].t;
            knows(row, true);
        }
        evaluate(y, stages.get(0));
        for (int row = 0; row < count; row++) {
            runs[row].countEvaluations(1);
            end(row, space.isFinite(stages.get(0), row) ? null : Outcome.NON_FINITE_DERIVATIVE);
        }
    }

    /** As {@link InitialStep#estimate}, for each sample. */
    private void estimateFirstSteps() {
        S derivative = stages.get(0);
        double[] ofState = estimateNorms(ONE, List.of(y));
        double[] ofDerivative = estimateNorms(ONE, List.of(derivative));
        for (int row = 0; row < count; row++) {
            SampleRun run = runs[row];
            sizes[row] = run.direction * InitialStep.trial(ofState[row], ofDerivative[row], run.trialLimit());
            stageTimes[row] = run.t + sizes[row];
            run.countEvaluations(1);
        }
        double[] trials = sizes.clone();
        space.begin(count, trials);
        space.combine(next, y, ONE, List.of(derivative));
        evaluate(next, stageState);
        double[] ofDifference = estimateNorms(DIFFERENCE, List.of(derivative, stageState));
        for (int row = 0; row < count; row++) {
            double h0 = Math.abs(trials[row]);
            double size = InitialStep.size(h0, ofDerivative[row], ofDifference[row] / h0, tableau.order());
            runs[row].startNear(size);
        }
    }

    private double[] estimateNorms(double[] weights, List<S> vectors) {
        Arrays.fill(sizes, 1);
        space.begin(count, sizes);
        space.errorNorms(weights, vectors, y, y, relative, absolute, norms);
        return norms.clone();
    }

    /** Chooses the next step of each sample; those that may not take it end. */
    private void plan() {
        Outcome stop = options.isCancelled() ? Outcome.CANCELLED : options.isLate() ? Outcome.DEADLINE : null;
        for (int row = 0; row < count; row++) {
            SampleRun run = runs[row];
            run.plan();
            int cost = (wantsInside(run) ? tableau.interpolationStages() : stageCount) - (run.firstStageKnown ? 1 : 0);
            Outcome own = run.obstacle(cost, options.maxEvaluations());
            end(row, own != null ? own : stop);
        }
        settle();
        for (int row = 0; row < count; row++) {
            SampleRun run = runs[row];
            starts[row] = run.t;
            ends[row] = run.end;
            sizes[row] = run.h;
        }
    }

    private void evaluateStages() {
        evaluateUnknownFirstStages();
        space.begin(count, sizes);
        for (int i = 1; i < stageCount; i++) {
            boolean isResult = i == stageCount - 1 && tableau.isFirstSameAsLast();
            S state = isResult ? next : stageState;
            space.combine(state, y, stageWeights[i], stages);
            setStageTimes(tableau.c(i));
            evaluate(state, stages.get(i));
        }
        if (!tableau.isFirstSameAsLast()) {
            space.combine(next, y, resultWeights, stages);
        }
    }

    private void setStageTimes(double c) {
        for (int row = 0; row < count; row++) {
            stageTimes[row] = c == 1 ? ends[row] : starts[row] + c * (ends[row] - starts[row]);
        }
    }

    /** Of a sample whose last step was rejected, or whose method carries it over, the first stage is known already. */
    private void evaluateUnknownFirstStages() {
        if (knowing == count) {
            return;
        }
        int unknown = 0;
        for (int row = 0; row < count; row++) {
            if (!runs[row].firstStageKnown) {
                runs[row].countEvaluations(1);
                knows(row, true);
                sources[unknown] = row;
                targets[unknown] = indices[row];
                stageTimes[unknown++] = starts[row];
            }
        }
        if (unknown == count) {
            evaluate(y, stages.get(0));
        } else {
            space.copyRows(unknown, y, sources, stageState, null);
            evaluate(new Samples(unknown, targets, stageTimes), stageState, next);
            space.copyRows(unknown, next, null, stages.get(0), sources);
        }
    }

    private void knows(int row, boolean known) {
        knowing += (known ? 1 : 0) - (runs[row].firstStageKnown ? 1 : 0);
        runs[row].firstStageKnown = known;
    }

    private void evaluate(S states, S derivatives) {
        evaluate(new Samples(count, indices, stageTimes), states, derivatives);
    }

    private void evaluate(Samples at, S states, S derivatives) {
        batchEvaluations++;
        try {
            function.evaluate(at, space.first(states, at.count()), space.first(derivatives, at.count()));
        } catch (RuntimeException e) {
            throw new OdeFunctionException(at.time(0), batchEvaluations, e);
        }
    }

    /** Measures each sample's error, and accepts its step or not. */
    private void measure() {
        measureNorms();
        observing = options.dense();
        inside = 0;
        staying = 0;
        for (int row = 0; row < count; row++) {
            SampleRun run = runs[row];
            run.countEvaluations(stageCount - 1);
            double norm = norms[row];
            boolean finite = norm <= Double.MAX_VALUE;
            boolean hopeless = !finite && !space.isFinite(stages.get(0), row);
            accepted[row] = !hopeless && run.accepts(finite ? norm : Double.POSITIVE_INFINITY);
            if (accepted[row]) {
                observing |= run.reachesObservation();
            } else {
                sources[staying++] = row;
                end(row, hopeless ? obstacle(row) : null);
            }
        }
    }

    private void measureNorms() {
        space.errorNorms(errorWeights, stages, y, next, relative, absolute, norms);
        if (secondErrorWeights == null) {
            return;
        }
        double[] first = Arrays.copyOf(norms, count);
        space.errorNorms(secondErrorWeights, stages, y, next, relative, absolute, norms);
        for (int row = 0; row < count; row++) {
            boolean both = first[row] != 0 && Double.isFinite(first[row]);
            norms[row] = both ? RungeKuttaAlgebra.ofBoth(first[row], norms[row]) : first[row];
        }
    }

    private boolean wantsInside(SampleRun run) {
        return options.dense() || run.observesInside() || run.maybeEvent;
    }

    /** Looks at the ends of the accepted steps. A sample that cannot pay for a look inside ends. */
    private void lookForEvents() {
        BatchStep<S> step = step();
        int extra = tableau.interpolationStages() - stageCount;
        for (int row = 0; row < count; row++) {
            SampleRun run = runs[row];
            if (!accepted[row] || !events.maybeIn(step, row)) {
                continue;
            }
            if (run.evaluations() + extra > options.maxEvaluations()) {
                accepted[row] = false;
                sources[staying++] = row;
                end(row, Outcome.EVALUATION_BUDGET);
            } else {
                run.maybeEvent = true;
                observing = true;
            }
        }
    }

    private void locateEvents() {
        BatchStep<S> step = step();
        for (int row = 0; row < count; row++) {
            if (runs[row].maybeEvent) {
                events.locate(step, row, runs[row]);
            }
        }
    }

    /** Those of the samples alone that are observed inside their steps. */
    private void evaluateExtraStages() {
        if (tableau.interpolationStages() == stageCount) {
            return;
        }
        for (int row = 0; row < count; row++) {
            if (accepted[row] && wantsInside(runs[row])) {
                targets[inside] = indices[row];
                rowsInside[inside++] = row;
            }
        }
        for (int i = stageCount; inside > 0 && i < tableau.interpolationStages(); i++) {
            evaluateExtraStage(i);
        }
    }

    private void evaluateExtraStage(int i) {
        if (ofInterpolation.get(i) == null) {
            ofInterpolation.set(i, space.create());
        }
        if (extraDerivative == null) {
            extraDerivative = space.create();
        }
        double[][] weights = new double[inside][i];
        double c = tableau.c(i);
        for (int n = 0; n < inside; n++) {
            int row = rowsInside[n];
            for (int j = 0; j < i; j++) {
                weights[n][j] = sizes[row] * tableau.a(i, j);
            }
            stageTimes[n] = c == 1 ? ends[row] : starts[row] + c * (ends[row] - starts[row]);
            runs[row].countEvaluations(1);
        }
        space.combineRows(inside, stageState, null, y, rowsInside, weights, ofInterpolation.subList(0, i));
        evaluate(new Samples(inside, targets, stageTimes), stageState, extraDerivative);
        space.copyRows(inside, extraDerivative, null, ofInterpolation.get(i), rowsInside);
    }

    private Outcome obstacle(int row) {
        boolean derivatives = stages.stream().allMatch(stage -> space.isFinite(stage, row));
        return derivatives ? Outcome.NON_FINITE_STATE : Outcome.NON_FINITE_DERIVATIVE;
    }

    private BatchStep<S> step() {
        List<S> evaluated = inside > 0 ? ofInterpolation : stages;
        return new BatchStep<>(
                tableau,
                space,
                count,
                indices,
                accepted,
                endedByListener,
                starts,
                ends,
                sizes,
                y,
                next,
                Collections.unmodifiableList(evaluated));
    }

    /** Goes on to the results of the accepted steps; the others stay, which is rarer and so is what is copied. */
    private void advance() {
        for (int row = 0; row < count; row++) {
            if (accepted[row]) {
                knows(row, tableau.isFirstSameAsLast());
            }
        }
        space.copyRows(staying, y, sources, next, sources);
        S previous = y;
        y = next;
        next = previous;
        carryOver();
        for (int row = 0; row < count; row++) {
            if (accepted[row]) {
                Outcome atEnd = runs[row].advance();
                end(row, atEnd == null && endedByListener[row] ? Outcome.CANCELLED : atEnd);
                if (runs[row].isBehindDiscontinuity()) {
                    knows(row, false);
                }
                if (runs[row].isCut()) {
                    changeAtEvent(row);
                }
            }
        }
    }

    private void changeAtEvent(int row) {
        knows(row, false);
        Outcome outcome = events.change(runs[row], y, row);
        if (outcome != null) {
            end(row, outcome);
        }
    }

    /** The derivative at the end of a step is that at the start of the next. */
    private void carryOver() {
        int atEnd = tableau.stageAtEnd();
        if (tableau.isFirstSameAsLast()) {
            space.copyRows(staying, stages.get(0), sources, stages.get(atEnd), sources);
            Collections.swap(ofInterpolation, 0, atEnd);
        } else if (atEnd >= 0 && inside > 0) {
            space.copyRows(inside, ofInterpolation.get(atEnd), rowsInside, stages.get(0), rowsInside);
            for (int n = 0; n < inside; n++) {
                knows(rowsInside[n], true);
            }
        }
    }

    /** Lets go of the samples that ended, and moves the last ones into their rows. */
    private void settle() {
        if (!ending) {
            return;
        }
        ending = false;
        int moved = 0;
        for (int row = 0; row < count; row++) {
            if (runs[row].outcome == null) {
                continue;
            }
            letGo(row);
            while (count - 1 > row && runs[count - 1].outcome != null) {
                letGo(--count);
            }
            if (--count > row) {
                runs[row] = runs[count];
                sources[moved] = count;
                targets[moved++] = row;
            }
        }
        space.copyRows(moved, y, sources, y, targets);
        space.copyRows(moved, stages.get(0), sources, stages.get(0), targets);
        arrange();
    }

    private void letGo(int row) {
        observer.ended(runs[row], row, y);
        knows(row, false);
    }

    private void arrange() {
        for (int row = 0; row < count; row++) {
            indices[row] = runs[row].index;
            relative[row] = runs[row].tolerances.relative();
            absolute[row] = runs[row].tolerances.absolute();
        }
    }
}
