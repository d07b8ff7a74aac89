package org.odenet.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.odenet.solvers.AdaptiveSolver;
import org.odenet.solvers.Solvers;
import org.odenet.solvers.SteppingSolver;
import org.odenet.solvers.step.Method;
import org.odenet.solvers.step.RungeKutta;
import org.odenet.solvers.step.SwitchingMethod;

/** Which of this library's solvers take part. */
final class SolverChoice {

    /** Explicit ones that are shown beside those for stiff problems, to see them end. */
    private static final Set<String> EXPLICIT_ON_STIFF = Set.of("dopri5", "tsit5");

    private SolverChoice() {}

    static List<AdaptiveSolver> nonStiff() {
        return adaptive().stream()
                .filter(solver -> !isImplicit(solver.method()))
                .toList();
    }

    static List<AdaptiveSolver> stiff() {
        return adaptive().stream()
                .filter(solver -> isImplicit(solver.method()) || solver.method() instanceof SwitchingMethod)
                .toList();
    }

    static List<AdaptiveSolver> explicitOnStiff() {
        return adaptive().stream()
                .filter(solver -> EXPLICIT_ON_STIFF.contains(solver.name()))
                .toList();
    }

    /** Whether a method's steps are equations to solve, which only pays where stability would limit other methods. */
    static boolean isImplicit(Method method) {
        return method instanceof RungeKutta && Double.isInfinite(method.stabilityLimit());
    }

    /**
     * Solvers by name.
     *
     * @throws IllegalArgumentException if a name is unknown or that of a method without an error estimate
     */
    static List<AdaptiveSolver> named(List<String> names) {
        List<AdaptiveSolver> solvers = new ArrayList<>();
        for (String name : names) {
            SteppingSolver solver = Solvers.byName(name);
            if (!(solver instanceof AdaptiveSolver adaptive)) {
                throw new IllegalArgumentException("the solver '" + name
                        + "' does not estimate its error, so it has no tolerance to compare at; take one of "
                        + adaptive().stream().map(AdaptiveSolver::name).toList());
            }
            solvers.add(adaptive);
        }
        return solvers;
    }

    private static List<AdaptiveSolver> adaptive() {
        return Solvers.names().stream()
                .map(Solvers::byName)
                .filter(AdaptiveSolver.class::isInstance)
                .map(AdaptiveSolver.class::cast)
                .toList();
    }
}
