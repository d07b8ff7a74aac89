package org.odenet.solvers.implicit;

import java.util.ArrayList;
import java.util.List;

/**
 * Simplified Newton iterations with a dense Jacobian, as Hairer and Wanner II describe them in section IV.8. The Jacobian
 * is that of the start of some step, and is used again until convergence slows down; its factorisation, as long as the
 * step's size stays.
 */
final class DenseNewton implements StageSolver<double[]> {

    /** A Jacobian that gives a slower rate than this is evaluated anew in the next step. */
    private static final double SLOW = 0.05;

    /** The step may grow until the rate is this. */
    private static final double FAST = 0.3;

    private static final int MOST_FULL_ITERATIONS = 30;

    private final int size;
    private final DenseJacobian evaluation;
    private final double[][] jacobian;
    private final List<double[]> change = new ArrayList<>();
    private final List<double[]> guess = new ArrayList<>();
    private Convergence convergence;
    private boolean known;
    private boolean ofThisStep;
    private double worstRate;

    private DenseLu factors;
    private int factorStages;
    private double factorScale = Double.NaN;
    private double[] rightHandSide;

    private DenseLu smoothing;
    private double smoothingScale = Double.NaN;

    DenseNewton(int size) {
        this.size = size;
        this.evaluation = new DenseJacobian(size);
        this.jacobian = new double[size][size];
    }

    @Override
    public boolean solve(StageEquations<double[]> equations, List<double[]> k) {
        prepare(equations);
        copy(k, guess, equations.count());
        if (!known) {
            evaluateJacobian(equations);
        }
        if (iterate(equations, k)) {
            return true;
        }
        if (!ofThisStep) {
            evaluateJacobian(equations);
            copy(guess, k, equations.count());
            if (iterate(equations, k)) {
                return true;
            }
        }
        known = false;
        if (equations.isTight()) {
            copy(guess, k, equations.count());
            return iterateFully(equations, k);
        }
        return false;
    }

    private void prepare(StageEquations<double[]> equations) {
        if (convergence == null) {
            convergence = new Convergence(equations);
        }
        int count = equations.count();
        while (change.size() < count) {
            change.add(new double[size]);
            guess.add(new double[size]);
        }
        if (factorStages != count) {
            factors = new DenseLu(count * size);
            rightHandSide = new double[count * size];
            factorStages = count;
            factorScale = Double.NaN;
        }
    }

    private void copy(List<double[]> from, List<double[]> to, int count) {
        for (int i = 0; i < count; i++) {
            System.arraycopy(from.get(i), 0, to.get(i), 0, size);
        }
    }

    private void evaluateJacobian(StageEquations<double[]> equations) {
        evaluation.evaluate(equations.function(), equations.startTime(), equations.startState(), jacobian);
        known = true;
        ofThisStep = true;
        worstRate = 0;
        factorScale = Double.NaN;
        smoothingScale = Double.NaN;
    }

    private boolean iterate(StageEquations<double[]> equations, List<double[]> k) {
        double scale = equations.coefficients(0)[0];
        if (factorScale != scale) {
            factorScale = scale;
            for (int i = 0; i < equations.count(); i++) {
                fill(factors, i, equations.coefficients(i), jacobian);
            }
            if (!factors.factorize()) {
                factorScale = Double.NaN;
                equations.evaluate(k);
                return false;
            }
        }
        convergence.begin();
        Convergence.Verdict verdict = Convergence.Verdict.GO_ON;
        while (verdict == Convergence.Verdict.GO_ON) {
            equations.evaluate(k);
            verdict = convergence.judge(correct(equations, k));
        }
        worstRate = Math.max(worstRate, convergence.rate());
        return verdict == Convergence.Verdict.DONE;
    }

    /** A row of blocks of {@code I - C ⊗ J}. */
    private void fill(DenseLu lu, int stage, double[] coefficients, double[][] derivative) {
        for (int r = 0; r < size; r++) {
            double[] row = lu.rows()[stage * size + r];
            for (int j = 0; j < coefficients.length; j++) {
                for (int c = 0; c < size; c++) {
                    row[j * size + c] = -coefficients[j] * derivative[r][c];
                }
            }
            row[stage * size + r] += 1;
        }
    }

    /** Adds a Newton correction, and returns its norm. */
    private double correct(StageEquations<double[]> equations, List<double[]> k) {
        for (int i = 0; i < equations.count(); i++) {
            double[] value = equations.value(i);
            double[] derivative = k.get(i);
            for (int c = 0; c < size; c++) {
                rightHandSide[i * size + c] = value[c] - derivative[c];
            }
        }
        factors.solve(rightHandSide);
        for (int i = 0; i < equations.count(); i++) {
            double[] step = change.get(i);
            double[] derivative = k.get(i);
            for (int c = 0; c < size; c++) {
                step[c] = rightHandSide[i * size + c];
                derivative[c] += step[c];
            }
        }
        return equations.norm(change.subList(0, equations.count()));
    }

    /** Newton's method proper, with a Jacobian of each stage in each iteration: the last resort. */
    private boolean iterateFully(StageEquations<double[]> equations, List<double[]> k) {
        convergence.begin();
        factorScale = Double.NaN;
        double previous = Double.POSITIVE_INFINITY;
        for (int iteration = 0; iteration < MOST_FULL_ITERATIONS; iteration++) {
            equations.evaluate(k);
            for (int i = 0; i < equations.count(); i++) {
                evaluation.evaluate(equations.function(), equations.time(i), equations.state(i), jacobian);
                fill(factors, i, equations.coefficients(i), jacobian);
            }
            if (!factors.factorize()) {
                return false;
            }
            double norm = correct(equations, k);
            if (!Double.isFinite(norm)) {
                return false;
            }
            // It may diverge at first; convergence is quadratic in the end.
            if (norm <= 1 && norm >= 0.1 * previous || norm <= 1e-3) {
                return true;
            }
            previous = norm;
        }
        return false;
    }

    @Override
    public void smooth(StageEquations<double[]> equations, double scale, double[] error) {
        if (!known) {
            evaluateJacobian(equations);
        }
        if (factorStages == 1 && factorScale == scale) {
            factors.solve(error);
            return;
        }
        if (smoothing == null) {
            smoothing = new DenseLu(size);
        }
        if (smoothingScale != scale) {
            fill(smoothing, 0, new double[] {scale}, jacobian);
            if (!smoothing.factorize()) {
                smoothingScale = Double.NaN;
                return;
            }
            smoothingScale = scale;
        }
        smoothing.solve(error);
    }

    /** The rate is about proportional to the step's size. */
    @Override
    public double growthLimit() {
        return Math.max(1, FAST / worstRate);
    }

    @Override
    public void accept() {
        ofThisStep = false;
        known &= worstRate <= SLOW;
        worstRate = 0;
    }

    @Override
    public void restart() {
        known = false;
        ofThisStep = false;
    }

    @Override
    public void close() {
        // Holds arrays only.
    }
}
