package org.odenet.core.ode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.odenet.core.state.VectorSpace;

class SolveOptionsTest {

    @Test
    void theDefaultsSetNoLimits() {
        SolveOptions<double[]> options = SolveOptions.defaults();
        assertThat(options.dense()).isFalse();
        assertThat(options.maxEvaluations()).isEqualTo(Long.MAX_VALUE);
        assertThat(options.deadline()).isEqualTo(SolveOptions.NO_DEADLINE);
        assertThat(options.returnsFailure()).isFalse();
        assertThat(options.listener()).isNull();
        assertThat(options.space()).isNull();
        assertThat(options.firstStep()).isNaN();
    }

    @Test
    void eachChangeKeepsTheOthers() {
        StepListener<double[]> listener = step -> {};
        VectorSpace<double[]> space = VectorSpace.of(new double[1]);
        long before = System.nanoTime();
        SolveOptions<double[]> options = SolveOptions.<double[]>defaults()
                .withFirstStep(0.25)
                .withSpace(space)
                .withListener(listener)
                .returningFailure()
                .withDeadlineIn(Duration.ofSeconds(100))
                .withMaxEvaluations(7)
                .withDenseOutput();
        assertThat(options.dense()).isTrue();
        assertThat(options.maxEvaluations()).isEqualTo(7);
        assertThat(options.deadline() - before).isBetween(100_000_000_000L, 200_000_000_000L);
        assertThat(options.returnsFailure()).isTrue();
        assertThat(options.listener()).isSameAs(listener);
        assertThat(options.space()).isSameAs(space);
        assertThat(options.firstStep()).isEqualTo(0.25);
    }

    @Test
    void aFirstStepIsPositiveAndFinite() {
        for (double size : new double[] {0, -0.5, Double.POSITIVE_INFINITY}) {
            assertThatThrownBy(() -> SolveOptions.<double[]>defaults().withFirstStep(size))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage(
                            "the first step is " + size + "; it must be positive and finite, or NaN to be estimated");
        }
    }

    @Test
    void aBudgetIsPositive() {
        for (long budget : new long[] {0, -3}) {
            assertThatThrownBy(() -> SolveOptions.<double[]>defaults().withMaxEvaluations(budget))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("the budget of function evaluations is " + budget)
                    .hasMessageContaining("must be positive");
        }
    }
}
