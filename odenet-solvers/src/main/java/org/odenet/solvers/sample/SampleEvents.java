package org.odenet.solvers.sample;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.odenet.core.ode.Event;
import org.odenet.core.ode.EventOccurrence;
import org.odenet.core.ode.Outcome;
import org.odenet.core.ode.Step;
import org.odenet.core.state.BatchSpace;
import org.odenet.core.state.VectorSpace;
import org.odenet.solvers.event.EventDetector;
import org.odenet.solvers.event.EventDetector.Located;
import org.odenet.solvers.step.RungeKuttaStep;
import org.odenet.solvers.step.StepStages;

/** The events of the samples of one solve: each sample has its own, which see it alone. */
final class SampleEvents<S> implements AutoCloseable {

    private final BatchSpace<S> space;
    private final VectorSpace<S> spaceOfOne;
    /** Of each sample, and which events its step in progress ends with. */
    private final List<EventDetector<S>> detectors = new ArrayList<>();

    private final List<List<Located>> changes = new ArrayList<>();
    // By row: whether there may be an event inside the step in progress, and whether one ends it.
    private final boolean[] maybe;
    private final boolean[] cut;
    private boolean maybeInAny;
    private final SampleObserver<S> observer;

    // Copies of the step of one sample.
    private final S initialState;
    private final S finalState;
    private final List<S> stages = new ArrayList<>();
    /** The state at an event, or behind it. */
    private final S state;

    SampleEvents(
            List<Event<S>> events,
            BatchSpace<S> space,
            VectorSpace<S> spaceOfOne,
            List<SampleRun> runs,
            int stages,
            SampleObserver<S> observer) {
        this.space = space;
        this.spaceOfOne = spaceOfOne;
        this.observer = observer;
        this.initialState = spaceOfOne.create();
        this.finalState = spaceOfOne.create();
        this.state = spaceOfOne.create();
        for (int i = 0; i < stages; i++) {
            this.stages.add(spaceOfOne.create());
        }
        this.maybe = new boolean[runs.size()];
        this.cut = new boolean[runs.size()];
        for (SampleRun run : runs) {
            detectors.add(new EventDetector<>(events, spaceOfOne, run.span.end(), " of sample " + run.index));
            changes.add(List.of());
        }
    }

    /** Takes up a sample at the start of its solve. */
    void begin(SampleRows rows, int row, S batch) {
        copy(batch, row, state);
        detectors.get(rows.indices[row]).begin(rows.steps.starts[row], state);
    }

    private void copy(S batch, int row, S one) {
        space.copyRows(1, batch, new int[] {row}, one, null);
    }

    /** Forgets the last step. */
    void beginStep() {
        Arrays.fill(maybe, false);
        Arrays.fill(cut, false);
        maybeInAny = false;
    }

    /** Looks at the end of a sample's accepted step: whether there may be an event inside. */
    boolean lookAt(BatchStep<S> batch, int row) {
        copy(batch.finalStates(), row, finalState);
        maybe[row] = detectors.get(batch.indices()[row]).maybeIn(step(batch, row));
        maybeInAny |= maybe[row];
        return maybe[row];
    }

    boolean maybeIn(int row) {
        return maybe[row];
    }

    boolean maybeInAny() {
        return maybeInAny;
    }

    /** Whether an event that changes the state or ends the solve ends the step in progress. */
    boolean isCut(int row) {
        return cut[row];
    }

    private Step<S> step(BatchStep<S> batch, int row) {
        return new RungeKuttaStep<>(
                batch.tableau(),
                spaceOfOne,
                batch.starts()[row],
                batch.ends()[row],
                batch.sizes()[row],
                0,
                initialState,
                finalState,
                StepStages.known(stages, new long[0]));
    }

    /**
     * Finds the events inside the accepted steps that may have some, whose stages are all known. Where one of them changes
     * the state or ends the solve, the step ends there.
     */
    void locate(BatchStep<S> batch, SampleRows rows) {
        for (int row = 0; row < rows.count; row++) {
            if (maybe[row] && rows.steps.accepted[row]) {
                locate(batch, row, rows.indices[row]);
            }
        }
    }

    private void locate(BatchStep<S> batch, int row, int sample) {
        copy(batch.initialStates(), row, initialState);
        copy(batch.finalStates(), row, finalState);
        for (int i = 0; i < stages.size(); i++) {
            copy(batch.stages().get(i), row, stages.get(i));
        }
        Step<S> step = step(batch, row);
        EventDetector<S> detector = detectors.get(sample);
        List<Located> found = detector.locate(step);
        for (Located located : found) {
            S there = spaceOfOne.create();
            observer.happened(sample, new EventOccurrence<>(located.event(), located.time(), there));
            if (located.time() == step.end()) {
                spaceOfOne.copy(finalState, there);
            } else {
                step.evaluate(located.time(), there);
            }
        }
        if (detector.change(found)) {
            double end = found.get(found.size() - 1).time();
            cut[row] = true;
            batch.ends()[row] = end;
            step.evaluate(end, state);
            space.copyRows(1, state, null, batch.finalStates(), new int[] {row});
            changes.set(sample, found);
        }
    }

    /** Applies what ended a sample's step to its state there; returns how that ends the solve, or null. */
    Outcome change(SampleRows rows, int row, S batch) {
        int sample = rows.indices[row];
        List<Located> found = changes.get(sample);
        EventDetector<S> detector = detectors.get(sample);
        copy(batch, row, state);
        detector.reset(found, rows.steps.ends[row], state, initialState);
        space.copyRows(1, initialState, null, batch, new int[] {row});
        detector.resume(rows.steps.starts[row], initialState, found);
        return detector.stops(found) ? Outcome.EVENT : null;
    }

    @Override
    public void close() {
        detectors.forEach(EventDetector::close);
        spaceOfOne.release(initialState);
        spaceOfOne.release(finalState);
        spaceOfOne.release(state);
        stages.forEach(spaceOfOne::release);
    }
}
