package org.odenet.adjoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.odenet.core.ode.DifferentiableSolution;
import org.odenet.core.ode.GradientMethod;
import org.odenet.core.ode.OdeFunctionException;
import org.odenet.core.ode.OdeSolver;
import org.odenet.core.ode.TimeSpan;
import org.odenet.solvers.AdaptiveSolver;
import org.odenet.solvers.FixedStepSolver;
import org.odenet.solvers.Solvers;
import org.odenet.solvers.tableau.ButcherTableaus;

/** Gradients through steps that are taken piece by piece. */
class DividedGradientTest {

    private static final TestFunction FUNCTION = new TestFunction.TanhNetwork();
    private static final int ROWS = 3;
    private static final long BYTES = 1000;
    private static final TimeSpan SPAN = TimeSpan.of(0, 1.5).observedAt(0.4, 1.1);
    /** Its first step is too large, and is rejected. */
    private static final AdaptiveSolver REJECTING =
            Solvers.dormandPrince54().tolerances(1e-7, 1e-7).firstStep(1.5);

    /** By state and by parameters, one after the other. */
    private record Gradient(double[] values, long evaluations, long backwardEvaluations) {}

    static Stream<OdeSolver> solvers() {
        return Stream.of(
                REJECTING,
                new AdaptiveSolver(ButcherTableaus.DORMAND_PRINCE_853),
                new FixedStepSolver(ButcherTableaus.RK4).steps(5),
                new FixedStepSolver(Solvers.byName("implicit-adams").method()).steps(12));
    }

    private static Gradient gradient(GradientMethod method, OdeSolver solver, DividedRows function) {
        try (INDArray initial = DividedRows.initialState(FUNCTION, ROWS);
                INDArray parameters = Nd4j.zeros(DataType.DOUBLE, FUNCTION.theta.length);
                DifferentiableSolution<INDArray> solution = method.solve(solver, function, initial, SPAN)) {
            INDArray state = solution.backward(solution.solution().states(), parameters);
            return new Gradient(
                    Nd4j.concat(0, state.reshape(state.length()), parameters)
                            .data()
                            .asDouble(),
                    solution.solution().statistics().functionEvaluations(),
                    solution.backwardStatistics().functionEvaluations());
        }
    }

    private static void assertAlike(Gradient actual, Gradient expected) {
        assertThat(actual.evaluations()).isEqualTo(expected.evaluations());
        assertThat(actual.backwardEvaluations()).isEqualTo(expected.backwardEvaluations());
        for (int i = 0; i < expected.values().length; i++) {
            assertThat(actual.values()[i] - expected.values()[i]).isBetween(-1e-10, 1e-10);
        }
    }

    @ParameterizedTest
    @MethodSource("solvers")
    void allMethodsAndBudgetsGiveTheGradientOfTheUndivided(OdeSolver solver) {
        for (GradientMethod method : List.of(
                Gradients.direct(),
                Gradients.checkpointed(),
                Gradients.checkpointed().withMemoryBudget(0),
                Gradients.checkpointed().withMemoryBudget(14 * ROWS * BYTES),
                Gradients.adjoint(),
                Gradients.adjoint().withSeminorm())) {
            DividedRows divided = new DividedRows(FUNCTION, BYTES, true);
            Gradient expected = gradient(method, solver, new DividedRows(FUNCTION, BYTES, false));

            assertAlike(gradient(method, solver, divided), expected);
            assertThat(divided.openRows).hasValue(0);
        }
    }

    @ParameterizedTest
    @MethodSource("solvers")
    void theParametersGradientNeedNotBeWanted(OdeSolver solver) {
        for (GradientMethod method : List.of(Gradients.direct(), Gradients.adjoint())) {
            INDArray expected = stateCotangent(method, solver, new DividedRows(FUNCTION, BYTES, false));
            INDArray actual = stateCotangent(method, solver, new DividedRows(FUNCTION, BYTES, true));

            assertThat(actual.sub(expected).amaxNumber().doubleValue()).isLessThan(1e-10);
        }
    }

