package org.odenet.solvers.sample;

import java.util.Arrays;
import java.util.List;
import org.odenet.core.ode.Outcome;
import org.odenet.core.state.BatchSpace;
import org.odenet.solvers.control.InitialStep;

/** The first step of each sample: {@link InitialStep#estimate} for all of them at once. */
final class FirstSteps<S> {

    private static final double[] ONE = {1};
    private static final double[] DIFFERENCE = {-1, 1};

    private final BatchSpace<S> space;
    private final SampleRows rows;
    private final BatchStages<S> stages;

    FirstSteps(BatchSpace<S> space, SampleRows rows, BatchStages<S> stages) {
        this.space = space;
        this.rows = rows;
        this.stages = stages;
    }

    /** Evaluates the derivatives at the start; a sample ends where its own is not finite. */
    void evaluateDerivatives() {
        stages.evaluateFirst();
        for (int row = 0; row < rows.count; row++) {
            boolean finite = space.isFinite(stages.derivatives(), row);
            rows.end(row, finite ? null : Outcome.NON_FINITE_DERIVATIVE);
        }
    }

    /** Estimates the first steps from the derivatives at the start and after a trial step. */
    void estimate(int order) {
        S derivatives = stages.derivatives();
        double[] ofState = norms(ONE, List.of(stages.states()));
        double[] ofDerivative = norms(ONE, List.of(derivatives));
        double[] trials = new double[rows.count];
        for (int row = 0; row < rows.count; row++) {
            double size = InitialStep.trial(ofState[row], ofDerivative[row], rows.steps.trialLimit(row));
            trials[row] = rows.steps.direction(row) * size;
        }
        S there = stages.evaluateTrial(trials);
        double[] ofDifference = norms(DIFFERENCE, List.of(derivatives, there));
        for (int row = 0; row < rows.count; row++) {
            double h0 = Math.abs(trials[row]);
            rows.steps.startNear(row, InitialStep.size(h0, ofDerivative[row], ofDifference[row] / h0, order));
        }
    }

    private double[] norms(double[] weights, List<S> vectors) {
        double[] ones = new double[rows.count];
        double[] norms = new double[rows.count];
        Arrays.fill(ones, 1);
        space.begin(rows.count, ones);
        space.errorNorms(weights, vectors, stages.states(), stages.states(), rows.relative, rows.absolute, norms);
        return norms;
    }
}
