package org.odenet.solvers.sample;

import java.util.List;
import org.odenet.core.ode.Outcome;
import org.odenet.solvers.control.ErrorControl;

/**
 * The samples that are on their way, by row: which they are, their steps and what they cost, in arrays. Loops over all
 * samples then read nothing else, and cost a few cycles a sample. A sample that ends hands its results to its {@link
 * SampleRun}.
 */
final class SampleRows {

    /** How many there are: the first rows. */
    int count;

    final int[] indices;
    /** The tolerances of each row, or of all. */
    final double[] relative;

    final double[] absolute;
    /** How each sample ended, null while it goes on. */
    final Outcome[] outcomes;

    /** Whether the listener ends the sample with its step. */
    final boolean[] endedByListener;

    final RowSteps steps;
    final RowCounts counts;
    private final SampleRun[] runs;
    private final boolean[] firstStageKnown;
    /** How many do not know the derivative at the start of their step. */
    private int unknown;
    /** Whether there are samples that have ended and are still here. */
    private boolean ending;

    SampleRows(List<SampleRun> samples, ErrorControl control, int order) {
        this.count = samples.size();
        this.runs = samples.toArray(new SampleRun[0]);
        this.steps = new RowSteps(runs, control, order);
        this.counts = new RowCounts(count);
        boolean same = samples.stream().map(run -> run.tolerances).distinct().count() == 1;
        this.relative = new double[same ? 1 : count];
        this.absolute = new double[same ? 1 : count];
        this.indices = new int[count];
        this.outcomes = new Outcome[count];
        this.firstStageKnown = new boolean[count];
        this.endedByListener = new boolean[count];
        this.unknown = count;
        for (int row = 0; row < count; row++) {
            indices[row] = runs[row].index;
        }
        for (int row = 0; row < relative.length; row++) {
            relative[row] = runs[row].tolerances.relative();
            absolute[row] = runs[row].tolerances.absolute();
        }
    }

    SampleRun run(int row) {
        return runs[row];
    }

    /** Marks a sample that has ended, unless the outcome is null; {@link #isEnding} tells then. */
    void end(int row, Outcome outcome) {
        outcomes[row] = outcome;
        ending |= outcome != null;
    }

    /** Whether samples have ended since this was asked last. */
    boolean isEnding() {
        boolean is = ending;
        ending = false;
        return is;
    }

    boolean isFirstStageKnown(int row) {
        return firstStageKnown[row];
    }

    void knowsFirstStage(int row, boolean known) {
        unknown += (known ? 0 : 1) - (firstStageKnown[row] ? 0 : 1);
        firstStageKnown[row] = known;
    }

    boolean areFirstStagesKnown() {
        return unknown == 0;
    }

    /** Goes on behind a target: the end, or a discontinuity, behind which everything is new. */
    void pass(int row) {
        if (steps.passDiscontinuity(row)) {
            knowsFirstStage(row, false);
        }
        end(row, steps.isAtEnd(row) ? Outcome.SUCCESS : null);
    }

    /** Gives a sample that has ended its results. */
    void letGo(int row) {
        boolean stepped = counts.tried(row) > 0 || !Double.isNaN(steps.errors[row]);
        double next = stepped ? steps.proposed(row) : Double.NaN;
        runs[row].end(outcomes[row], steps.starts[row], steps.sizes[row], next, counts.statistics(row));
        knowsFirstStage(row, true);
    }

    /** Lets a sample take the row of one that has ended. */
    void move(int from, int to) {
        runs[to] = runs[from];
        indices[to] = indices[from];
        outcomes[to] = outcomes[from];
        firstStageKnown[to] = firstStageKnown[from];
        if (relative.length > 1) {
            relative[to] = relative[from];
            absolute[to] = absolute[from];
        }
        steps.move(from, to);
        counts.move(from, to);
    }
}
