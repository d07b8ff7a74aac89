package org.odenet.solvers.step;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import org.odenet.core.state.Tolerances;
import org.odenet.core.state.VectorSpace;
import org.odenet.solvers.tableau.ButcherTableau;

/**
 * The algebra of one method's steps in one space. It holds scratch memory: one for each solve.
 *
 * @param <S> the type of a state
 */
public final class RungeKuttaAlgebra<S> {

    private final ButcherTableau tableau;
    private final VectorSpace<S> space;
    private final double[] weights;

    /**
     * Prepares for one solve.
     *
     * @param tableau the method
     * @param space the space
     */
    public RungeKuttaAlgebra(ButcherTableau tableau, VectorSpace<S> space) {
        this.tableau = tableau;
        this.space = space;
        this.weights = new double[tableau.interpolationStages()];
    }

    /**
     * The time of a stage.
     *
     * @param stage the stage, from 0, an extra one included
     * @param start the start of the step
     * @param end the end of the step
     * @return {@code start + c (end - start)}, and {@code end} itself for c = 1
     */
    public double stageTime(int stage, double start, double end) {
        double c = tableau.c(stage);
        return c == 1 ? end : start + c * (end - start);
    }

    /**
     * Forms the state at which a stage is evaluated.
     *
     * @param stage the stage, from 0, an extra one included
     * @param y the state at the start of the step
     * @param h the size of the step
     * @param stages the derivatives of the earlier stages; others may follow
     * @param out overwritten with {@code y + h Σ a k}
     */
    public void stageState(int stage, S y, double h, List<S> stages, S out) {
        for (int j = 0; j < stage; j++) {
            weights[j] = h * tableau.a(stage, j);
        }
        // A weight of zero keeps the stage itself and later ones from being read.
        Arrays.fill(weights, stage, weights.length, 0);
        space.combine(out, y, weights, stages);
    }

    /**
     * Forms the state at which a stage lies when all stages are known.
     *
     * @param stage the stage, from 0
     * @param y the state at the start of the step
     * @param h the size of the step
     * @param stages the derivatives of all stages
     * @param out overwritten with {@code y + h Σ a k}
     */
    public void solvedState(int stage, S y, double h, List<S> stages, S out) {
        for (int j = 0; j < weights.length; j++) {
            weights[j] = h * tableau.a(stage, j);
        }
        space.combine(out, y, weights, stages);
    }

    /**
     * Forms the state at the end of the step.
     *
     * @param y the state at the start of the step
     * @param h the size of the step
     * @param stages the derivatives of all stages of the step
     * @param out overwritten with {@code y + h Σ b k}
     */
    public void finalState(S y, double h, List<S> stages, S out) {
        for (int i = 0; i < stages.size(); i++) {
            weights[i] = h * tableau.b(i);
        }
        space.combine(out, y, weights, stages);
    }

    /**
     * Measures the error of the step by the method's estimate, or by both where it has two.
     *
     * @param h the size of the step
     * @param stages the derivatives of all stages of the step
     * @param y the state at the start
     * @param next the state at the end
     * @param tolerances the tolerances
     * @return the error in units of the tolerances; not finite where the step is not
     */
    public double errorNorm(double h, List<S> stages, S y, S next, Tolerances tolerances) {
        return ofEstimates(errorNorms(h, stages, y, next, tolerances));
    }

    /** The error of a step, or of a piece of it, by each of the method's estimates. */
    double[] errorNorms(double h, List<S> stages, S y, S next, Tolerances tolerances) {
        double norm = errorNorm(tableau::error, h, stages, y, next, tolerances);
        return tableau.hasSecondErrorEstimate()
                ? new double[] {norm, errorNorm(tableau::secondError, h, stages, y, next, tolerances)}
                : new double[] {norm};
    }

    /** The error of a piece of a step by each of the method's estimates, and by each part that the space measures apart. */
    double[][] errorNormsOfParts(double h, List<S> stages, S y, S next, Tolerances tolerances) {
        double[] norms = errorNormsOfParts(tableau::error, h, stages, y, next, tolerances);
        return tableau.hasSecondErrorEstimate()
                ? new double[][] {norms, errorNormsOfParts(tableau::secondError, h, stages, y, next, tolerances)}
                : new double[][] {norms};
    }

    /** The error of a step by the one estimate of its method, or by both. */
    static double ofEstimates(double... norms) {
        boolean byFirst = norms.length == 1 || norms[0] == 0 || !Double.isFinite(norms[0]);
        return byFirst ? norms[0] : ofBoth(norms[0], norms[1]);
    }

    /**
     * The error of a step by two estimates.
     *
     * @param norm the error by the first, positive and finite
     * @param second the error by the second
     * @return the error by both
     */
    public static double ofBoth(double norm, double second) {
        // Not n²/√(n² + m²/100), whose squares may leave the range of numbers.
        return norm / Math.hypot(1, 0.1 * second / norm);
    }

    private double errorNorm(
            IntToDoubleFunction estimate, double h, List<S> stages, S y, S next, Tolerances tolerances) {
        setErrorWeights(estimate, h, stages.size());
        return space.errorNorm(weights, stages, y, next, tolerances);
    }

    private double[] errorNormsOfParts(
            IntToDoubleFunction estimate, double h, List<S> stages, S y, S next, Tolerances tolerances) {
        setErrorWeights(estimate, h, stages.size());
        return space.errorNorms(weights, stages, y, next, tolerances);
    }

    private void setErrorWeights(IntToDoubleFunction estimate, double h, int stages) {
        for (int i = 0; i < stages; i++) {
            weights[i] = h * estimate.applyAsDouble(i);
        }
    }
}
