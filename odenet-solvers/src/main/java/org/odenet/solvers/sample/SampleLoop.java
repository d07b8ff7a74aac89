package org.odenet.solvers.sample;

import java.util.Arrays;
import java.util.List;
import org.odenet.core.ode.BatchFunction;
import org.odenet.core.ode.Outcome;
import org.odenet.core.ode.SolveOptions;
import org.odenet.core.state.BatchSpace;
import org.odenet.core.state.VectorSpace;
import org.odenet.solvers.control.ErrorControl;
import org.odenet.solvers.tableau.ButcherTableau;

/**
 * One solve of a batch: the loop over steps. Each turn takes one step of every sample that is on its way. These are the
 * first rows of all batches: where a sample ends, the last one moves into its row, so that the function never sees a
 * sample that is done. That costs two copied rows, less than any evaluation of one.
 */
final class SampleLoop<S> {

    private final ButcherTableau tableau;
    private final ErrorControl control;
    private final BatchSpace<S> space;
    private final SolveOptions<S> options;
    private final BatchStepListener<S> listener;
    private final SampleRows rows;
    private final BatchStages<S> stages;
    private final StepAcceptance<S> acceptance;
    private final SampleObserver<S> observer;
    /** Null if there are none. */
    private final SampleEvents<S> events;
    /** Those whose solution inside the step in progress is looked at. */
    private final RowList inside;

    private final int[] sources;
    private final int[] targets;
    private long turns;

    SampleLoop(
            ButcherTableau tableau,
            ErrorControl control,
            BatchFunction<S> function,
            BatchSpace<S> space,
            VectorSpace<S> spaceOfOne,
            List<SampleRun> samples,
            SolveOptions<S> options,
            BatchStepListener<S> listener,
            SampleObserver<S> observer) {
        this.tableau = tableau;
        this.control = control;
        this.space = space;
        this.options = options;
        this.listener = listener;
        this.observer = observer;
        this.rows = new SampleRows(samples, control, tableau.order());
        this.stages = new BatchStages<>(tableau, function, space, rows);
        this.acceptance = new StepAcceptance<>(space, rows, stages);
        this.events = options.events().isEmpty()
                ? null
                : new SampleEvents<>(
                        options.events(), space, spaceOfOne, samples, tableau.interpolationStages(), observer);
        this.inside = new RowList(rows.count);
        this.sources = new int[rows.count];
        this.targets = new int[rows.count];
    }

    /** Solves all samples. Returns how often the function was called. */
    long run(S initialStates) {
        stages.allocate(initialStates);
        try {
            integrate();
            return stages.evaluations();
        } finally {
            stages.free();
            if (events != null) {
                events.close();
            }
        }
    }

    private void integrate() {
        for (int row = 0; row < rows.count; row++) {
            rows.end(row, space.isFinite(stages.states(), row) ? null : Outcome.NON_FINITE_STATE);
        }
        settle();
        chooseFirstSteps();
        for (int row = 0; events != null && row < rows.count; row++) {
            events.begin(rows, row, stages.states());
        }
        for (plan(); rows.count > 0; plan()) {
            stages.evaluate();
            acceptance.judge();
            look();
            advance();
            settle();
        }
    }

    private void chooseFirstSteps() {
        double given = control.firstStep(0);
        boolean estimated = Double.isNaN(given) && Double.isNaN(options.firstStep());
        boolean affordable = options.maxEvaluations() >= tableau.stages() + (estimated ? 1 : 0);
        for (int row = 0; row < rows.count; row++) {
            rows.end(row, affordable ? null : Outcome.EVALUATION_BUDGET);
            if (!Double.isNaN(given)) {
                rows.steps.startWith(row, given);
            } else if (!estimated) {
                rows.steps.startNear(row, options.firstStep());
            }
        }
        settle();
        if (!estimated || rows.count == 0) {
            return;
        }
        FirstSteps<S> first = new FirstSteps<>(space, rows, stages);
        first.evaluateDerivatives();
        settle();
        if (rows.count > 0) {
            first.estimate(tableau.order());
        }
    }

    /** Chooses the next step of each sample; those that may not take it end. */
    private void plan() {
        boolean small = rows.steps.plan(rows.count);
        Outcome stop = options.isCancelled() ? Outcome.CANCELLED : options.isLate() ? Outcome.DEADLINE : null;
        if (small || stop != null || mayReachLimit()) {
            for (int row = 0; row < rows.count; row++) {
                Outcome own = obstacle(row);
                rows.end(row, own != null ? own : stop);
            }
            if (settle()) {
                rows.steps.plan(rows.count);
            }
        }
        turns++;
        if (events != null) {
            events.beginStep();
        }
    }

    /** Whether a sample may be near a limit: each turn takes one step, with all its stages at the most, and an extra one. */
    private boolean mayReachLimit() {
        return turns >= control.maxSteps()
                || (turns + 2) * (tableau.interpolationStages() + 1L) > options.maxEvaluations();
    }

