package org.odenet.adjoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.odenet.core.ode.DifferentiableSolution;
import org.odenet.core.ode.GradientMethod;
import org.odenet.core.ode.OdeSolver;
import org.odenet.core.ode.SolveOptions;
import org.odenet.core.ode.SolverStatistics;
import org.odenet.core.ode.TimeSpan;
import org.odenet.solvers.AdaptiveSolver;
import org.odenet.solvers.FixedStepSolver;
import org.odenet.solvers.Solvers;
import org.odenet.solvers.SteppingSolver;
import org.odenet.solvers.multistep.AdamsBashforth;
import org.odenet.solvers.reversible.ReversibleHeun;
import org.odenet.solvers.step.RungeKutta;
import org.odenet.solvers.step.StagedStep;
import org.odenet.solvers.tableau.ButcherTableau;
import org.odenet.solvers.tableau.ButcherTableaus;
import org.odenet.solvers.tableau.ImplicitTableaus;

/** Direct and checkpointed gradients are the exact derivatives of the numbers that a solver computes. */
class DiscreteGradientTest {

    private static final double EXACT = 1e-9;
    private static final double NEARLY_EXACT = 1e-6;
    private static final List<TestFunction> FUNCTIONS =
            List.of(new TestFunction.LotkaVolterra(), new TestFunction.TanhNetwork());
    private static final GradientMethod RECOMPUTING = Gradients.checkpointed().withMemoryBudget(0);
    private static final List<GradientMethod> METHODS = List.of(Gradients.direct(), RECOMPUTING);

    static Stream<OdeSolver> solvers() {
        return Stream.concat(rungeKuttaMethods(), methodsWithMemory());
    }

    /** Among the steps of variable order are some that are rejected, and some after them of a lower order. */
    static Stream<OdeSolver> methodsWithMemory() {
        return Stream.of(
                Solvers.explicitAdams().steps(1),
                Solvers.explicitAdams().steps(7),
                Solvers.implicitAdams().stepSize(0.17),
                new FixedStepSolver(new AdamsBashforth(2)).steps(7),
                new FixedStepSolver(new AdamsBashforth(7)).steps(20),
                Solvers.adams(),
                Solvers.adams().firstStep(1),
                Solvers.adams().tolerances(1e-8, 1e-8),
                Solvers.adams().tolerances(1e-5, 1e-5).steppingPastEnd(),
                new FixedStepSolver(new ReversibleHeun()).steps(1),
                new FixedStepSolver(new ReversibleHeun()).stepSize(0.11),
                Solvers.reversibleHeun().firstStep(1),
                Solvers.reversibleHeun().steppingPastEnd());
    }

    static Stream<OdeSolver> rungeKuttaMethods() {
        List<OdeSolver> solvers = new ArrayList<>();
        for (ButcherTableau tableau : ImplicitTableaus.ALL) {
            solvers.add(new FixedStepSolver(tableau).steps(5));
            if (tableau.hasErrorEstimate()) {
                // The stages are solved for to a part of the tolerances only.
                solvers.add(new AdaptiveSolver(tableau).tolerances(1e-6, 1e-6).firstStep(0.3));
            }
        }
        for (ButcherTableau tableau : ButcherTableaus.ALL) {
            solvers.add(new FixedStepSolver(tableau).steps(5));
            solvers.add(new FixedStepSolver(tableau).stepSize(0.27));
            if (tableau.hasErrorEstimate()) {
                solvers.add(new AdaptiveSolver(tableau));
                solvers.add(new AdaptiveSolver(tableau).firstStep(1));
                solvers.add(new AdaptiveSolver(tableau).tolerances(1e-5, 1e-5).steppingPastEnd());
            }
        }
        return solvers.stream();
    }

    /** Forward and backward in time; the end alone, and times inside steps, some in the same step. */
    private static List<TimeSpan> spans() {
        return List.of(
                TimeSpan.of(0, 1.3),
                TimeSpan.of(0.2, 1.5).observedAt(0.2001, 0.21, 0.7, 1.1, 1.49),
                TimeSpan.of(1, -0.3),
                TimeSpan.of(1, -0.3).observedAt(0.999, 0.5, 0, -0.1));
    }

    @ParameterizedTest
    @MethodSource("solvers")
    void equalsCentralDifferences(OdeSolver solver) {
        for (TestFunction function : FUNCTIONS) {
            for (TimeSpan span : spans()) {
                Differentiated expected = Differentiated.byDifferences(solver, function, span);
                for (GradientMethod method : METHODS) {
                    double error =
                            Differentiated.by(method, solver, function, span).relativeError(expected);
                    assertThat(error).as("%s, %s, %s", function, span, method).isLessThan(exactness(solver));
                }
            }
        }
    }

