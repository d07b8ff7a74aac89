package org.odenet.solvers.sample;

import java.util.Arrays;
import org.odenet.solvers.control.ErrorControl;
import org.odenet.solvers.control.RowStepSizes;

/**
 * Where each sample is and what its step is, by row. What concerns all rows is done in short loops without branches, which
 * the JIT compiler vectorises; the few rows that need more are found by them.
 */
final class RowSteps {

    /** A step that would go beyond this part of the way to a milestone is looked at; more than any landing takes. */
    private static final double NEAR = 1.25;

    /** Four units of the last place, in which the smallest steps are counted, are no more than this part of a number. */
    private static final double FEW_ULPS = 0x1p-50;

    /** More than four units of the last place of zero. */
    private static final double TINY = 0x1p-900;

    private static final long BELOW_ONE = Double.doubleToRawLongBits(Math.nextDown(1.0));

    // The step in progress: where it starts and ends, and its size with sign.
    final double[] starts;
    final double[] ends;
    final double[] sizes;
    /** Its error, in units of what is tolerated; NaN before the first. */
    final double[] errors;

    final boolean[] accepted;

    private final SampleRun[] runs;
    private final RowStepSizes controller;
    private final double minStep;
    private final double[] directions;
    /** Where a step may not go beyond, unless the solve may step past its end. */
    private final double[] targets;
    /** A step of at least the remaining way over this lands on the target; NaN where none has to. */
    private final double[] landings;

    private final boolean[] lands;
    /** The size that the control wants next, and the memory for the one after. */
    private double[] proposed;

    private double[] next;
    /** Those whose step in progress reaches an observed time or its target. */
    private final RowList arriving;

    private final double[] nextObservations;
    /** The nearer of the next observed time and the target. */
    private final double[] milestones;

    /** How far the steps are from what has to be looked at. */
    private final double[] margins;

    /**
     * Starts all samples at their starts.
     *
     * @param runs the sample in each row, shared
     */
    RowSteps(SampleRun[] runs, ErrorControl control, int order) {
        int count = runs.length;
        this.runs = runs;
        this.controller = new RowStepSizes(control, order, count);
        this.minStep = control.minStep();
        this.starts = new double[count];
        this.ends = new double[count];
        this.sizes = new double[count];
        this.errors = new double[count];
        this.accepted = new boolean[count];
        this.directions = new double[count];
        this.targets = new double[count];
        this.landings = new double[count];
        this.lands = new boolean[count];
        this.proposed = new double[count];
        this.next = new double[count];
        this.arriving = new RowList(count);
        this.nextObservations = new double[count];
        this.milestones = new double[count];
        this.margins = new double[count];
        for (int row = 0; row < count; row++) {
            starts[row] = runs[row].t;
            directions[row] = runs[row].direction;
            nextObservations[row] = runs[row].nextObservation();
            aim(row);
        }
        Arrays.fill(errors, Double.NaN);
    }

    private void aim(int row) {
        targets[row] = runs[row].bounds.target();
        landings[row] = runs[row].bounds.landing();
        lookAhead(row);
    }

    private void lookAhead(int row) {
        double observation = nextObservations[row];
        boolean nearer = (targets[row] - observation) * directions[row] > 0;
        milestones[row] = nearer ? observation : targets[row];
    }

    /** Where a sample may still go without passing its target. */
    double trialLimit(int row) {
        return runs[row].bounds.trialLimit(starts[row]);
    }

    double direction(int row) {
        return directions[row];
    }

    /** Sets the first step as the solver gives it. */
    void startWith(int row, double size) {
        proposed[row] = size;
    }

    /** Sets the first step as it was estimated, within the limits. */
    void startNear(int row, double size) {
        proposed[row] = runs[row].bounds.limited(starts[row], size);
    }

    /** Chooses the next steps. Returns whether one of them may be too small. */
    boolean plan(int count) {
        planFreely(count);
        measureMargins(count);
        Arrays.fill(lands, 0, count, false);
        arriving.clear();
        boolean small = false;
        for (int row = 0; row < count; row++) {
            if (!(margins[row] > 0)) {
                small |= planWithin(row);
            }
        }
        return small;
    }

    private void planFreely(int count) {
        for (int row = 0; row < count; row++) {
            sizes[row] = directions[row] * proposed[row];
        }
        for (int row = 0; row < count; row++) {
            ends[row] = starts[row] + sizes[row];
        }
    }

    /** How far steps are from what has to be looked at: milestones, with room for rounding, and sizes that are too small. */
    private void measureMargins(int count) {
        for (int row = 0; row < count; row++) {
            margins[row] = (milestones[row] - starts[row]) * directions[row] - NEAR * proposed[row];
        }
        double least = minStep + TINY;
        for (int row = 0; row < count; row++) {
            margins[row] = Math.min(margins[row], proposed[row] - (Math.abs(starts[row]) * FEW_ULPS + least));
        }
    }

