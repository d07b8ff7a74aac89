package org.odenet.solvers.tableau;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Each method's coefficients, against the order that it claims. */
class OrderConditionsTest {

    private static final Offset<Double> ROUNDING = within(1e-12);

    private static final List<ButcherTableau> METHODS = Stream.of(ButcherTableaus.ALL, ImplicitTableaus.ALL)
            .flatMap(List::stream)
            .toList();
    private static final int HIGHEST =
            METHODS.stream().mapToInt(ButcherTableau::order).max().orElseThrow() + 1;
    private static final List<List<RootedTree>> TREES = RootedTree.upTo(HIGHEST);

    @Test
    void thereAreAsManyTreesAsCayleyCounted() {
        assertThat(RootedTree.upTo(8)).extracting(List::size).containsExactly(0, 1, 1, 2, 4, 9, 20, 48, 115);
    }

    @ParameterizedTest
    @FieldSource("METHODS")
    void stepHasTheStatedOrderAndNoHigher(ButcherTableau method) {
        assertConditions(method, method::b, 1, method.order());

        ElementaryWeights of = new ElementaryWeights(method);
        assertThat(TREES.get(method.order() + 1))
                .anySatisfy(tree -> assertThat(of.sum(tree, method::b)).isNotCloseTo(1 / tree.density(), within(1e-6)));
    }

    @ParameterizedTest
    @FieldSource("METHODS")
    void solutionWithinTheStepHasItsStatedOrder(ButcherTableau method) {
        for (double theta : new double[] {0, 0.1, 0.25, 0.5, 0.7, 0.95, 1}) {
            assertConditions(method, i -> method.interpolation(i, theta), theta, method.interpolationOrder());
        }
    }

    /** Otherwise the claim would be too modest. */
    @ParameterizedTest
    @FieldSource("METHODS")
    void solutionWithinTheStepHasNoHigherOrder(ButcherTableau method) {
        ElementaryWeights of = new ElementaryWeights(method);
        int next = method.interpolationOrder() + 1;

        assertThat(TREES.get(next)).anySatisfy(tree -> assertThat(of.sum(tree, i -> method.interpolation(i, 0.3)))
                .isNotCloseTo(Math.pow(0.3, next) / tree.density(), within(1e-7)));
    }

    @ParameterizedTest
    @FieldSource("METHODS")
    void solutionWithinTheStepJoinsBothEnds(ButcherTableau method) {
        for (int i = 0; i < method.interpolationStages(); i++) {
            assertThat(method.interpolation(i, 0)).isZero();
            assertThat(method.interpolation(i, 1)).isEqualTo(method.b(i));
        }
    }

    @ParameterizedTest
    @FieldSource("METHODS")
    void errorEstimateIsOfItsStatedOrder(ButcherTableau method) {
        if (!method.hasErrorEstimate()) {
            return;
        }
        if (method.hasSecondErrorEstimate()) {
            assertEstimates(method, method::error, 5);
            assertEstimates(method, method::secondError, 3);
        } else {
            assertEstimates(method, method::error, method.errorOrder() - 1);
        }
    }

    /** Up to an order the estimate is zero, and soon after it is not. */
    private static void assertEstimates(ButcherTableau method, IntToDoubleFunction weights, int zeroUpTo) {
        ElementaryWeights of = new ElementaryWeights(method);
        for (int order = 1; order <= zeroUpTo; order++) {
            for (RootedTree tree : TREES.get(order)) {
                assertThat(of.sum(tree, weights)).isCloseTo(0, ROUNDING);
            }
        }
        double estimated = TREES.subList(zeroUpTo + 1, zeroUpTo + 3).stream()
                .flatMap(List::stream)
                .mapToDouble(tree -> Math.abs(of.sum(tree, weights)))
                .max()
                .orElseThrow();
        assertThat(estimated).isGreaterThan(1e-6);
    }

    @ParameterizedTest
    @FieldSource("METHODS")
    void namesItsSource(ButcherTableau method) {
        assertThat(method.citation()).matches(".*\\b[12]\\d{3}\\b.*");
    }

    private static void assertConditions(
            ButcherTableau method, IntToDoubleFunction weights, double theta, int upToOrder) {
        ElementaryWeights of = new ElementaryWeights(method);
        for (int order = 1; order <= upToOrder; order++) {
            for (RootedTree tree : TREES.get(order)) {
                assertThat(of.sum(tree, weights))
                        .as("%s, order %d, tree %s, θ = %s", method, order, tree, theta)
                        .isCloseTo(Math.pow(theta, order) / tree.density(), ROUNDING);
            }
        }
    }
}
