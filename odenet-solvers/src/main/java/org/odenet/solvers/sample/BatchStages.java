package org.odenet.solvers.sample;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.odenet.core.ode.BatchFunction;
import org.odenet.core.ode.OdeFunctionException;
import org.odenet.core.ode.Samples;
import org.odenet.core.state.BatchSpace;
import org.odenet.solvers.tableau.ButcherTableau;

/** The states and derivatives of the steps in progress, with their memory, and all evaluations of the function. */
final class BatchStages<S> {

    private final ButcherTableau tableau;
    private final BatchFunction<S> function;
    private final BatchSpace<S> space;
    private final SampleRows rows;
    private final StageCoefficients coefficients;
    private final int count;
    /** Those of the step, and the extra ones that states inside a step take, which get their memory when wanted. */
    private final List<S> ofInterpolation;

    private final List<S> stages;
    /** The rows whose extra stages were evaluated in this step. */
    private final RowList inside;

    private final int[] someIndices;
    private final double[] times;
    private S y;
    private S next;
    private S stageState;
    private S extraDerivative;
    private long evaluations;

    BatchStages(ButcherTableau tableau, BatchFunction<S> function, BatchSpace<S> space, SampleRows rows) {
        this.tableau = tableau;
        this.function = function;
        this.space = space;
        this.rows = rows;
        this.coefficients = new StageCoefficients(tableau);
        this.count = tableau.stages();
        this.ofInterpolation = new ArrayList<>(Collections.nCopies(tableau.interpolationStages(), null));
        this.stages = ofInterpolation.subList(0, count);
        this.inside = new RowList(rows.count);
        this.someIndices = new int[rows.count];
        this.times = new double[rows.count];
    }

    void allocate(S initialStates) {
        y = space.create();
        space.copy(initialStates, y);
        next = space.create();
        stageState = space.create();
        stages.replaceAll(none -> space.create());
    }

    void free() {
        space.release(y);
        space.release(next);
        space.release(stageState);
        space.release(extraDerivative);
        ofInterpolation.forEach(space::release);
    }

    /** The states at the start of the steps. */
    S states() {
        return y;
    }

    /** Those at the end. */
    S results() {
        return next;
    }

    /** The derivatives at the start. */
    S derivatives() {
        return stages.get(0);
    }

    StageCoefficients coefficients() {
        return coefficients;
    }

    List<S> stages() {
        return stages;
    }

    /** How many calls of the function there were. */
    long evaluations() {
        return evaluations;
    }

    /** Evaluates the derivatives at the start, of all rows. */
    void evaluateFirst() {
        for (int row = 0; row < rows.count; row++) {
            rows.knowsFirstStage(row, true);
        }
        rows.counts.countEvaluations(1);
        evaluate(rows.count, rows.indices, rows.steps.starts, y, stages.get(0));
    }

    /** Takes Euler steps of these sizes, and evaluates the derivatives there, into scratch memory. */
    S evaluateTrial(double[] trials) {
        for (int row = 0; row < rows.count; row++) {
            times[row] = rows.steps.starts[row] + trials[row];
        }
        space.begin(rows.count, trials);
        space.combine(next, y, new double[] {1}, stages.subList(0, 1));
        rows.counts.countEvaluations(1);
        evaluate(rows.count, rows.indices, times, next, stageState);
        return stageState;
    }

    /** Evaluates the stages of a step of each row, and forms the states at its end. */
    void evaluate() {
        inside.clear();
        evaluateUnknownFirst();
        space.begin(rows.count, rows.steps.sizes);
        for (int i = 1; i < count; i++) {
            boolean isResult = i == count - 1 && tableau.isFirstSameAsLast();
            S state = isResult ? next : stageState;
            space.combine(state, y, coefficients.ofStage(i), stages);
            evaluate(rows.count, rows.indices, stageTimes(tableau.c(i)), state, stages.get(i));
        }
        rows.counts.countEvaluations(count - 1);
        if (!tableau.isFirstSameAsLast()) {
            space.combine(next, y, coefficients.ofResult(), stages);
        }
    }

    private double[] stageTimes(double c) {
        double[] starts = rows.steps.starts;
        double[] ends = rows.steps.ends;
        if (c == 1) {
            return ends;
        }
        for (int row = 0; row < rows.count; row++) {
            times[row] = starts[row] + c * (ends[row] - starts[row]);
        }
        return times;
    }

