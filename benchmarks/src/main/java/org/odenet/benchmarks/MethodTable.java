package org.odenet.benchmarks;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.odenet.core.ode.OdeFunction;
import org.odenet.core.ode.OdeSolution;
import org.odenet.core.ode.SolveOptions;
import org.odenet.core.ode.TimeSpan;
import org.odenet.solvers.FixedStepSolver;
import org.odenet.solvers.Solvers;
import org.odenet.solvers.step.Method;
import org.odenet.solvers.step.RungeKutta;
import org.odenet.solvers.step.SwitchingMethod;

/** All methods of solving as a table in Markdown. */
final class MethodTable {

    private static final int FEW_STEPS = 100;
    private static final OdeFunction<double[]> PENDULUM = (t, y, dydt) -> {
        dydt[0] = y[1];
        dydt[1] = -Math.sin(y[0]);
    };

    private MethodTable() {}

    static String markdown() {
        List<Method> methods = Solvers.names().stream()
                .map(name -> Solvers.byName(name).method())
                .sorted(Comparator.comparing(SolverChoice::isImplicit)
                        .thenComparing(Method::hasErrorEstimate)
                        .thenComparing(Method::order)
                        .thenComparing(Method::name))
                .toList();
        return """
                | name | order | evaluations a step | estimates its error | order within a step | published |
                | --- | --- | --- | --- | --- | --- |
                """
                + methods.stream().map(MethodTable::row).collect(Collectors.joining());
    }

    private static String row(Method method) {
        return "| `%s` | %d | %s | %s | %d | %s |\n"
                .formatted(
                        method.name(),
                        method.order(),
                        cost(method),
                        method.hasErrorEstimate() ? "yes" : "no",
                        method.interpolationOrder(),
                        method.citation());
    }

    /** Counted, as some methods use an evaluation of the step before. */
    private static String cost(Method method) {
        if (method instanceof RungeKutta rungeKutta && SolverChoice.isImplicit(method)) {
            int stages = rungeKutta.tableau().stages();
            return stages + (stages == 1 ? " stage, iterated" : " stages, iterated");
        }
        if (method instanceof SwitchingMethod) {
            return "those of the method at work";
        }
        double more = (double) (evaluations(method, 2 * FEW_STEPS) - evaluations(method, FEW_STEPS)) / FEW_STEPS;
        return more == Math.rint(more) ? String.valueOf((int) more) : "varies";
    }

    private static long evaluations(Method method, int steps) {
        try (OdeSolution<double[]> solution = new FixedStepSolver(method)
                .steps(steps)
                .solve(PENDULUM, new double[] {1, 0}, TimeSpan.of(0, 5), SolveOptions.defaults())) {
            return solution.statistics().functionEvaluations();
        }
    }
}
