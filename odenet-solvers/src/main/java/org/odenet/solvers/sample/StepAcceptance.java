package org.odenet.solvers.sample;

import java.util.Arrays;
import org.odenet.core.ode.Outcome;
import org.odenet.core.state.BatchSpace;
import org.odenet.solvers.step.RungeKuttaAlgebra;

/** Measures the errors of the steps, and accepts each or not. */
final class StepAcceptance<S> {

    private final BatchSpace<S> space;
    private final SampleRows rows;
    private final BatchStages<S> stages;
    /** Those that repeat their step, or end. */
    private final RowList staying;
    /** Those whose step reaches an observed time, unless an event ends it before. */
    private final RowList reaching;

    StepAcceptance(BatchSpace<S> space, SampleRows rows, BatchStages<S> stages) {
        this.space = space;
        this.rows = rows;
        this.stages = stages;
        this.staying = new RowList(rows.count);
        this.reaching = new RowList(rows.count);
    }

    RowList staying() {
        return staying;
    }

    RowList reaching() {
        return reaching;
    }

    void judge() {
        measure();
        rows.steps.judge(rows.count, staying);
        for (int n = 0; n < staying.size; n++) {
            reject(staying.rows[n]);
        }
        reaching.clear();
        RowList arriving = rows.steps.arriving();
        for (int n = 0; n < arriving.size; n++) {
            int row = arriving.rows[n];
            if (rows.steps.accepted[row] && rows.steps.reachesObservation(row)) {
                reaching.add(row);
            }
        }
    }

    /** Without a derivative at the start, no smaller step helps. */
    private void reject(int row) {
        boolean finite = rows.steps.errors[row] <= Double.MAX_VALUE;
        if (finite || space.isFinite(stages.derivatives(), row)) {
            rows.steps.errors[row] = finite ? rows.steps.errors[row] : Double.POSITIVE_INFINITY;
            rows.counts.countRejected(row);
        } else {
            boolean derivatives = stages.areDerivativesFinite(row);
            rows.steps.giveUp(row);
            rows.end(row, derivatives ? Outcome.NON_FINITE_STATE : Outcome.NON_FINITE_DERIVATIVE);
        }
    }

    /** A sample whose step was accepted cannot go on. */
    void revoke(int row, Outcome outcome) {
        rows.steps.accepted[row] = false;
        staying.add(row);
        rows.end(row, outcome);
    }

    private void measure() {
        StageCoefficients of = stages.coefficients();
        norms(of.ofError(), rows.steps.errors);
        if (of.ofSecondError() == null) {
            return;
        }
        double[] first = Arrays.copyOf(rows.steps.errors, rows.count);
        norms(of.ofSecondError(), rows.steps.errors);
        for (int row = 0; row < rows.count; row++) {
            boolean both = first[row] != 0 && Double.isFinite(first[row]);
            rows.steps.errors[row] = both ? RungeKuttaAlgebra.ofBoth(first[row], rows.steps.errors[row]) : first[row];
        }
    }

    private void norms(double[] weights, double[] norms) {
        space.errorNorms(
                weights, stages.stages(), stages.states(), stages.results(), rows.relative, rows.absolute, norms);
    }
}
