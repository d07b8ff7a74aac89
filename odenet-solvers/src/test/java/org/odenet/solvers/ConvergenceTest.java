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
import org.odenet.solvers.tableau.ButcherTableau;
import org.odenet.solvers.tableau.ButcherTableaus;
import org.odenet.solvers.tableau.ImplicitTableaus;

/** The order that each method shows on problems whose solution is known, with fixed steps. */
class ConvergenceTest {

    private static final List<ButcherTableau> METHODS = Stream.of(ButcherTableaus.ALL, ImplicitTableaus.ALL)
            .flatMap(List::stream)
            .toList();

    private static final double SLACK = 0.2;

    /** Tsitouras' leading error is so small that the next term shows up to the rounding floor. */
    private static final double SLACK_ABOVE = 0.25;

    private static final double ROUNDING = 5e-13;
    private static final double BETWEEN = 0.37;
    private static final int HIGH = 6;

    private static final List<Problem> SMOOTH = List.of(Problem.STEADY, Problem.ROTATION, Problem.CUBIC);

    static Stream<Arguments> methodsAndProblems() {
        return METHODS.stream().filter(method -> method.order() < HIGH).flatMap(method -> bothWays(Problem.ALL)
                .map(problem -> Arguments.of(method, problem)));
    }

    static Stream<ButcherTableau> methodsOfHighOrder() {
        return METHODS.stream().filter(method -> method.order() >= HIGH);
    }

    private static Stream<Problem> bothWays(List<Problem> problems) {
        return problems.stream().flatMap(problem -> Stream.of(problem, problem.backward()));
    }

    @ParameterizedTest
    @MethodSource("methodsAndProblems")
    void errorAtStepsFallsWithTheOrder(ButcherTableau method, Problem problem) {
        double slope = slope(method, problem, 1);

        assertThat(slope).isBetween(method.order() - SLACK, method.order() + SLACK_ABOVE);
    }

    @ParameterizedTest
    @MethodSource("methodsAndProblems")
    void errorBetweenStepsFallsWithTheInterpolationsOrder(ButcherTableau method, Problem problem) {
        double slope = slope(method, problem, BETWEEN);

        assertThat(slope).isCloseTo(orderBetween(method), within(SLACK));
    }

    private static int orderBetween(ButcherTableau method) {
        return Math.min(method.order(), method.interpolationOrder() + 1);
    }

    /**
     * The rounding floor comes before the asymptotic slope wherever the next term of the error is large. So half of the
     * problems must show the order, and none a much lower one.
     */
    @ParameterizedTest
    @MethodSource("methodsOfHighOrder")
    void errorsOfHighOrderFallWithIt(ButcherTableau method) {
        assertSlopes(method, 1, method.order());
        assertSlopes(method, BETWEEN, orderBetween(method));
    }

    private static void assertSlopes(ButcherTableau method, double placeInStep, int order) {
        List<Double> slopes = bothWays(SMOOTH)
                .map(problem -> slope(method, problem, placeInStep))
                .toList();

        assertThat(slopes).allSatisfy(slope -> assertThat(slope).isGreaterThan(order - 0.5));
        assertThat(slopes.stream().filter(slope -> Math.abs(slope - order) < SLACK))
                .as("%s of %s", order, slopes)
                .hasSizeGreaterThanOrEqualTo(slopes.size() / 2);
    }

    /** Fitted where steps are small enough for the asymptotic order, and large enough that rounding does not show. */
    private static double slope(ButcherTableau method, Problem problem, double placeInStep) {
        List<Double> sizes = new ArrayList<>();
        List<Double> errors = new ArrayList<>();
        for (int steps = method.order() < HIGH ? 32 : 12; steps <= 1024; steps += steps / 6) {
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
    private static double error(ButcherTableau method, Problem problem, int steps, double placeInStep) {
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
