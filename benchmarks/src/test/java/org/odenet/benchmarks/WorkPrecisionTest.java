package org.odenet.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class WorkPrecisionTest {

    private static Run run(String solver, double error, long evaluations) {
        String message = Double.isNaN(error) ? "STEP_LIMIT: too many" : "";
        return new Run("p", solver, 1e-3, error, evaluations, 1, 1, 1, message);
    }

    @Test
    void betweenRunsWorkGrowsByPowersOfTheError() {
        WorkPrecision curve = new WorkPrecision(List.of(run("a", 1e-2, 100), run("a", 1e-4, 400)));

        assertThat(curve.evaluationsFor(1e-3)).isCloseTo(200, within(1e-9));
        assertThat(curve.evaluationsFor(1e-4)).isCloseTo(400, within(1e-9));
    }

    @Test
    void nothingIsSaidOutsideTheRuns() {
        WorkPrecision curve = new WorkPrecision(List.of(run("a", 1e-2, 100), run("a", 1e-4, 400)));

        assertThat(curve.evaluationsFor(1e-1)).isNaN();
        assertThat(curve.evaluationsFor(1e-5)).isNaN();
        assertThat(new WorkPrecision(List.of(run("a", Double.NaN, 7))).evaluationsFor(1e-3))
                .isNaN();
    }

    @Test
    void anErrorThatIsSmallByChanceDoesNotCount() {
        WorkPrecision curve = new WorkPrecision(List.of(run("a", 1e-6, 50), run("a", 1e-2, 100), run("a", 1e-4, 400)));

        assertThat(curve.evaluationsFor(1e-3)).isCloseTo(200, within(1e-9));
    }

    @Test
    void theBestOfEachGroupIsCompared() {
        WorkRatios ratios = new WorkRatios(List.of(
                run("a", 1e-2, 100), run("a", 1e-4, 400),
                run("b", 1e-2, 200), run("b", 1e-4, 800),
                run("c", 1e-2, 50), run("c", Double.NaN, 9)));

        assertThat(ratios.atEqualTolerance(List.of("b"), List.of("a")).median()).isCloseTo(2, within(1e-9));
        assertThat(ratios.atEqualError(List.of("b"), List.of("a")).median()).isCloseTo(2, within(1e-9));
        assertThat(ratios.atEqualError(List.of("b", "a"), List.of("a")).largest())
                .isCloseTo(1, within(1e-9));
        // Where c fails, only the others are left; alone it is not compared there.
        assertThat(ratios.atEqualTolerance(List.of("a"), List.of("b", "c")).median())
                .isCloseTo(1, within(1e-9));
        assertThat(ratios.atEqualTolerance(List.of("c"), List.of("a")).median()).isCloseTo(0.5, within(1e-9));
        assertThat(ratios.atEqualError(List.of("c"), List.of("a")).problems()).isZero();
    }
}
