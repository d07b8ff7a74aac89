package org.odenet.models.training;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.nd4j.linalg.learning.regularization.Regularization.ApplyStep;
import org.odenet.core.nn.Parameters;

/** One of ND4J's updaters at work on a flat vector of parameters, with clipping and regularisation. */
final class Optimizer implements AutoCloseable {

    private final IUpdater original;
    private final IUpdater config;
    private final Regularization regularization;
    private final double maxNorm;
    private final INDArray state;
    private final GradientUpdater<?> updater;

    Optimizer(IUpdater updater, Regularization regularization, double maxNorm, Parameters parameters) {
        this.original = updater;
        // A copy: the learning rate is set on it at each step.
        this.config = updater.clone();
        this.regularization = regularization;
        this.maxNorm = maxNorm;
        long size = config.stateSize(parameters.count());
        this.state = size == 0 ? null : Nd4j.create(parameters.dataType(), 1, size);
        this.updater = config.instantiate(state, true);
        if (state != null) {
            this.updater.setStateViewArray(state, new long[] {1, parameters.count()}, 'c', true);
        }
    }

    /** Updates the parameters; the gradient is used up. Returns the learning rate that was used. */
    double update(Parameters parameters, Parameters gradient, double factor, long step, int epoch) {
        int iteration = Math.toIntExact(step);
        double rate = learningRate(factor, iteration, epoch);
        if (config.hasLearningRate()) {
            config.setLrAndSchedule(rate, null);
        }
        INDArray values = asRow(parameters);
        INDArray change = asRow(gradient);
        clip(change);
        regularize(ApplyStep.BEFORE_UPDATER, values, change, rate, iteration, epoch);
        updater.applyUpdater(change, iteration, epoch);
        regularize(ApplyStep.POST_UPDATER, values, change, rate, iteration, epoch);
        values.subi(change);
        return rate;
    }

    /** The updater's own rate, which may have one of ND4J's schedules, times a factor. */
    private double learningRate(double factor, int iteration, int epoch) {
        return original.hasLearningRate() ? original.getLearningRate(iteration, epoch) * factor : factor;
    }

    private static INDArray asRow(Parameters parameters) {
        return parameters.flat().reshape('c', 1, parameters.count());
    }

    private void clip(INDArray gradient) {
        if (maxNorm < Double.POSITIVE_INFINITY) {
            double norm = gradient.norm2Number().doubleValue();
            if (norm > maxNorm) {
                gradient.muli(maxNorm / norm);
            }
        }
    }

    private void regularize(ApplyStep when, INDArray values, INDArray change, double rate, int iteration, int epoch) {
        if (regularization != null && regularization.applyStep() == when) {
            regularization.apply(values, change, rate, iteration, epoch);
        }
    }

    /** The updater's own vector, such as momenta; null if it has none. */
    INDArray state() {
        return state;
    }

    @Override
    public void close() {
        if (state != null) {
            state.close();
        }
    }
}
