package org.odenet.models.training;

import org.odenet.core.nn.LayerContext;
import org.odenet.models.SoftmaxCrossEntropy;

/** Sums over the batches of an epoch; goes into checkpoints. */
final class Totals {

    private long batches;
    private long samples;
    private double lossSum;
    private long correct;
    private long forwardEvaluations;
    private long backwardEvaluations;

    /** The sums as they stand in a checkpoint. */
    record Snapshot(
            long batches,
            long samples,
            double lossSum,
            long correct,
            long forwardEvaluations,
            long backwardEvaluations) {

        Snapshot {
            if (batches < 0 || samples < 0 || correct < 0 || correct > samples || !Double.isFinite(lossSum)) {
                throw new IllegalArgumentException("the sums of an epoch are impossible: " + batches + " batches of "
                        + samples + " images, " + correct + " of them right, loss " + lossSum);
            }
        }
    }

    Totals() {}

    Totals(Snapshot snapshot) {
        batches = snapshot.batches();
        samples = snapshot.samples();
        lossSum = snapshot.lossSum();
        correct = snapshot.correct();
        forwardEvaluations = snapshot.forwardEvaluations();
        backwardEvaluations = snapshot.backwardEvaluations();
    }

    Snapshot snapshot() {
        return new Snapshot(batches, samples, lossSum, correct, forwardEvaluations, backwardEvaluations);
    }

    void add(SoftmaxCrossEntropy loss, int size, LayerContext context) {
        batches++;
        samples += size;
        lossSum += loss.loss() * size;
        correct += loss.correct();
        forwardEvaluations += context.forwardStatistics().functionEvaluations();
        backwardEvaluations += context.backwardStatistics().functionEvaluations();
    }

    long batches() {
        return batches;
    }

    double meanLoss() {
        return lossSum / samples;
    }

    double accuracy() {
        return (double) correct / samples;
    }

    double meanForward() {
        return (double) forwardEvaluations / batches;
    }

    double meanBackward() {
        return (double) backwardEvaluations / batches;
    }
}
