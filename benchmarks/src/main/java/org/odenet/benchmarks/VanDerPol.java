package org.odenet.benchmarks;

import org.odenet.core.ode.BatchFunction;
import org.odenet.core.ode.OdeFunction;
import org.odenet.core.ode.OdeSolution;
import org.odenet.core.ode.SolveOptions;
import org.odenet.core.ode.TimeSpan;
import org.odenet.solvers.AdaptiveSolver;
import org.odenet.solvers.Solvers;
import org.odenet.solvers.sample.BatchSolution;

/** Many van der Pol oscillators of very different stiffness: {@code x'' = μ (1 - x²) x' - x}, μ from 0.1 to 20. */
final class VanDerPol {

    private static final double LEAST = 0.1;
    private static final double MOST = 20;

    private final AdaptiveSolver solver;
    private final TimeSpan span;
    private final double[] mu;

    VanDerPol(int samples, double end, double tolerance) {
        this.solver = Solvers.dormandPrince54().tolerances(tolerance, tolerance).ignoringStiffness();
        this.span = TimeSpan.of(0, end);
        this.mu = new double[samples];
        for (int i = 0; i < samples; i++) {
            mu[i] = samples == 1 ? MOST : LEAST + (MOST - LEAST) * i / (samples - 1);
        }
    }

    /** What one way to solve them all cost and gave. */
    record Result(long sampleEvaluations, double[] finalStates) {}

    private double[] initialStates() {
        double[] y = new double[2 * mu.length];
        for (int i = 0; i < mu.length; i++) {
            y[2 * i] = 2;
        }
        return y;
    }

    private static void evaluate(double mu, double[] y, double[] dydt, int at) {
        double x = y[at];
        double v = y[at + 1];
        dydt[at] = v;
        dydt[at + 1] = mu * (1 - x * x) * v - x;
    }

    /** Each with its own steps, all at once. */
    Result perSample() {
        BatchFunction<double[]> function = (at, y, dydt) -> {
            for (int row = 0; row < at.count(); row++) {
                evaluate(mu[at.index(row)], y, dydt, 2 * row);
            }
        };
        BatchSolution<double[]> solution = solver.perSample().solve(function, initialStates(), mu.length, span);
        if (!solution.isComplete()) {
            throw new IllegalStateException(solution.failure());
        }
        return new Result(solution.sampleEvaluations(), solution.finalStates());
    }

    /** With common steps. */
    Result jointly() {
        OdeFunction<double[]> function = (t, y, dydt) -> {
            for (int row = 0; row < mu.length; row++) {
                evaluate(mu[row], y, dydt, 2 * row);
            }
        };
        OdeSolution<double[]> solution = solver.solve(function, initialStates(), span, SolveOptions.defaults());
        return new Result(mu.length * solution.statistics().functionEvaluations(), solution.finalState());
    }

    /** One after the other. */
    Result oneAtATime() {
        double[] states = new double[2 * mu.length];
        long evaluations = 0;
        for (int i = 0; i < mu.length; i++) {
            double own = mu[i];
            OdeFunction<double[]> function = (t, y, dydt) -> evaluate(own, y, dydt, 0);
            OdeSolution<double[]> solution = solver.solve(function, new double[] {2, 0}, span, SolveOptions.defaults());
            evaluations += solution.statistics().functionEvaluations();
            System.arraycopy(solution.finalState(), 0, states, 2 * i, 2);
        }
        return new Result(evaluations, states);
    }
}
