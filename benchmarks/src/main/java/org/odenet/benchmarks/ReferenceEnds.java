package org.odenet.benchmarks;

import java.util.HashMap;
import java.util.Map;
import org.odenet.benchmarks.problems.InitialValueProblem;
import org.odenet.solvers.Solvers;

/**
 * The exact ends of problems: known ones, and those in which two libraries' methods at the tightest
 * tolerance agree.
 */
final class ReferenceEnds {

    private static final double TOLERANCE = 1e-14;

    /** Below the errors that are compared. */
    static final double AGREEMENT = 1e-11;

    private static final long GIVE_UP = 10_000_000;
    private static final Integrator OURS = new OdenetIntegrator(Solvers.dormandPrince54(), GIVE_UP);

    private final Map<String, double[]> ends = new HashMap<>();

    double[] of(InitialValueProblem problem) {
        return problem.known() != null ? problem.known() : ends.computeIfAbsent(problem.name(), name -> solve(problem));
    }

    private static double[] solve(InitialValueProblem problem) {
        double[] end = solve(problem, HipparchusIntegrator.DORMAND_PRINCE_853);
        double[] other = solve(problem, OURS);
        double difference = problem.error(other, end);
        // Not difference > bound, which lets NaN pass.
        if (!(difference <= AGREEMENT)) {
            throw new IllegalStateException("the exact end of problem " + problem.name() + " is not known well enough:"
                    + " two methods differ by " + difference + ", above " + AGREEMENT);
        }
        return end;
    }

    private static double[] solve(InitialValueProblem problem, Integrator integrator) {
        Integrator.End end = integrator.solve(problem, problem.function(), TOLERANCE);
        if (end.state() == null) {
            throw new IllegalStateException("the exact end of problem " + problem.name() + " could not be computed by "
                    + integrator.name() + ": " + end.message());
        }
        return end.state();
    }
}
