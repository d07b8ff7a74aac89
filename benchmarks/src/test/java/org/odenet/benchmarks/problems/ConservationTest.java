package org.odenet.benchmarks.problems;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.odenet.core.ode.OdeSolution;
import org.odenet.core.ode.SolveOptions;
import org.odenet.core.ode.TimeSpan;
import org.odenet.solvers.Solvers;

/** What the laws behind the equations conserve, they conserve. */
class ConservationTest {

    private static final ToDoubleFunction<double[]> SUM =
            y -> DoubleStream.of(y).sum();

    private static final Map<InitialValueProblem, List<ToDoubleFunction<double[]>>> CONSERVED = Map.ofEntries(
            Map.entry(detest("B1"), List.of(y -> y[0] - Math.log(y[0]) + 2 * (y[1] - Math.log(y[1])))),
            Map.entry(detest("B2"), List.of(SUM)),
            Map.entry(detest("B3"), List.of(SUM)),
            Map.entry(detest("B5"), List.of(y -> y[0] * y[0] + y[1] * y[1], y -> 0.51 * y[0] * y[0] + y[2] * y[2])),
            Map.entry(detest("C1"), List.of(SUM)),
            Map.entry(detest("C2"), List.of(SUM)),
            Map.entry(detest("C5"), List.of(ConservationTest::energyOfPlanets)),
            Map.entry(detest("D1"), List.of(ConservationTest::energyOfOrbit, ConservationTest::angularMomentum)),
            Map.entry(detest("D5"), List.of(ConservationTest::energyOfOrbit, ConservationTest::angularMomentum)),
            Map.entry(
                    ClassicProblems.LOTKA_VOLTERRA,
                    List.of(y -> y[0] - 3 * Math.log(y[0]) + y[1] - 1.5 * Math.log(y[1]))),
            Map.entry(ClassicProblems.ARENSTORF, List.of(ConservationTest::jacobi)),
            Map.entry(
                    ClassicProblems.PLEIADES,
                    List.of(
                            ConservationTest::energyOfStars,
                            y -> momentumOfStars(y, 14),
                            y -> momentumOfStars(y, 21))));

    private static InitialValueProblem detest(String name) {
        return Detest.ALL.stream()
                .filter(problem -> problem.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    static Stream<InitialValueProblem> problems() {
        return CONSERVED.keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("problems")
    void isConservedToTheEnd(InitialValueProblem problem) {
        TimeSpan span = TimeSpan.of(0, problem.end());
        try (OdeSolution<double[]> solution = Solvers.dormandPrince54()
                .tolerances(1e-11, 1e-11)
                .solve(problem.function(), problem.start(), span, SolveOptions.defaults())) {
            for (ToDoubleFunction<double[]> quantity : CONSERVED.get(problem)) {
                double before = quantity.applyAsDouble(problem.start());

                assertThat(quantity.applyAsDouble(solution.finalState()))
                        .isCloseTo(before, within(2e-8 * Math.max(1, Math.abs(before))));
            }
        }
    }

    @Test
    void theStiffReactionsConserveTheirAtoms() {
        double[] y = {0.3, 0.02, 0.5, 0.11, 0.7, 0.13, 0.17, 0.19};
        double[] dydt = new double[3];
        StiffProblems.ROBERTSON.function().evaluate(0, y, dydt);
        assertThat(SUM.applyAsDouble(dydt)).isCloseTo(0, within(1e-10));

        double[] plant = new double[8];
        StiffProblems.HIRES.function().evaluate(0, y, plant);
        assertThat(plant[6] + plant[7]).isZero();
    }

    @Test
    void theOscillatorsRestWhereTheyShould() {
        double[] derivative = new double[3];
        StiffProblems.VAN_DER_POL.function().evaluate(0, new double[] {0, 0}, derivative);
        assertThat(derivative).containsOnly(0);

        // Without a derivative, y1 = y3 and y2 = y1 / (1 + y1), which leaves a quadratic equation.
        double q = 8.375e-6;
        double y1 = (-q + Math.sqrt(q * q + 8 * q)) / (2 * q);
        StiffProblems.OREGO.function().evaluate(0, new double[] {y1, y1 / (1 + y1), y1}, derivative);
        assertThat(derivative).containsExactly(new double[3], within(1e-8));
    }

    private static double energyOfOrbit(double[] y) {
        return (y[2] * y[2] + y[3] * y[3]) / 2 - 1 / Math.hypot(y[0], y[1]);
    }

    private static double angularMomentum(double[] y) {
        return y[0] * y[3] - y[1] * y[2];
    }

    /** The Jacobi integral of the restricted problem of three bodies. */
    private static double jacobi(double[] y) {
        double moon = 0.012277471;
        double potential = (1 - moon) / Math.hypot(y[0] + moon, y[1]) + moon / Math.hypot(y[0] - 1 + moon, y[1]);
        return y[0] * y[0] + y[1] * y[1] + 2 * potential - y[2] * y[2] - y[3] * y[3];
    }

    private static double energyOfStars(double[] y) {
        double energy = 0;
        for (int i = 0; i < 7; i++) {
            energy += (i + 1) * (y[14 + i] * y[14 + i] + y[21 + i] * y[21 + i]) / 2;
            for (int j = 0; j < i; j++) {
                energy -= (i + 1) * (j + 1) / Math.hypot(y[i] - y[j], y[7 + i] - y[7 + j]);
            }
        }
        return energy;
    }

    private static double momentumOfStars(double[] y, int from) {
        return IntStream.range(0, 7).mapToDouble(i -> (i + 1) * y[from + i]).sum();
    }

    /** In the frame of the centre of mass, by positions and velocities relative to the sun. */
    private static double energyOfPlanets(double[] y) {
        double sun = 1.00000597682;
        double[] masses = {
            0.000954786104043, 0.000285583733151, 0.0000437273164546, 0.0000517759138449, 0.00000277777777778
        };
        double gravity = 2.95912208286;
        double total = sun + DoubleStream.of(masses).sum();
        double energy = 0;
        double[] momentum = new double[3];
        for (int i = 0; i < 5; i++) {
            for (int axis = 0; axis < 3; axis++) {
                double v = y[15 + 3 * i + axis];
                energy += masses[i] * v * v / 2;
                momentum[axis] += masses[i] * v;
            }
            energy -= gravity * sun * masses[i] / distance(y, 3 * i, new double[3], 0);
            for (int j = 0; j < i; j++) {
                energy -= gravity * masses[i] * masses[j] / distance(y, 3 * i, y, 3 * j);
            }
        }
        return 1e3 * (energy - DoubleStream.of(momentum).map(p -> p * p).sum() / (2 * total));
    }

    private static double distance(double[] a, int i, double[] b, int j) {
        return Math.sqrt(IntStream.range(0, 3)
                .mapToDouble(axis -> a[i + axis] - b[j + axis])
                .map(d -> d * d)
                .sum());
    }
}
