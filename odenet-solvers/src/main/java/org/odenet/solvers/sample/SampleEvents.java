package org.odenet.solvers.sample;

import java.util.ArrayList;
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
        for (SampleRun run : runs) {
            detectors.add(new EventDetector<>(events, spaceOfOne, run.span.end(), " of sample " + run.index));
            changes.add(List.of());
        }
    }

    /** Takes up a sample at the start of its solve. */
    void begin(SampleRun run, S batch, int row) {
        copy(batch, row, state);
        detectors.get(run.index).begin(run.t, state);
    }

    private void copy(S batch, int row, S one) {
        space.copyRows(1, batch, new int[] {row}, one, null);
    }

    /** Looks at the end of a sample's accepted step: whether there may be an event inside. */
    boolean maybeIn(BatchStep<S> batch, int row) {
        copy(batch.finalStates(), row, finalState);
        return detectors.get(batch.indices()[row]).maybeIn(step(batch, row));
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
     * Finds the events inside a sample's accepted step, whose stages are all known. Where one of them changes the state or
     * ends the solve, the step ends there.
     */
    void locate(BatchStep<S> batch, int row, SampleRun run) {
        copy(batch.initialStates(), row, initialState);
        copy(batch.finalStates(), row, finalState);
        for (int i = 0; i < stages.size(); i++) {
            copy(batch.stages().get(i), row, stages.get(i));
        }
        Step<S> step = step(batch, row);
        EventDetector<S> detector = detectors.get(run.index);
        List<Located> found = detector.locate(step);
        for (Located located : found) {
            S there = spaceOfOne.create();
            observer.happened(run.index, new EventOccurrence<>(located.event(), located.time(), there));
            if (located.time() == step.end()) {
                spaceOfOne.copy(finalState, there);
            } else {
                step.evaluate(located.time(), there);
            }
        }
        if (detector.change(found)) {
            run.endsEarlierAt(found.get(found.size() - 1).time());
            batch.ends()[row] = run.end;
            step.evaluate(run.end, state);
            space.copyRows(1, state, null, batch.finalStates(), new int[] {row});
            changes.set(run.index, found);
        }
    }

    /** Applies what ended a sample's step to its state there; returns how that ends the solve, or null. */
    Outcome change(SampleRun run, S batch, int row) {
        List<Located> found = changes.get(run.index);
        EventDetector<S> detector = detectors.get(run.index);
        copy(batch, row, state);
        detector.reset(found, run.end, state, initialState);
        space.copyRows(1, initialState, null, batch, new int[] {row});
        detector.resume(run.t, initialState, found);
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
