package org.odenet.solvers;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.odenet.core.ode.OdeSolution;
import org.odenet.core.ode.SolveOptions;

class StiffTest {

    static Stream<Arguments> methodsAndProblems() {
        return Stream.of("trbdf2", "kvaerno3", "kvaerno4", "kvaerno5", "radau5")
                .flatMap(name -> StiffProblem.ALL.stream().map(p -> Arguments.of(name, p)));
    }

    @ParameterizedTest
    @MethodSource("methodsAndProblems")
    void reachesTheReference(String name, StiffProblem problem) {
        for (double tol : new double[] {1e-4, 1e-6, 1e-8, 1e-11}) {
            if (tol < 1e-8 && !name.equals("radau5")) continue;
            AdaptiveSolver solver = ((AdaptiveSolver) Solvers.byName(name))
                    .tolerances(tol, tol * problem.absolute())
                    .maxSteps(1000000);
            OdeSolution<double[]> s = null;
            double best = 1e9;
            for (int r = 0; r < 3; r++) {
                long t0 = System.nanoTime();
                s = solver.solve(
                        problem.function(),
                        problem.initialState(),
                        problem.span(),
                        SolveOptions.<double[]>defaults().returningFailure());
                best = Math.min(best, (System.nanoTime() - t0) * 1e-6);
            }
            System.out.printf(
                    "%-9s %-12s %.0e %s digits %.2f  nfe %d steps %d rej %d  %.2f ms%n",
                    name,
                    problem,
                    tol,
                    s.outcome(),
                    problem.digits(s.finalState()),
                    s.statistics().functionEvaluations(),
                    s.statistics().acceptedSteps(),
                    s.statistics().rejectedSteps(),
                    best);
        }
    }
}
