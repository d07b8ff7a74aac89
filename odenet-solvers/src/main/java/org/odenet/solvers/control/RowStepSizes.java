package org.odenet.solvers.control;

import java.util.Arrays;

/** The sizes of the next steps of many samples, one in each row: each chosen, to the bit, as {@link StepSizes} has it. */
public final class RowStepSizes {

    private final int order;
    private final double maxStep;
    /** Where errors alone tell, else null. */
    private final InverseRoots roots;

    /** By row, where errors alone tell: the change of an error of 1 or more. */
    private final double[] factors;
    /** By row, where a controller remembers errors, else null. */
    private final StepSizes[] remembering;

    /**
     * Starts the solves of some samples.
     *
     * @param control the choice of their steps
     * @param order the order in which errors shrink with steps
     * @param rows the number of samples
     */
    public RowStepSizes(ErrorControl control, int order, int rows) {
        boolean elementary = control.gains().equals(ControllerGains.I);
        this.order = order;
        this.maxStep = control.maxStep();
        this.roots = elementary ? new InverseRoots(order, rows) : null;
        this.factors = new double[elementary ? rows : 0];
        this.remembering = elementary ? null : new StepSizes[rows];
        if (!elementary) {
            Arrays.setAll(remembering, row -> control.begin());
        }
    }

    /**
     * Chooses the next step of the first rows. Where an error is 1 or more {@link #correct} has to follow.
     *
     * @param count the number of rows
     * @param sizes the size of each row's step just tried
     * @param errors the error of each
     * @param next overwritten with the size to try next of each, without sign
     */
    public void choose(int count, double[] sizes, double[] errors, double[] next) {
        if (roots == null) {
            for (int row = 0; row < count; row++) {
                next[row] = remembering[row].next(Math.abs(sizes[row]), errors[row], order);
            }
            return;
        }
        roots.of(count, errors, factors);
        ErrorController.limit(count, factors);
        for (int row = 0; row < count; row++) {
            next[row] = Math.min(maxStep, Math.abs(sizes[row]) * Math.max(factors[row], 1));
        }
    }

    /**
     * Chooses the next step of a row again, whose error is 1 or more.
     *
     * @param row the row
     * @param sizes the size of each row's step just tried
     * @param next what was chosen, overwritten for this row
     */
    public void correct(int row, double[] sizes, double[] next) {
        if (roots != null) {
            next[row] = Math.min(maxStep, Math.abs(sizes[row]) * factors[row]);
        }
    }

    /**
     * Lets a sample take another row.
     *
     * @param from its row
     * @param to the row it takes
     */
    public void move(int from, int to) {
        if (remembering != null) {
            remembering[to] = remembering[from];
        }
    }
}
