package org.odenet.solvers.step;

import java.util.Arrays;
import java.util.List;
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
        this.weights = new double[tableau.stages()];
    }

    /**
     * The time of a stage.
     *
     * @param stage the stage, from 0
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
     * @param stage the stage, from 0
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
     * @param stages the derivatives of all stages
     * @param out overwritten with {@code y + h Σ b k}
     */
    public void finalState(S y, double h, List<S> stages, S out) {
        for (int i = 0; i < weights.length; i++) {
            weights[i] = h * tableau.b(i);
        }
        space.combine(out, y, weights, stages);
    }

    /**
     * The weights of the error estimate.
     *
     * @param h the size of the step
     * @return {@code h e}, valid until the next call
     */
    public double[] errorWeights(double h) {
        for (int i = 0; i < weights.length; i++) {
            weights[i] = h * tableau.error(i);
        }
        return weights;
    }
}
