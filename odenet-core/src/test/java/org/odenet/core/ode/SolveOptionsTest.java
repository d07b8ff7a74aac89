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
    }

    @Test
    void eachChangeKeepsTheOthers() {
        StepListener<double[]> listener = step -> {};
        VectorSpace<double[]> space = VectorSpace.of(new double[1]);
        long before = System.nanoTime();
        SolveOptions<double[]> options = SolveOptions.<double[]>defaults()
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
