package org.odenet.benchmarks;

import org.hipparchus.ode.ODEState;
import org.hipparchus.ode.OrdinaryDifferentialEquation;
import org.hipparchus.ode.nonstiff.DormandPrince54Integrator;
import org.odenet.core.ode.OdeFunction;
import org.odenet.core.ode.OdeSolution;
import org.odenet.core.ode.SolveOptions;
import org.odenet.core.ode.TimeSpan;
import org.odenet.solvers.AdaptiveSolver;
import org.odenet.solvers.Solvers;

/** The system of Lorenz 1963, "Deterministic Nonperiodic Flow", with its usual constants. */
final class Lorenz {

    static final double TOLERANCE = 1e-8;

    private static final double SIGMA = 10;
    private static final double RHO = 28;
    private static final double BETA = 8.0 / 3;
    private static final AdaptiveSolver SOLVER = Solvers.dormandPrince54().tolerances(TOLERANCE, TOLERANCE);
    private static final OdeFunction<double[]> FUNCTION = (t, y, dydt) -> derivative(y, dydt);

    /**
     * A solve's result.
     *
     * @param state the state at the end
     * @param evaluations of the right-hand side
     */
    record Solved(double[] state, long evaluations) {}

    private Lorenz() {}

    private static void derivative(double[] y, double[] dydt) {
        dydt[0] = SIGMA * (y[1] - y[0]);
        dydt[1] = y[0] * (RHO - y[2]) - y[1];
        dydt[2] = y[0] * y[1] - BETA * y[2];
    }

    private static double[] start() {
        return new double[] {1, 1, 1};
    }

    static Solved byOdenet(double end) {
        try (OdeSolution<double[]> solution =
                SOLVER.solve(FUNCTION, start(), TimeSpan.of(0, end), SolveOptions.defaults())) {
            return new Solved(solution.finalState(), solution.statistics().functionEvaluations());
        }
    }

    static Solved byHipparchus(double end) {
        DormandPrince54Integrator integrator = new DormandPrince54Integrator(1e-12, end, TOLERANCE, TOLERANCE);
        double[] state = integrator
                .integrate(new Equation(), new ODEState(0, start()), end)
                .getPrimaryState();
        return new Solved(state, integrator.getEvaluations());
    }

    private static final class Equation implements OrdinaryDifferentialEquation {

        @Override
        public int getDimension() {
            return 3;
        }

        @Override
        public double[] computeDerivatives(double t, double[] y) {
            double[] dydt = new double[3];
            derivative(y, dydt);
            return dydt;
        }
    }
}
