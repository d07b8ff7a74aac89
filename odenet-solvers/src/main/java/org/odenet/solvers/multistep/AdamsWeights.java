package org.odenet.solvers.multistep;

import java.util.Arrays;
import org.odenet.solvers.tableau.StageWeights;

/**
 * The weights of an Adams step, whose solution is the integral of the polynomial through the stages. The stages are the
 * derivatives at the starts of earlier steps, oldest first, that at the start of this one, and, if the step corrects, that
 * at the predicted end. The steps need not be equal: the coefficients follow from the places of the stages (Hairer, Nørsett
 * and Wanner I, section III.5).
 */
final class AdamsWeights implements StageWeights {

    private final double start;
    private final double end;
    private final double size;
    /** The places of the stages in units of the step. */
    private final double[] nodes;

    private final boolean corrects;
    private final double[] predictor;
    private final double[] result;

    /**
     * Forms the weights.
     *
     * @param start where the step starts
     * @param end where it ends
     * @param size its size
     * @param times the times of the stages, oldest first, up to the start
     * @param corrects whether the derivative at the predicted end is a stage, the last one
     */
    AdamsWeights(double start, double end, double size, double[] times, boolean corrects) {
        this.start = start;
        this.end = end;
        this.size = size;
        this.corrects = corrects;
        int known = times.length;
        double[] places = new double[known];
        for (int i = 0; i < known; i++) {
            places[i] = (times[i] - start) / size;
        }
        nodes = corrects ? extended(places, 1) : places;
        predictor = scaled(NodePolynomials.integrals(places, 1));
        result = corrects ? ofInside(1) : predictor;
    }

    private static double[] extended(double[] values, double last) {
        double[] extended = Arrays.copyOf(values, values.length + 1);
        extended[values.length] = last;
        return extended;
    }

    private double[] scaled(double[] weights) {
        for (int i = 0; i < weights.length; i++) {
            weights[i] *= size;
        }
        return weights;
    }

    double[] nodes() {
        return nodes;
    }

    @Override
    public int stages() {
        return nodes.length;
    }

    @Override
    public int earlier() {
        return predictor.length - 1;
    }

    @Override
    public int stageAtEnd() {
        return -1;
    }

    @Override
    public double time(int stage) {
        return stage == earlier() ? start : end;
    }

    @Override
    public double[] ofStage(int stage) {
        return stage == earlier() ? new double[stage] : predictor;
    }

    @Override
    public double[] ofEnd() {
        return result;
    }

    @Override
    public double[] ofInside(double theta) {
        return theta == 1 && result != null ? result : scaled(NodePolynomials.integrals(nodes, theta));
    }

    @Override
    public double[] ofHandedOn() {
        return null;
    }
}
