package org.odenet.solvers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.odenet.core.ode.OdeException;
import org.odenet.core.ode.OdeSolution;
import org.odenet.core.ode.SolveOptions;

/** Implicit methods on stiff problems. */
class StiffTest {

    private static final List<StiffProblem> PROBLEMS = StiffProblem.ALL;

    static Stream<Arguments> methodsAndProblems() {
        return Stream.of("trbdf2", "kvaerno3", "kvaerno4", "kvaerno5", "radau5")
                .flatMap(name -> PROBLEMS.stream().map(problem -> Arguments.of(name, problem)));
    }

    private static OdeSolution<double[]> solve(String name, StiffProblem problem, double tolerance) {
        return ((AdaptiveSolver) Solvers.byName(name))
                .tolerances(tolerance, tolerance * problem.absolute())
                .solve(problem.function(), problem.initialState(), problem.span(), SolveOptions.defaults());
    }

    @ParameterizedTest
    @MethodSource("methodsAndProblems")
    void reachesTheReference(String name, StiffProblem problem) {
        OdeSolution<double[]> solution = solve(name, problem, 1e-6);

        double expected = name.equals("trbdf2") ? 2.5 : name.equals("radau5") ? 6 : 4.5;
        assertThat(problem.digits(solution.finalState())).isGreaterThan(expected);
        assertThat(solution.statistics().functionEvaluations()).isLessThan(30_000);
    }

    @ParameterizedTest
    @FieldSource("PROBLEMS")
    void confirmsTheReference(StiffProblem problem) {
        assertThat(problem.digits(solve("radau5", problem, 1e-11).finalState())).isGreaterThan(11);
    }

    @Test
    void isOutOfReachOfExplicitMethods() {
        AdaptiveSolver explicit =
                Solvers.dormandPrince54().tolerances(1e-6, 1e-6).maxSteps(10_000);
        StiffProblem problem = StiffProblem.VAN_DER_POL;

        assertThatThrownBy(() -> explicit.solve(problem.function(), problem.initialState(), problem.span()))
                .isInstanceOf(OdeException.class)
                .hasMessageContaining("stiff");
    }
}
