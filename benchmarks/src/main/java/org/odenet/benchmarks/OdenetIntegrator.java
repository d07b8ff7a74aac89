package org.odenet.benchmarks;

import org.odenet.benchmarks.problems.InitialValueProblem;
import org.odenet.core.ode.OdeException;
import org.odenet.core.ode.OdeFunction;
import org.odenet.core.ode.OdeSolution;
import org.odenet.core.ode.SolveOptions;
import org.odenet.core.ode.SolverStatistics;
import org.odenet.core.ode.TimeSpan;
import org.odenet.solvers.AdaptiveSolver;

/**
 * A solver of this library with its defaults.
 *
 * @param solver the solver
 * @param maxEvaluations where a solve gives up
 */
record OdenetIntegrator(AdaptiveSolver solver, long maxEvaluations) implements Integrator {

    @Override
    public String name() {
        return solver.name();
    }

    @Override
    public End solve(InitialValueProblem problem, OdeFunction<double[]> function, double tolerance) {
        AdaptiveSolver set = solver.tolerances(tolerance, tolerance * problem.absoluteScale())
                .maxSteps(maxEvaluations);
        SolveOptions<double[]> options = SolveOptions.<double[]>defaults().withMaxEvaluations(maxEvaluations);
        try (OdeSolution<double[]> solution =
                set.solve(function, problem.start(), TimeSpan.of(0, problem.end()), options)) {
            SolverStatistics statistics = solution.statistics();
            return new End(solution.finalState(), statistics.acceptedSteps(), statistics.rejectedSteps(), "");
        } catch (OdeException e) {
            SolverStatistics statistics = e.partialSolution().statistics();
            String message = e.partialSolution().outcome() + ": " + e.getMessage();
            return new End(null, statistics.acceptedSteps(), statistics.rejectedSteps(), message);
        }
    }
}
