package org.odenet.adjoint;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import org.odenet.core.ode.DifferentiableOdeFunction;
import org.odenet.core.ode.DifferentiableSolution;
import org.odenet.core.ode.GradientMethod;
import org.odenet.core.ode.OdeSolution;
import org.odenet.core.ode.OdeSolver;
import org.odenet.core.ode.SolveOptions;
import org.odenet.core.ode.TimeSpan;
import org.odenet.solvers.FixedStepSolver;
import org.odenet.solvers.SteppingSolver;
import org.odenet.solvers.step.RungeKutta;
import org.odenet.solvers.tableau.ButcherTableau;

/**
 * A loss through a solve, and its gradient: {@code Σ ⟨c_k, y(t_k)⟩} over the observed times, with fixed random weights.
 */
record Differentiated(double[] byState, double[] byParameters) {

    /** Random weights of the observed states. */
    static List<double[]> weights(TimeSpan span, int length) {
        Random random = new Random(11);
        List<double[]> weights = new ArrayList<>();
        for (int k = 0; k < span.observations().length; k++) {
            weights.add(random.doubles(length, -1, 1).toArray());
        }
        return weights;
    }

    static Differentiated by(GradientMethod method, OdeSolver solver, TestFunction function, TimeSpan span) {
        return by(method, solver, function, function, span);
    }

    /** With the function wrapped. */
    static Differentiated by(
            GradientMethod method,
            OdeSolver solver,
            TestFunction function,
            DifferentiableOdeFunction<double[]> wrapped,
            TimeSpan span) {
        double[] initial = function.initialState();
        double[] parameters = new double[function.theta.length];
        try (DifferentiableSolution<double[]> solution = method.solve(solver, wrapped, initial, span)) {
            double[] state = solution.backward(weights(span, initial.length), parameters);
            return new Differentiated(state, parameters);
        }
    }

    /**
     * By central differences of order 4 through the steps that the solver takes at the point itself: an adaptive
     * solver's steps are held.
     */
    static Differentiated byDifferences(OdeSolver solver, TestFunction function, TimeSpan span) {
        boolean rungeKutta = ((SteppingSolver) solver).method() instanceof RungeKutta;
        Held steps = rungeKutta ? HeldSteps.of(solver, function, span) : HeldMultisteps.of(solver, function, span);
        List<double[]> weights = weights(span, function.initialState().length);
        return new Differentiated(
                differences(function.initialState(), y -> steps.loss(function, y, weights)),
                differences(
                        function.theta, theta -> steps.loss(function.with(theta), function.initialState(), weights)));
    }

    private static double[] differences(double[] point, ToDoubleFunction<double[]> loss) {
        double size = 1e-3;
        double[] gradient = new double[point.length];
        for (int i = 0; i < point.length; i++) {
            double near = shifted(point, i, size, loss) - shifted(point, i, -size, loss);
            double far = shifted(point, i, 2 * size, loss) - shifted(point, i, -2 * size, loss);
            gradient[i] = (8 * near - far) / (12 * size);
        }
        return gradient;
    }

    private static double shifted(double[] point, int i, double shift, ToDoubleFunction<double[]> loss) {
        double[] moved = point.clone();
        moved[i] += shift;
        return loss.applyAsDouble(moved);
    }

    /** The larger of both parts' relative errors, norm by norm. */
    double relativeError(Differentiated expected) {
        return Math.max(relativeError(byState, expected.byState), relativeError(byParameters, expected.byParameters));
    }

    private static double relativeError(double[] actual, double[] expected) {
        double difference = 0;
        double norm = 0;
        for (int i = 0; i < expected.length; i++) {
            difference += (actual[i] - expected[i]) * (actual[i] - expected[i]);
            norm += expected[i] * expected[i];
        }
        return Math.sqrt(difference / norm);
    }

    /** The steps of one solve, to be taken again. */
    interface Held {

        double loss(TestFunction function, double[] initialState, List<double[]> weights);
    }

    static double product(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    /** Each step on its own, by a solver of its method. */
    private record HeldSteps(ButcherTableau tableau, List<double[]> steps, double[] observations) implements Held {

        static HeldSteps of(OdeSolver solver, TestFunction function, TimeSpan span) {
            List<double[]> steps = new ArrayList<>();
            solver.solve(
                    function,
                    function.initialState(),
                    span,
                    SolveOptions.<double[]>defaults()
                            .withListener(step -> steps.add(new double[] {step.start(), step.end()})));
            return new HeldSteps(tableau(solver), steps, span.observations());
        }

        private static ButcherTableau tableau(OdeSolver solver) {
            return ((RungeKutta) ((SteppingSolver) solver).method()).tableau();
        }

        @Override
        public double loss(TestFunction function, double[] initialState, List<double[]> weights) {
            double[] y = initialState;
            double loss = 0;
            int next = 0;
            for (double[] step : steps) {
                OdeSolution<double[]> solution =
                        new FixedStepSolver(tableau).solve(function, y, TimeSpan.of(step[0], step[1]));
                double direction = Math.signum(step[1] - step[0]);
                while (next < observations.length && (observations[next] - step[1]) * direction <= 0) {
                    loss += product(weights.get(next), solution.at(observations[next]));
                    next++;
                }
                y = solution.finalState();
            }
            return loss;
        }
    }
}
