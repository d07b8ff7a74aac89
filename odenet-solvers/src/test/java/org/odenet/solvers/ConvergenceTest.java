package org.odenet.solvers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.odenet.core.ode.OdeSolution;
import org.odenet.core.ode.SolveOptions;
import org.odenet.solvers.multistep.Adams;
import org.odenet.solvers.step.Method;

/** The order that each method shows on problems whose solution is known, with fixed steps; one of variable order has none. */
class ConvergenceTest {

    private static final double SLACK = 0.2;
    private static final double ROUNDING = 3e-13;

    static Stream<Arguments> methodsAndProblems() {
        return Solvers.names().stream()
                .map(name -> Solvers.byName(name).method())
                .filter(method -> !(method instanceof Adams))
                .flatMap(method -> Problem.ALL.stream()
                        .flatMap(problem -> Stream.of(problem, problem.backward()))
                        .map(problem -> Arguments.of(method, problem)));
    }

    @ParameterizedTest
    @MethodSource("methodsAndProblems")
    void errorAtStepsFallsWithTheOrder(Method method, Problem problem) {
        double slope = slope(method, problem, 1);

        assertThat(slope).isCloseTo(method.order(), within(SLACK));
    }

    @ParameterizedTest
    @MethodSource("methodsAndProblems")
    void errorBetweenStepsFallsWithTheInterpolationsOrder(Method method, Problem problem) {
        double slope = slope(method, problem, 0.37);

        assertThat(slope).isCloseTo(Math.min(method.order(), method.interpolationOrder() + 1), within(SLACK));
    }

    /** Fitted where steps are small enough for the asymptotic order, and large enough that rounding does not show. */
    private static double slope(Method method, Problem problem, double placeInStep) {
        List<Double> sizes = new ArrayList<>();
        List<Double> errors = new ArrayList<>();
        for (int steps = 32; steps <= 1024; steps += steps / 4) {
            double error = error(method, problem, steps, placeInStep);
            if (error < ROUNDING) {
                break;
            }
            sizes.add(1.0 / steps);
            errors.add(error);
        }
        Slope slope = new Slope();
        for (int i = sizes.size() - 4; i < sizes.size(); i++) {
            slope.add(sizes.get(i), errors.get(i));
        }
        return slope.value();
    }

    /** The root mean square over all steps, at one place in each: the error at a single time may cross zero. */
    private static double error(Method method, Problem problem, int steps, double placeInStep) {
        double size = (problem.end() - problem.start()) / steps;
        double[] times = IntStream.range(0, placeInStep == 1 ? steps - 1 : steps)
                .mapToDouble(n -> problem.start() + (n + placeInStep) * size)
                .toArray();
        OdeSolution<double[]> solution = new FixedStepSolver(method)
                .steps(steps)
                .solve(
                        problem.function(),
                        problem.initialState(),
                        problem.span().observedAt(times),
                        SolveOptions.defaults());
        double sum = 0;
        for (int n = 0; n < times.length; n++) {
            sum += Math.pow(problem.error(times[n], solution.states().get(n)), 2);
        }
        return Math.sqrt(sum / times.length);
    }
}
