package org.odenet.solvers.step;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.odenet.core.ode.OdeFunction;
import org.odenet.core.state.Tolerances;
import org.odenet.core.state.VectorSpace;
import org.odenet.solvers.tableau.ButcherTableau;

/**
 * A piece of the steps of an explicit Runge–Kutta method, or the whole. It goes through all stages of a step by itself, so
 * that its vectors stay in a cache.
 */
final class StepPiece<S> {

    private final ButcherTableau tableau;
    private final Tolerances tolerances;
    private final CountingFunction<S> counter;
    private final OdeFunction<S> function;
    private final VectorSpace<S> space;
    private final RungeKuttaAlgebra<S> algebra;
    private final S stageState;
    private final List<S> all;
    private final List<S> stages;

    // The last attempt.
    private double start;
    private double end;
    private double size;
    private S initialState;
    private S finalState;
    /** By each of the method's estimates, of the whole. */
    private double[] errors;
    /** The same, of a piece, for each part of the states that is measured apart. */
    private double[][] errorsOfParts;

    /**
     * Prepares for one solve.
     *
     * @param tableau the method
     * @param problem the problem of the whole
     * @param function the piece's function
     * @param space the space of the piece
     * @param stageState the piece of the memory for states of stages
     */
    StepPiece(
            ButcherTableau tableau,
            StepProblem<S> problem,
            OdeFunction<S> function,
            VectorSpace<S> space,
            S stageState) {
        this.tableau = tableau;
        this.tolerances = problem.tolerances();
        this.counter = problem.function();
        this.function = function;
        this.space = space;
        this.algebra = new RungeKuttaAlgebra<>(tableau, space);
        this.stageState = stageState;
        this.all = new ArrayList<>(Collections.nCopies(tableau.interpolationStages(), null));
        this.stages = all.subList(0, tableau.stages());
    }

    /** Gives a stage its memory. */
    void setStage(int stage, S derivative) {
        all.set(stage, derivative);
    }

    void swapStages(int one, int other) {
        Collections.swap(all, one, other);
    }

    /** Begins an attempt at a step. */
    void begin(double t, double stepEnd, double h, S y, S next) {
        start = t;
        end = stepEnd;
        size = h;
        initialState = y;
        finalState = next;
    }

    /**
     * Evaluates stages.
     *
     * @param from the first one
     * @param to the first one that is not meant
     * @param evaluations how many evaluations the solve has made before these
     */
    void evaluate(int from, int to, long evaluations) {
        for (int i = from; i < to; i++) {
            double time = algebra.stageTime(i, start, end);
            counter.evaluate(
                    function, !tableau.servesOnlyStages(i), evaluations + 1 + i - from, time, stateOf(i), all.get(i));
        }
    }

    private S stateOf(int stage) {
        if (stage == 0) {
            return initialState;
        }
        boolean isResult = stage == stages.size() - 1 && tableau.isFirstSameAsLast();
        S state = isResult ? finalState : stageState;
        List<S> known = stage < stages.size() ? stages : all.subList(0, stage);
        algebra.stageState(stage, initialState, size, known, state);
        return state;
    }

    /**
     * Forms the state at the end of the step, when all stages are known, and measures the error.
     *
     * @param isWhole whether this is the only piece
     */
    void finish(boolean isWhole) {
        if (!tableau.isFirstSameAsLast()) {
            algebra.finalState(initialState, size, stages, finalState);
        }
        if (isWhole) {
            errors = measureErrors();
        } else {
            errorsOfParts = measureErrorsOfParts();
        }
    }

    private double[] measureErrors() {
        return tolerances == null
                ? new double[] {space.isFinite(finalState) ? 0 : Double.NaN}
                : algebra.errorNorms(size, stages, initialState, finalState, tolerances);
    }

    private double[][] measureErrorsOfParts() {
        if (tolerances != null) {
            return algebra.errorNormsOfParts(size, stages, initialState, finalState, tolerances);
        }
        double[] unknown = new double[space.dimensions().length];
        Arrays.fill(unknown, space.isFinite(finalState) ? 0 : Double.NaN);
        return new double[][] {unknown};
    }

    /**
     * The error of the step by each of the method's estimates: the largest among the parts of the states that are measured
     * apart, and for each the root mean square of all pieces' components.
     *
     * @param pieces the pieces of the step, finished
     */
    static <S> double[] errors(List<StepPiece<S>> pieces) {
        if (pieces.size() == 1) {
            return pieces.get(0).errors;
        }
        double[] largest = new double[pieces.get(0).errorsOfParts.length];
        int parts = pieces.get(0).space.dimensions().length;
        for (int estimate = 0; estimate < largest.length; estimate++) {
            for (int part = 0; part < parts; part++) {
                // Math.max keeps a NaN.
                largest[estimate] = Math.max(largest[estimate], rootMeanSquare(pieces, estimate, part));
            }
        }
        return largest;
    }

    private static <S> double rootMeanSquare(List<StepPiece<S>> pieces, int estimate, int part) {
        double components = 0;
        double sum = 0;
        for (StepPiece<S> piece : pieces) {
            double error = piece.errorsOfParts[estimate][part];
            components += piece.space.dimensions()[part];
            sum += piece.space.dimensions()[part] * error * error;
        }
        return components == 0 ? 0 : Math.sqrt(sum / components);
    }
}