    /** Why the step that was chosen may not be tried, or null. */
    private Outcome obstacle(int row) {
        if (rows.counts.tried(row) >= control.maxSteps()) {
            return Outcome.STEP_LIMIT;
        }
        if (rows.steps.isTooSmall(row)) {
            boolean failed = Double.isInfinite(rows.steps.errors[row]);
            return failed ? Outcome.NON_FINITE_DERIVATIVE : Outcome.STEP_UNDERFLOW;
        }
        boolean wanted = options.dense() || rows.steps.observesInside(row);
        int all = wanted ? tableau.interpolationStages() : tableau.stages();
        int cost = all - (rows.isFirstStageKnown(row) ? 1 : 0);
        return rows.counts.evaluations(row) + cost > options.maxEvaluations() ? Outcome.EVALUATION_BUDGET : null;
    }

    /** Shows the steps to all that follow them. */
    private void look() {
        if (events != null) {
            lookForEvents();
        }
        boolean observing =
                options.dense() || !acceptance.reaching().isEmpty() || events != null && events.maybeInAny();
        if (observing) {
            evaluateInside();
        }
        if (events != null) {
            events.locate(stages.step(), rows);
        }
        if (observing) {
            observer.stepped(stages.step(), rows, acceptance.reaching());
        }
        if (listener != null) {
            Arrays.fill(rows.endedByListener, false);
            listener.stepped(stages.step());
        }
    }

    /** Looks at the ends of the accepted steps. A sample that cannot pay for a look inside ends. */
    private void lookForEvents() {
        BatchStep<S> step = stages.step();
        int extra = tableau.interpolationStages() - tableau.stages();
        for (int row = 0; row < rows.count; row++) {
            boolean tooDear = rows.steps.accepted[row]
                    && events.lookAt(step, row)
                    && rows.counts.evaluations(row) + extra > options.maxEvaluations();
            if (tooDear) {
                acceptance.revoke(row, Outcome.EVALUATION_BUDGET);
            }
        }
    }

    private void evaluateInside() {
        inside.clear();
        if (options.dense() || events != null) {
            for (int row = 0; row < rows.count; row++) {
                addInside(row);
            }
        } else {
            for (int n = 0; n < acceptance.reaching().size; n++) {
                addInside(acceptance.reaching().rows[n]);
            }
        }
        stages.evaluateInside(inside);
    }

    private void addInside(int row) {
        boolean wanted = options.dense() || rows.steps.observesInside(row) || events != null && events.maybeIn(row);
        if (wanted && rows.steps.accepted[row]) {
            inside.add(row);
        }
    }

    private void advance() {
        RowList staying = acceptance.staying();
        stages.advance(staying);
        for (int row = 0; events != null && row < rows.count; row++) {
            if (events.isCut(row)) {
                rows.steps.sizes[row] = rows.steps.ends[row] - rows.steps.starts[row];
            }
        }
        rows.counts.countAccepted(rows.count, rows.steps.sizes, staying);
        rows.steps.advance(rows.count, staying);
        for (int n = 0; n < rows.steps.arriving().size; n++) {
            int row = rows.steps.arriving().rows[n];
            if (rows.steps.accepted[row] && rows.steps.isAtTarget(row)) {
                rows.pass(row);
            }
        }
        if (events != null) {
            changeAtEvents();
        }
        if (listener != null) {
            endByListener();
        }
    }

    private void endByListener() {
        for (int row = 0; row < rows.count; row++) {
            if (rows.endedByListener[row] && rows.steps.accepted[row] && rows.outcomes[row] == null) {
                rows.end(row, Outcome.CANCELLED);
            }
        }
    }

    private void changeAtEvents() {
        for (int row = 0; row < rows.count; row++) {
            if (events.isCut(row)) {
                rows.knowsFirstStage(row, false);
                Outcome outcome = events.change(rows, row, stages.states());
                if (outcome != null) {
                    rows.end(row, outcome);
                }
            }
        }
    }

    /** Lets go of the samples that ended, and moves the last ones into their rows. Returns whether there were any. */
    private boolean settle() {
        if (!rows.isEnding()) {
            return false;
        }
        int moved = 0;
        for (int row = 0; row < rows.count; row++) {
            if (rows.outcomes[row] == null) {
                continue;
            }
            letGo(row);
            while (rows.count - 1 > row && rows.outcomes[rows.count - 1] != null) {
                letGo(--rows.count);
            }
            if (--rows.count > row) {
                rows.move(rows.count, row);
                sources[moved] = rows.count;
                targets[moved++] = row;
            }
        }
        stages.move(moved, sources, targets);
        return true;
    }

    private void letGo(int row) {
        rows.letGo(row);
        observer.ended(rows.run(row), row, stages.states());
    }
}