    /** Plans a step near a milestone, or a very small one. */
    private boolean planWithin(int row) {
        double remaining = Math.abs(targets[row] - starts[row]);
        lands[row] = remaining <= proposed[row] * landings[row];
        if (lands[row]) {
            sizes[row] = directions[row] * remaining;
            ends[row] = targets[row];
        }
        if ((milestones[row] - ends[row]) * directions[row] <= 0) {
            arriving.add(row);
        }
        return Math.abs(sizes[row]) <= minStep + TINY + Math.abs(starts[row]) * FEW_ULPS;
    }

    /** Whether a step is smaller than allowed. */
    boolean isTooSmall(int row) {
        return runs[row].bounds.isTooSmall(starts[row], Math.abs(sizes[row]));
    }

    /** Where the step in progress would end if no event ended it. */
    double wholeEnd(int row) {
        return lands[row] ? targets[row] : starts[row] + sizes[row];
    }

    /**
     * Accepts steps or not, by their errors, and chooses the sizes of the next ones.
     *
     * @param count the number of rows
     * @param rejected overwritten with the rows whose step is not accepted
     */
    void judge(int count, RowList rejected) {
        Arrays.fill(accepted, 0, count, true);
        controller.choose(count, sizes, errors, next);
        findLarge(count, rejected);
        int kept = 0;
        for (int n = 0; n < rejected.size; n++) {
            int row = rejected.rows[n];
            controller.correct(row, sizes, next);
            accepted[row] = errors[row] == 1;
            if (!accepted[row]) {
                rejected.rows[kept++] = row;
            }
        }
        rejected.size = kept;
        keepProposals();
    }

    /** Finds the errors that are not below 1. Which these are is hard to predict, so there is no branch. */
    private void findLarge(int count, RowList large) {
        int size = 0;
        for (int row = 0; row < count; row++) {
            large.rows[size] = row;
            // The highest bit of the difference of the bits; those of NaN are above all numbers.
            long bits = Double.doubleToRawLongBits(errors[row]) & Long.MAX_VALUE;
            size += (int) ((BELOW_ONE - bits) >>> (Long.SIZE - 1));
        }
        large.size = size;
    }

    /** A step that was cut short tells less than the one that was proposed. */
    private void keepProposals() {
        for (int n = 0; n < arriving.size; n++) {
            int row = arriving.rows[n];
            if (accepted[row] && lands[row]) {
                next[row] = Math.max(proposed[row], next[row]);
            }
        }
        double[] last = proposed;
        proposed = next;
        next = last;
    }

    /** Whether the step in progress, if it is accepted, reaches the next observed time. */
    boolean reachesObservation(int row) {
        return (nextObservations[row] - ends[row]) * directions[row] <= 0;
    }

    /** Whether there is an observed time before the end of the step in progress. */
    boolean observesInside(int row) {
        return (nextObservations[row] - ends[row]) * directions[row] < 0;
    }

    double nextObservation(int row) {
        return nextObservations[row];
    }

    /** Reaches the next observed time. */
    void observe(int row, long evaluations) {
        runs[row].observe(evaluations);
        nextObservations[row] = runs[row].nextObservation();
        lookAhead(row);
    }

    /** A sample that cannot go on keeps the size that was proposed for its step. */
    void giveUp(int row) {
        errors[row] = Double.NaN;
        proposed[row] = next[row];
    }

    RowList arriving() {
        return arriving;
    }

    /**
     * Goes to the ends of the accepted steps.
     *
     * @param count the number of rows
     * @param staying the rows that do not
     */
    void advance(int count, RowList staying) {
        for (int n = 0; n < staying.size; n++) {
            int row = staying.rows[n];
            ends[row] = starts[row];
        }
        System.arraycopy(ends, 0, starts, 0, count);
    }

    /** Whether a sample stands at or behind its target. */
    boolean isAtTarget(int row) {
        return (targets[row] - starts[row]) * directions[row] <= 0;
    }

    /** Goes on behind a discontinuity, if a sample stands at one. */
    boolean passDiscontinuity(int row) {
        if (!runs[row].bounds.isAtDiscontinuity(starts[row])) {
            return false;
        }
        starts[row] = runs[row].bounds.pass();
        aim(row);
        return true;
    }

    /** Whether a sample stands at or behind the end of its interval. */
    boolean isAtEnd(int row) {
        return (runs[row].span.end() - starts[row]) * directions[row] <= 0;
    }

    /** The size that the control wants next. */
    double proposed(int row) {
        return proposed[row];
    }

    /** Lets a sample take the row of one that has ended, with its controller; what a new plan sets is not moved. */
    void move(int from, int to) {
        controller.move(from, to);
        starts[to] = starts[from];
        ends[to] = ends[from];
        sizes[to] = sizes[from];
        errors[to] = errors[from];
        directions[to] = directions[from];
        targets[to] = targets[from];
        landings[to] = landings[from];
        proposed[to] = proposed[from];
        nextObservations[to] = nextObservations[from];
        milestones[to] = milestones[from];
    }
}
