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
        assertThat(options.isLate()).isFalse();
        assertThat(options.isCancelled()).isFalse();
        assertThat(options.everyStep()).isFalse();
        assertThat(options.events()).isEmpty();
        assertThat(options.returnsFailure()).isFalse();
        assertThat(options.listener()).isNull();
        assertThat(options.space()).isNull();
        assertThat(options.firstStep()).isNaN();
    }

    @Test
    void eachChangeKeepsTheOthers() {
        StepListener<double[]> listener = step -> {};
        VectorSpace<double[]> space = VectorSpace.of(new double[1]);
        Event<double[]> event = Event.stopping((t, y) -> t);
        SolveOptions<double[]> options = SolveOptions.<double[]>defaults()
                .withFirstStep(0.25)
                .withSpace(space)
                .withListener(listener)
                .returningFailure()
                .withDeadlineIn(Duration.ZERO)
                .withCancellation(() -> true)
                .withEvent(event)
                .withEveryStep()
                .withTolerances(new double[] {1}, new double[] {2})
                .withMaxEvaluations(7)
                .withDenseOutput();
        assertThat(options.dense()).isTrue();
        assertThat(options.maxEvaluations()).isEqualTo(7);
        assertThat(options.isLate()).isTrue();
        assertThat(options.isCancelled()).isTrue();
        assertThat(options.everyStep()).isTrue();
        assertThat(options.events()).containsExactly(event);
        assertThat(options.relativeTolerances()).containsExactly(1);
        assertThat(options.absoluteTolerances()).containsExactly(2);
        assertThat(SolveOptions.<double[]>defaults()
                        .withDeadlineIn(Duration.ofDays(1))
                        .isLate())
                .isFalse();
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