    private static double exactness(OdeSolver solver) {
        return solver instanceof AdaptiveSolver && !isExplicit(solver) ? NEARLY_EXACT : EXACT;
    }

    @ParameterizedTest
    @MethodSource("solvers")
    void bothMethodsGiveTheSameBits(OdeSolver solver) {
        for (TestFunction function : FUNCTIONS) {
            for (TimeSpan span : spans()) {
                Differentiated direct = Differentiated.by(Gradients.direct(), solver, function, span);
                Differentiated checkpointed = Differentiated.by(RECOMPUTING, solver, function, span);

                assertThat(checkpointed.byState()).isEqualTo(direct.byState());
                assertThat(checkpointed.byParameters()).isEqualTo(direct.byParameters());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("solvers")
    void observesAtTheEndsOfSteps(OdeSolver solver) {
        TestFunction function = FUNCTIONS.get(1);
        List<Double> ends = new ArrayList<>();
        solver.solve(
                function,
                function.initialState(),
                TimeSpan.of(0, 2),
                SolveOptions.<double[]>defaults().withListener(step -> ends.add(step.end())));
        double[] inside = ends.stream()
                .filter(end -> end < 2)
                .mapToDouble(Double::doubleValue)
                .toArray();
        TimeSpan span = TimeSpan.of(0, 2).observedAt(inside);

        Differentiated expected = Differentiated.byDifferences(solver, function, span);

        for (GradientMethod method : METHODS) {
            assertThat(Differentiated.by(method, solver, function, span).relativeError(expected))
                    .isLessThan(exactness(solver));
        }
    }

    @ParameterizedTest
    @MethodSource("solvers")
    void doesNotDependOnHowTheSolutionIsObserved(OdeSolver solver) {
        TestFunction function = FUNCTIONS.get(0);
        TimeSpan plain = TimeSpan.of(0, 1.3);
        TimeSpan observed = plain.observedAt(0.1, 0.6, 1.2);
        double[] weight = {0.3, -0.8};
        for (GradientMethod method : METHODS) {
            double[] expected = new double[4];
            double[] gradient = new double[4];
            try (DifferentiableSolution<double[]> a = method.solve(solver, function, function.initialState(), plain);
                    DifferentiableSolution<double[]> b =
                            method.solve(solver, function, function.initialState(), observed)) {
                double[] byState = a.backward(List.of(weight), expected);
                double[] same = b.backward(Arrays.asList(null, null, null, weight), gradient);

                assertThat(same).isEqualTo(byState);
                assertThat(gradient).isEqualTo(expected);
                assertThat(b.solution().finalState()).isEqualTo(a.solution().finalState());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("methodsWithMemory")
    void countsTheWorkOfMethodsWithMemory(OdeSolver solver) {
        TestFunction function = FUNCTIONS.get(1);
        List<Long> numbers = new ArrayList<>();
        solver.solve(
                function,
                function.initialState(),
                TimeSpan.of(0, 1.3),
                SolveOptions.<double[]>defaults().withListener(step -> {
                    StagedStep<double[]> staged = (StagedStep<double[]>) step;
                    Arrays.stream(staged.evaluations())
                            .filter(number -> number >= 0)
                            .forEach(numbers::add);
                }));
        for (GradientMethod method : METHODS) {
            CountingFunction<double[]> counting = new CountingFunction<>(function);
            try (DifferentiableSolution<double[]> solution =
                    method.solve(solver, counting, function.initialState(), TimeSpan.of(0, 1.3))) {
                counting.reset();

                solution.backward(List.of(new double[] {1, 2, 3}), null);

                // Each evaluation that steps are made of goes back once, however many steps have used it.
                long used = numbers.stream().distinct().count();
                SolverStatistics backward = solution.backwardStatistics();
                assertThat(backward.functionEvaluations())
                        .isEqualTo(counting.evaluations)
                        .isEqualTo(method.name().equals("direct") ? 0 : used);
                assertThat(backward.vectorJacobianProducts())
                        .isEqualTo(counting.products)
                        .isEqualTo(used);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("rungeKuttaMethods")
    void countsItsWork(OdeSolver solver) {
        TestFunction function = FUNCTIONS.get(1);
        for (GradientMethod method : METHODS) {
            CountingFunction<double[]> counting = new CountingFunction<>(function);
            try (DifferentiableSolution<double[]> solution =
                    method.solve(solver, counting, function.initialState(), TimeSpan.of(0, 1.3))) {
                SolverStatistics forward = solution.solution().statistics();
                assertThat(forward.functionEvaluations()).isEqualTo(counting.evaluations);
                assertThat(solution.backwardStatistics()).isEqualTo(SolverStatistics.NONE);
                counting.reset();

                solution.backward(List.of(new double[] {1, 2, 3}), null);

                if (!isExplicit(solver)) {
                    assertCounted(solution.backwardStatistics(), counting);
                    continue;
                }
                boolean[] active = stagesThatMatter(tableau(solver), 1);
                // Of a step past the end the state is interpolated, which takes in other stages.
                boolean[] ofLast = pastEnd(solver) ? stagesThatMatter(tableau(solver), 0.4) : active;
                long others = forward.acceptedSteps() - 1;
                long recomputed = (lastOf(active) + 1) * others + lastOf(ofLast) + 1;
                SolverStatistics backward = solution.backwardStatistics();
                assertThat(backward.functionEvaluations())
                        .isEqualTo(counting.evaluations)
                        .isEqualTo(method.name().equals("direct") ? 0 : recomputed);
                assertThat(backward.vectorJacobianProducts())
                        .isEqualTo(counting.products)
                        .isEqualTo(count(active) * others + count(ofLast));
            }
        }
    }

    /** Each stage is linearized once; how many products its equations take is theirs to say. */
    private static void assertCounted(SolverStatistics backward, CountingFunction<double[]> counting) {
        assertThat(backward.functionEvaluations()).isEqualTo(counting.evaluations);
        assertThat(counting.evaluations).isPositive();
        assertThat(backward.vectorJacobianProducts()).isEqualTo(counting.products);
        assertThat(counting.products).isGreaterThan(counting.evaluations);
    }

    private static boolean isExplicit(OdeSolver solver) {
        return !(((SteppingSolver) solver).method() instanceof RungeKutta rungeKutta)
                || rungeKutta.tableau().isExplicit();
    }

    private static ButcherTableau tableau(OdeSolver solver) {
        return ((RungeKutta) ((SteppingSolver) solver).method()).tableau();
    }

    private static boolean pastEnd(OdeSolver solver) {
        return solver instanceof AdaptiveSolver adaptive && adaptive.control().stepsPastEnd();
    }

    /** The stages on which the state at a place in a step depends. */
    private static boolean[] stagesThatMatter(ButcherTableau tableau, double theta) {
        boolean[] matters = new boolean[tableau.interpolationStages()];
        for (int i = matters.length - 1; i >= 0; i--) {
            matters[i] = tableau.interpolation(i, theta) != 0;
            for (int j = i + 1; j < matters.length; j++) {
                matters[i] |= matters[j] && tableau.a(j, i) != 0;
            }
        }
        return matters;
    }

    private static int lastOf(boolean[] active) {
        int last = active.length - 1;
        while (!active[last]) {
            last--;
        }
        return last;
    }

    private static long count(boolean[] active) {
        long count = 0;
        for (boolean a : active) {
            count += a ? 1 : 0;
        }
        return count;
    }

    @Test
    void recomputesOnlyStepsThatMatter() {
        TestFunction function = FUNCTIONS.get(1);
        TimeSpan span = TimeSpan.of(0, 1).observedAt(0.3);
        try (DifferentiableSolution<double[]> solution =
                RECOMPUTING.solve(Solvers.rk4().steps(10), function, function.initialState(), span)) {
            solution.backward(Arrays.asList(new double[3], null), null);

            assertThat(solution.backwardStatistics().functionEvaluations()).isBetween(4L * 3, 4L * 4);
        }
    }

    @Test
    void addsToTheParameterGradientAndReturnsANewState() {
        TestFunction function = FUNCTIONS.get(0);
        TimeSpan span = TimeSpan.of(0, 1);
        for (GradientMethod method :
                Stream.concat(METHODS.stream(), Stream.of(Gradients.adjoint())).toList()) {
            Differentiated expected = Differentiated.by(method, Solvers.dormandPrince54(), function, span);
            double[] gradient = {1, 2, 3, 4};
            List<double[]> weights = Differentiated.weights(span, 2);
            List<double[]> untouched = Differentiated.weights(span, 2);
            try (DifferentiableSolution<double[]> solution =
                    method.solve(Solvers.dormandPrince54(), function, function.initialState(), span)) {
                double[] byState = solution.backward(weights, gradient);

                assertThat(byState).isEqualTo(expected.byState());
                for (int i = 0; i < 4; i++) {
                    assertThat(gradient[i] - (i + 1)).isCloseTo(expected.byParameters()[i], within(1e-13));
                }
                assertThat(weights).usingRecursiveComparison().isEqualTo(untouched);
            }
        }
    }

    @Test
    void zeroCotangentsGiveZero() {
        TestFunction function = FUNCTIONS.get(0);
        for (GradientMethod method :
                Stream.concat(METHODS.stream(), Stream.of(Gradients.adjoint())).toList()) {
            double[] gradient = new double[4];
            try (DifferentiableSolution<double[]> solution =
                    method.solve(Solvers.dormandPrince54(), function, function.initialState(), TimeSpan.of(0, 1))) {
                assertThat(solution.backward(Collections.singletonList(null), gradient))
                        .containsOnly(0);
                assertThat(gradient).containsOnly(0);
            }
        }
    }

    @Test
    void refusesCotangentsThatDoNotFit() {
        TestFunction function = FUNCTIONS.get(0);
        for (GradientMethod method :
                Stream.concat(METHODS.stream(), Stream.of(Gradients.adjoint())).toList()) {
            try (DifferentiableSolution<double[]> solution =
                    method.solve(Solvers.dormandPrince54(), function, function.initialState(), TimeSpan.of(0, 1))) {
                assertThatThrownBy(() -> solution.backward(List.of(), null))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessage("there are 0 cotangents for 1 observed states; give one for each, null for zero");
                assertThatThrownBy(() -> solution.backward(List.of(new double[3]), null))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessage("a cotangent has 3 components, the state of this solve has 2");
                assertThat(solution.backward(List.of(new double[] {1, 1}), null))
                        .hasSize(2);
            }
        }
    }

    @Test
    void goesBackOnce() {
        TestFunction function = FUNCTIONS.get(0);
        for (GradientMethod method : METHODS) {
            try (DifferentiableSolution<double[]> solution =
                    method.solve(Solvers.euler(), function, function.initialState(), TimeSpan.of(0, 1))) {
                solution.backward(List.of(new double[2]), null);

                assertThatThrownBy(() -> solution.backward(List.of(new double[2]), null))
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessage("the steps were given back by the first backward pass; solve again");
            }
        }
    }

    @Test
    void tensorsGiveWhatArraysGive() {
        TestFunction function = new TestFunction.Pointwise(24);
        TimeSpan span = TimeSpan.of(0, 1.3).observedAt(0.4);
        for (OdeSolver solver :
                List.of(Solvers.dormandPrince54(), Solvers.implicitAdams().steps(6))) {
            tensorsGiveWhatArraysGive(function, span, solver);
        }
    }

    private static void tensorsGiveWhatArraysGive(TestFunction function, TimeSpan span, OdeSolver solver) {
        for (GradientMethod method :
                List.of(Gradients.direct(), RECOMPUTING, Gradients.adjoint().withSeminorm())) {
            Differentiated expected = Differentiated.by(method, solver, function, span);
            for (INDArray initial : List.of(
                    Nd4j.create(DataType.DOUBLE, 24),
                    Nd4j.create(DataType.DOUBLE, 2, 3, 2, 2),
                    Nd4j.create(DataType.DOUBLE, 2, 2, 2, 3).permute(0, 3, 1, 2))) {
                TensorFunction.assign(initial, function.initialState());
                Differentiated actual = byTensors(method, solver, function, initial, span);

                assertThat(actual.relativeError(expected)).isLessThan(1e-12);
            }
        }
    }

    /** Equations of tensors are solved by GMRES, those of arrays by matrices. */
    @Test
    void tensorsGiveWhatArraysGiveThroughImplicitSteps() {
        TestFunction function = new TestFunction.Pointwise(24);
        TimeSpan span = TimeSpan.of(0, 1.3).observedAt(0.4);
        for (ButcherTableau tableau : List.of(
                ImplicitTableaus.IMPLICIT_EULER,
                ImplicitTableaus.KVAERNO3,
                ImplicitTableaus.GAUSS4,
                ImplicitTableaus.RADAU5)) {
            OdeSolver solver = new FixedStepSolver(tableau).steps(3);
            Differentiated expected = Differentiated.byDifferences(solver, function, span);
            INDArray initial = Nd4j.create(DataType.DOUBLE, 2, 2, 2, 3).permute(0, 3, 1, 2);
            TensorFunction.assign(initial, function.initialState());
            for (GradientMethod method : METHODS) {
                assertThat(byTensors(method, solver, function, initial, span).relativeError(expected))
                        .isLessThan(EXACT);
            }
        }
    }

    private static Differentiated byTensors(
            GradientMethod method, OdeSolver solver, TestFunction function, INDArray initial, TimeSpan span) {
        List<INDArray> cotangents = new ArrayList<>();
        for (double[] weight : Differentiated.weights(span, 24)) {
            // In another memory order than the state's.
            INDArray cotangent = Nd4j.create(DataType.DOUBLE, initial.shape(), 'f');
            TensorFunction.assign(cotangent, weight);
            cotangents.add(cotangent);
        }
        try (INDArray gradient = Nd4j.zeros(DataType.DOUBLE, function.theta.length);
                DifferentiableSolution<INDArray> solution =
                        method.solve(solver, new TensorFunction(function), initial, span);
                INDArray byState = solution.backward(cotangents, gradient)) {
            return new Differentiated(TensorFunction.values(byState), TensorFunction.values(gradient));
        }
    }
}