    private static INDArray stateCotangent(GradientMethod method, OdeSolver solver, DividedRows function) {
        try (INDArray initial = DividedRows.initialState(FUNCTION, ROWS);
                DifferentiableSolution<INDArray> solution = method.solve(solver, function, initial, SPAN)) {
            return solution.backward(solution.solution().states(), null).dup();
        }
    }

    @ParameterizedTest
    @MethodSource("solvers")
    void anyBudgetGivesTheSameBits(OdeSolver solver) {
        double[] expected = gradient(Gradients.direct(), solver, new DividedRows(FUNCTION, BYTES, true))
                .values();
        // The last are in the middle of an evaluation.
        for (long rows : new long[] {0, 1, 20, 40, 41}) {
            GradientMethod method = Gradients.checkpointed().withMemoryBudget(rows * BYTES);

            assertThat(gradient(method, solver, new DividedRows(FUNCTION, BYTES, true))
                            .values())
                    .isEqualTo(expected);
        }
    }

    /** As without division: a step is kept whole or not at all, and nothing is recorded that cannot be kept. */
    @ParameterizedTest
    @CsvSource({"7, 7", "12, 7", "13, 13", "18, 13", "100, 31"})
    void recordsNothingThatCannotBeKept(int linearizations, int recorded) {
        OdeSolver fiveSteps = new FixedStepSolver(ButcherTableaus.DORMAND_PRINCE_54).steps(5);
        GradientMethod method = Gradients.checkpointed().withMemoryBudget(linearizations * ROWS * BYTES);
        DividedRows function = new DividedRows(FUNCTION, BYTES, true);
        try (INDArray initial = DividedRows.initialState(FUNCTION, ROWS);
                DifferentiableSolution<INDArray> solution = method.solve(fiveSteps, function, initial, SPAN)) {
            assertThat(solution.solution().statistics().functionEvaluations()).isEqualTo(31);
            assertThat(function.linearizedRows).hasValue(recorded * ROWS);
            assertThat(function.openRows).hasValue(recorded * ROWS);
        }
    }

    @Test
    void aStepThatDoesNotFitIsFreedAtOnce() {
        GradientMethod method = Gradients.checkpointed().withMemoryBudget(3 * ROWS * BYTES + 1);
        DividedRows function = new DividedRows(FUNCTION, BYTES, true);
        try (INDArray initial = DividedRows.initialState(FUNCTION, ROWS);
                DifferentiableSolution<INDArray> solution = method.solve(REJECTING, function, initial, SPAN)) {
            assertThat(solution.solution().statistics().acceptedSteps()).isGreaterThan(2);
            assertThat(function.linearizedRows.get()).isBetween(3 * ROWS + 1, 4 * ROWS + ROWS);
            assertThat(function.openRows).hasValue(0);
        }
    }

    @Test
    void aFailureInAPieceLeavesNothingOpen() {
        for (GradientMethod method :
                List.of(Gradients.direct(), Gradients.checkpointed().withMemoryBudget(0), Gradients.adjoint())) {
            for (int failing = 1; failing < 60; failing += 7) {
                DividedRows function = new DividedRows(FUNCTION, BYTES, true).failingAt(failing);

                assertThatThrownBy(() -> gradient(method, REJECTING, function))
                        .isInstanceOf(OdeFunctionException.class)
                        .hasMessageContaining("told to fail");
                assertThat(function.openRows).hasValue(0);
            }
        }
    }

    @Test
    void aFailureInTheRecomputationOfAPieceLeavesNothingOpen() {
        GradientMethod method = Gradients.checkpointed().withMemoryBudget(0);
        DividedRows function = new DividedRows(FUNCTION, BYTES, true);
        try (INDArray initial = DividedRows.initialState(FUNCTION, ROWS);
                DifferentiableSolution<INDArray> solution = method.solve(REJECTING, function, initial, SPAN)) {
            function.failingAt(function.evaluatedRows.get() + 11);

            assertThatThrownBy(() -> solution.backward(solution.solution().states(), null))
                    .hasMessageContaining("told to fail");
            assertThat(function.openRows).hasValue(0);
        }
    }
}