    /** Of a sample whose last step was rejected, or whose method carries it over, the first stage is known already. */
    private void evaluateUnknownFirst() {
        if (rows.areFirstStagesKnown()) {
            return;
        }
        RowList unknown = new RowList(rows.count);
        for (int row = 0; row < rows.count; row++) {
            if (!rows.isFirstStageKnown(row)) {
                unknown.add(row);
            }
        }
        if (unknown.size == rows.count) {
            evaluateFirst();
            return;
        }
        for (int n = 0; n < unknown.size; n++) {
            int row = unknown.rows[n];
            rows.counts.countEvaluations(row, 1);
            rows.knowsFirstStage(row, true);
            someIndices[n] = rows.indices[row];
            times[n] = rows.steps.starts[row];
        }
        space.copyRows(unknown.size, y, unknown.rows, stageState, null);
        evaluate(unknown.size, someIndices, times, stageState, next);
        space.copyRows(unknown.size, next, null, stages.get(0), unknown.rows);
    }

    /** Evaluates the extra stages, of the accepted rows alone that look inside their steps. */
    void evaluateInside(RowList wanted) {
        if (tableau.interpolationStages() == count) {
            return;
        }
        for (int n = 0; n < wanted.size; n++) {
            inside.add(wanted.rows[n]);
            someIndices[n] = rows.indices[wanted.rows[n]];
        }
        for (int i = count; !inside.isEmpty() && i < tableau.interpolationStages(); i++) {
            evaluateExtra(i);
        }
    }

    private void evaluateExtra(int i) {
        if (ofInterpolation.get(i) == null) {
            ofInterpolation.set(i, space.create());
        }
        if (extraDerivative == null) {
            extraDerivative = space.create();
        }
        double[][] weights = new double[inside.size][i];
        double c = tableau.c(i);
        for (int n = 0; n < inside.size; n++) {
            int row = inside.rows[n];
            for (int j = 0; j < i; j++) {
                weights[n][j] = rows.steps.sizes[row] * tableau.a(i, j);
            }
            double start = rows.steps.starts[row];
            double end = rows.steps.ends[row];
            times[n] = c == 1 ? end : start + c * (end - start);
            rows.counts.countEvaluations(row, 1);
        }
        space.combineRows(inside.size, stageState, null, y, inside.rows, weights, ofInterpolation.subList(0, i));
        evaluate(inside.size, someIndices, times, stageState, extraDerivative);
        space.copyRows(inside.size, extraDerivative, null, ofInterpolation.get(i), inside.rows);
    }

    private void evaluate(int samples, int[] indices, double[] at, S states, S derivatives) {
        evaluations++;
        try {
            function.evaluate(
                    new Samples(samples, indices, at), space.first(states, samples), space.first(derivatives, samples));
        } catch (RuntimeException e) {
            throw new OdeFunctionException(at[0], evaluations, e);
        }
    }

    boolean areDerivativesFinite(int row) {
        return stages.stream().allMatch(stage -> space.isFinite(stage, row));
    }

    BatchStep<S> step() {
        return new BatchStep<>(
                tableau,
                space,
                rows.count,
                rows.indices,
                rows.steps.accepted,
                rows.endedByListener,
                rows.steps.starts,
                rows.steps.ends,
                rows.steps.sizes,
                y,
                next,
                Collections.unmodifiableList(inside.isEmpty() ? stages : ofInterpolation));
    }

    /** Goes on to the results of the accepted steps; the others stay, which is rarer and so is what is copied. */
    void advance(RowList staying) {
        space.copyRows(staying.size, y, staying.rows, next, staying.rows);
        S previous = y;
        y = next;
        next = previous;
        carryOver(staying);
    }

    /** The derivative at the end of a step is that at the start of the next. */
    private void carryOver(RowList staying) {
        int atEnd = tableau.stageAtEnd();
        if (tableau.isFirstSameAsLast()) {
            space.copyRows(staying.size, stages.get(0), staying.rows, stages.get(atEnd), staying.rows);
            Collections.swap(ofInterpolation, 0, atEnd);
        } else {
            forgetFirst();
            if (atEnd >= 0 && !inside.isEmpty()) {
                space.copyRows(inside.size, ofInterpolation.get(atEnd), inside.rows, stages.get(0), inside.rows);
                for (int n = 0; n < inside.size; n++) {
                    rows.knowsFirstStage(inside.rows[n], true);
                }
            }
        }
    }

    private void forgetFirst() {
        for (int row = 0; row < rows.count; row++) {
            if (rows.steps.accepted[row]) {
                rows.knowsFirstStage(row, false);
            }
        }
    }

    /** Lets samples take the rows of others. */
    void move(int moved, int[] from, int[] to) {
        space.copyRows(moved, y, from, y, to);
        space.copyRows(moved, stages.get(0), from, stages.get(0), to);
    }
}
