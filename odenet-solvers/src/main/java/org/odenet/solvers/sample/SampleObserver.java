package org.odenet.solvers.sample;

import java.util.ArrayList;
import java.util.List;
import org.odenet.core.ode.EventOccurrence;
import org.odenet.core.ode.Interpolant;
import org.odenet.core.ode.Outcome;
import org.odenet.core.state.BatchSpace;
import org.odenet.core.state.VectorSpace;
import org.odenet.solvers.dense.StagedInterpolant;
import org.odenet.solvers.dense.TruncatedInterpolant;
import org.odenet.solvers.tableau.RungeKuttaWeights;

/** Takes from the accepted steps what the solution shall hold. */
final class SampleObserver<S> {

    private final BatchSpace<S> space;
    private final VectorSpace<S> spaceOfOne;
    private final List<S> states = new ArrayList<>();
    /** Of each sample, its steps; empty lists unless they are kept. */
    private final List<List<Interpolant<S>>> interpolants = new ArrayList<>();

    private final List<List<EventOccurrence<S>>> events = new ArrayList<>();
    private final boolean dense;
    private final int[] rows;
    private final int[] indices;
    /** By place among the rows; made when wanted. */
    private final double[][] weights;

    private final int stages;

    SampleObserver(BatchSpace<S> space, VectorSpace<S> spaceOfOne, List<SampleRun> runs, int stages, boolean dense) {
        this.space = space;
        this.dense = dense;
        this.spaceOfOne = spaceOfOne;
        this.rows = new int[runs.size()];
        this.indices = new int[runs.size()];
        this.weights = new double[runs.size()][];
        this.stages = stages;
        int observations = runs.stream().mapToInt(SampleRun::observations).max().orElseThrow();
        for (int k = 0; k < observations; k++) {
            states.add(space.create());
        }
        runs.forEach(run -> {
            interpolants.add(new ArrayList<>());
            events.add(new ArrayList<>());
        });
    }

    /**
     * Looks at a step.
     *
     * @param reaching the rows that may reach an observed time
     */
    void stepped(BatchStep<S> step, SampleRows samples, RowList reaching) {
        if (dense) {
            keep(step, samples);
        }
        boolean more = true;
        while (more) {
            more = observeNext(step, samples, reaching);
        }
    }

    /** Fills in the next observed time of those samples that reach one and have as many as the first of them. */
    private boolean observeNext(BatchStep<S> step, SampleRows samples, RowList reaching) {
        int at = -1;
        int within = 0;
        int landed = 0;
        boolean more = false;
        for (int n = 0; n < reaching.size; n++) {
            int row = reaching.rows[n];
            SampleRun run = samples.run(row);
            if (!step.accepted()[row] || !samples.steps.reachesObservation(row)) {
                continue;
            }
            at = at < 0 ? run.observed() : at;
            if (run.observed() != at) {
                more = true;
                continue;
            }
            double time = samples.steps.nextObservation(row);
            if (time == step.ends()[row]) {
                landed++;
                rows[rows.length - landed] = row;
                indices[rows.length - landed] = run.index;
            } else {
                weigh(step, row, (time - step.starts()[row]) / step.sizes()[row], within);
                rows[within] = row;
                indices[within++] = run.index;
            }
            samples.steps.observe(row, samples.counts.evaluations(row));
            more |= samples.steps.reachesObservation(row);
        }
        if (at >= 0) {
            space.combineRows(within, states.get(at), indices, step.initialStates(), rows, weights, step.stages());
            copyLanded(landed, step.finalStates(), states.get(at));
        }
        return more;
    }

    private void weigh(BatchStep<S> step, int row, double theta, int place) {
        if (weights[place] == null) {
            weights[place] = new double[stages];
        }
        for (int i = 0; i < stages; i++) {
            weights[place][i] = step.sizes()[row] * step.tableau().interpolation(i, theta);
        }
    }

    /** Those that landed on the observed time stand at the end of the arrays. */
    private void copyLanded(int landed, S from, S to) {
        int first = rows.length - landed;
        System.arraycopy(rows, first, rows, 0, landed);
        System.arraycopy(indices, first, indices, 0, landed);
        space.copyRows(landed, from, rows, to, indices);
    }

    private void keep(BatchStep<S> step, SampleRows samples) {
        for (int row = 0; row < step.count(); row++) {
            if (step.accepted()[row]) {
                interpolants.get(step.indices()[row]).add(interpolant(step, row, samples.steps.wholeEnd(row)));
            }
        }
    }

    private Interpolant<S> interpolant(BatchStep<S> step, int row, double end) {
        List<S> ofOne = new ArrayList<>();
        try {
            step.stages().forEach(stage -> ofOne.add(copyOf(stage, row)));
            ofOne.add(copyOf(step.initialStates(), row));
            int last = ofOne.size() - 1;
            double start = step.starts()[row];
            double size = step.sizes()[row];
            Interpolant<S> whole = new StagedInterpolant<>(
                    new RungeKuttaWeights(step.tableau(), start, end, size),
                    spaceOfOne,
                    start,
                    end,
                    size,
                    ofOne.get(last),
                    ofOne.subList(0, last));
            double reached = step.ends()[row];
            return reached == end ? whole : new TruncatedInterpolant<>(whole, reached);
        } finally {
            ofOne.forEach(spaceOfOne::release);
        }
    }

    void happened(int sample, EventOccurrence<S> event) {
        events.get(sample).add(event);
    }

    private S copyOf(S batch, int row) {
        S one = spaceOfOne.create();
        space.copyRows(1, batch, new int[] {row}, one, null);
        return one;
    }

    /** Fills the observed times that a sample does not reach, or does not have, with its last state. */
    void ended(SampleRun run, int row, S batch) {
        boolean whole = run.outcome == Outcome.SUCCESS;
        S from = whole ? states.get(run.observed() - 1) : batch;
        int[] source = {whole ? run.index : row};
        for (int k = run.observed(); k < states.size(); k++) {
            space.copyRows(1, from, source, states.get(k), new int[] {run.index});
        }
    }

    BatchSolution<S> solution(List<SampleRun> runs, long batchEvaluations, String method, long budget) {
        return new BatchSolution<>(
                space, spaceOfOne, runs, states, interpolants, events, dense, batchEvaluations, method, budget);
    }

    void close() {
        states.forEach(space::release);
        interpolants.forEach(steps -> steps.forEach(Interpolant::close));
        events.forEach(each -> each.forEach(event -> spaceOfOne.release(event.state())));
    }
}
