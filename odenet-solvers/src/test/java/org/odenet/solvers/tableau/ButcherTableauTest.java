package org.odenet.solvers.tableau;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ButcherTableauTest {

    private static ButcherTableau.Builder heun() {
        return heun("heun");
    }

    private static ButcherTableau.Builder heun(String name) {
        return ButcherTableau.builder(name, 2)
                .a(row(), row(1))
                .c(0, 1)
                .b(0.5, 0.5)
                .interpolation(2, row(1, -0.5), row(0, 0.5));
    }

    private static double[] row(double... values) {
        return values;
    }

    private static void assertRefused(UnaryOperator<ButcherTableau.Builder> change, String message) {
        ButcherTableau.Builder builder = change.apply(heun());

        assertThatThrownBy(builder::build)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("tableau 'heun': " + message);
    }

    @Test
    void refusesWhatIsInconsistent() {
        assertRefused(b -> b.b(1), "there are 2 rows in a and 1 weights in b");
        assertRefused(b -> b.c(0), "there are 1 places in c and 2 weights in b");
        assertRefused(b -> b.a(row(), row()), "row 1 of a has 0 entries, not 1 up to 2");
        assertRefused(b -> b.a(row(), row(0.5, 0.25, 0.25)), "row 1 of a has 3 entries, not 1 up to 2");
        assertRefused(b -> b.a(row(), row(0.5, 0.6)), "row 1 of a sums to 1.1, not to c = 1.0");
        assertRefused(b -> b.errorWeights(1), "the error weights are not as many as b");
        assertRefused(b -> b.c(0, 0.9), "row 1 of a sums to 1.0, not to c = 0.9");
        assertRefused(b -> b.a(row(), row(1.5)).c(0, 1.5), "c of stage 1 is 1.5, outside the step");
        assertRefused(b -> b.b(0.5, 0.4), "the weights b sum to 0.9, not to 1");
        assertRefused(b -> b.embedded(1), "the embedded weights are not as many as b");
        assertRefused(b -> b.embedded(1, 1), "the error weights do not sum to 0");
        assertRefused(b -> b.interpolation(2, row(1)), "the interpolation has not a row per stage");
        assertRefused(
                b -> b.hermiteInterpolation(2), "no stage is the derivative at the end, which the interpolation needs");
        assertRefused(b -> b.errorWeights(0.5, -0.5, 0), "the error weights are not as many as b");
        assertRefused(b -> b.secondErrorWeights(0.5, 0.5), "the error weights do not sum to 0");
        assertRefused(
                b -> b.interpolation(2, row(1, -0.4), row(0, 0.5)),
                "the interpolation of stage 0 does not end at its weight");
        assertRefused(
                b -> b.quarticInterpolation(4, 0.5, 0.5),
                "no stage is the derivative at the end, which the interpolation needs");
    }

    @Test
    void refusesExtraStagesThatAreInconsistent() {
        assertRefused(b -> b.extraStages(row(), row(0.5, 0.5)), "there are 1 extra stages and 0 places of them");
        assertRefused(b -> b.extraStages(row(1), row(1)), "row 2 of a has 1 entries, not 2");
        assertRefused(b -> b.extraStages(row(1), row(0.5, 0.4)), "row 2 of a sums to 0.9, not to c = 1.0");
        assertRefused(b -> b.extraStages(row(1), row(0.5, 0.5)), "the interpolation has not a row per stage");
        assertRefused(
                b -> b.extraStages(row(1), row(0.5, 0.5)).quarticInterpolation(4, 0.5, 0.5),
                "the weights in the middle are not as many as the stages");
        assertRefused(
                b -> b.extraStages(row(1), row(0.5, 0.5)).hermiteInterpolation(3, row(), row()),
                "the interpolation has not a row per stage");
    }

    @Test
    void anExtraStageMayBeTheDerivativeAtTheEnd() {
        ButcherTableau tableau = heun().extraStages(row(1), row(0.5, 0.5))
                .hermiteInterpolation(2, row(), row(), row())
                .build();

        assertThat(tableau.stages()).isEqualTo(2);
        assertThat(tableau.interpolationStages()).isEqualTo(3);
        assertThat(tableau.stageAtEnd()).isEqualTo(2);
        assertThat(tableau.isFirstSameAsLast()).isFalse();
        assertThat(tableau.b(2)).isZero();
        assertThat(ButcherTableaus.DORMAND_PRINCE_853.stageAtEnd()).isEqualTo(12);
        assertThat(ButcherTableaus.VERNER_76.stageAtEnd()).isEqualTo(10);
        assertThat(ButcherTableaus.RK4.stageAtEnd()).isEqualTo(-1);
    }

    @Test
    void hasASecondEstimateOnlyWhereItIsGiven() {
        assertThat(ButcherTableaus.DORMAND_PRINCE_853.hasSecondErrorEstimate()).isTrue();
        assertThatThrownBy(() -> heun().build().secondError(0))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the method 'heun' has no second error estimate");
    }

    @ParameterizedTest
    @CsvSource({"Heun, 2", "' ', 2"})
    void refusesNamesThatCouldNotBeFound(String name) {
        assertThatThrownBy(() -> heun(name).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageEndingWith("the name must be in lower case");
    }

    @Test
    void refusesWhatIsMissing() {
        assertThatThrownBy(() -> ButcherTableau.builder("none", 1).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("tableau 'none': a, b or c is missing");
        assertThatThrownBy(() -> ButcherTableau.builder("none", 0).build())
                .hasMessage("tableau 'none': the order is 0, not positive");
        assertThatThrownBy(() ->
                        ButcherTableau.builder("euler", 1).a(row()).b(1).c(0).build())
                .hasMessage("tableau 'euler': the interpolation is missing");
    }

    @Test
    void doesNotChangeWithTheArraysItWasMadeFrom() {
        double[] weights = {0.5, 0.5};
        double[] second = {1};
        ButcherTableau tableau =
                heun().a(row(), second).b(weights).embedded(1, 0).build();

        weights[0] = 7;
        second[0] = 7;

        assertThat(tableau.b(0)).isEqualTo(0.5);
        assertThat(tableau.a(1, 0)).isEqualTo(1);
        assertThat(tableau.error(0)).isEqualTo(-0.5);
    }

    @Test
    void hasAnErrorOnlyWithAnEmbeddedMethod() {
        assertThat(heun().build().hasErrorEstimate()).isFalse();
        assertThat(heun().embedded(1, 0).build().hasErrorEstimate()).isTrue();
        assertThatThrownBy(() -> heun().build().error(0))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the method 'heun' has no error estimate");
    }

    @Test
    void knowsHowImplicitItIs() {
        assertThat(heun().build().isExplicit()).isTrue();
        assertThat(ButcherTableaus.DORMAND_PRINCE_54.isStifflyAccurate()).isTrue();
        assertThat(ImplicitTableaus.ALL).noneMatch(ButcherTableau::isExplicit);
        assertThat(ImplicitTableaus.KVAERNO5.isDiagonallyImplicit()).isTrue();
        assertThat(ImplicitTableaus.RADAU5.isDiagonallyImplicit()).isFalse();
        assertThat(ImplicitTableaus.ALL.stream().filter(ButcherTableau::isStifflyAccurate))
                .extracting(ButcherTableau::name)
                .containsExactly(
                        "implicit-euler",
                        "trapezoid",
                        "radau3",
                        "radau5",
                        "sdirk2",
                        "trbdf2",
                        "kvaerno3",
                        "kvaerno4",
                        "kvaerno5");
        assertThat(ImplicitTableaus.ALL.stream().filter(ButcherTableau::isFirstSameAsLast))
                .extracting(ButcherTableau::name)
                .containsExactly("trapezoid", "radau5", "trbdf2", "kvaerno3", "kvaerno4", "kvaerno5");
        assertThat(ImplicitTableaus.RADAU5.a(0, 3)).isZero();
    }

    @Test
    void knowsWhetherItsLastStageIsTheNextStepsFirst() {
        assertThat(ButcherTableaus.DORMAND_PRINCE_54.isFirstSameAsLast()).isTrue();
        assertThat(ButcherTableaus.RK4.isFirstSameAsLast()).isFalse();
        assertThat(ButcherTableaus.EULER.isFirstSameAsLast()).isFalse();
    }

    @Test
    void takesAnotherInterpolation() {
        ButcherTableau own = ButcherTableaus.DORMAND_PRINCE_853;
        double[] middle = new double[own.stages()];
        for (int i = 0; i < middle.length; i++) {
            middle[i] = own.interpolation(i, 0.25);
        }

        ButcherTableau changed = own.withQuarticInterpolation(1, middle);

        assertThat(changed.interpolationStages()).isEqualTo(own.stages());
        assertThat(changed.interpolationOrder()).isEqualTo(1);
        assertThat(changed.name()).isEqualTo(own.name());
        for (int i = 0; i < middle.length; i++) {
            assertThat(changed.interpolation(i, 0.5)).isCloseTo(middle[i], within(1e-14));
            assertThat(changed.b(i)).isEqualTo(own.b(i));
            assertThat(changed.error(i)).isEqualTo(own.error(i));
            assertThat(changed.secondError(i)).isEqualTo(own.secondError(i));
        }
        assertThatThrownBy(() -> ButcherTableaus.RK4.withQuarticInterpolation(3, 0, 0, 0, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("tableau 'rk4': no stage is the derivative at the end, which the interpolation needs");
    }

    @Test
    void knowsTheStagesThatOnlyOtherStagesNeed() {
        assertThat(stagesForStages(ButcherTableaus.DORMAND_PRINCE_54)).containsExactly(1);
        assertThat(stagesForStages(ButcherTableaus.DORMAND_PRINCE_853)).containsExactly(1, 2, 3, 4);
        // The error alone, the solution within the step alone, and the next step need these.
        assertThat(stagesForStages(ButcherTableaus.BOGACKI_SHAMPINE_32)).isEmpty();
        assertThat(stagesForStages(ButcherTableaus.MIDPOINT)).isEmpty();
    }

    private static int[] stagesForStages(ButcherTableau tableau) {
        return IntStream.range(0, tableau.stages())
                .filter(tableau::servesOnlyStages)
                .toArray();
    }
}
