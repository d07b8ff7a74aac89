package org.odenet.core.ode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class TimeSpanTest {

    @Test
    void theEndIsObservedAlways() {
        assertThat(TimeSpan.of(0, 1).observations()).containsExactly(1);
        assertThat(TimeSpan.of(0, 1).observedAt(0.25, 0.5).observations()).containsExactly(0.25, 0.5, 1);
        assertThat(TimeSpan.of(0, 1).observedAt(0.25, 1).observations()).containsExactly(0.25, 1);
        assertThat(TimeSpan.of(0, 1).observedAt().observations()).containsExactly(1);
    }

    @Test
    void timeMayRunBackward() {
        TimeSpan span = TimeSpan.of(1, -1).observedAt(0.5, -0.5);
        assertThat(span.observations()).containsExactly(0.5, -0.5, -1);
        assertThat(span.length()).isEqualTo(-2);
        assertThat(span.contains(0)).isTrue();
        assertThat(span.contains(1)).isTrue();
        assertThat(span.contains(-1)).isTrue();
        assertThat(span.contains(1.01)).isFalse();
        assertThat(span.contains(Double.NaN)).isFalse();
    }

    @Test
    void impossibleTimesAreRefused() {
        assertRefused(() -> TimeSpan.of(1, 1), "[1.0, 1.0] has no length");
        assertRefused(() -> TimeSpan.of(Double.NaN, 1), "the start of the interval is NaN");
        assertRefused(() -> TimeSpan.of(0, Double.POSITIVE_INFINITY), "the end of the interval is Infinity");
        assertRefused(() -> TimeSpan.of(0, 1).observedAt(0.5, 0.5), "observed time 1 is 0.5 after 0.5", "strictly");
        assertRefused(() -> TimeSpan.of(0, 1).observedAt(0.0), "observed time 0 is 0.0", "without the start");
        assertRefused(() -> TimeSpan.of(0, 1).observedAt(0.5, 1.5), "observed time 2 is 1.0 after 1.5");
        assertRefused(() -> TimeSpan.of(0, 1).observedAt(Double.NaN), "observed time 0 is NaN");
        assertRefused(() -> TimeSpan.of(1, 0).observedAt(0.25, 0.5), "observed time 1 is 0.5 after 0.25");
        assertRefused(() -> new TimeSpan(0, 1, new double[] {0.5}), "the last observed time is 0.5", "the end 1.0");
        assertRefused(() -> new TimeSpan(0, 1, new double[0]), "it must be the end 1.0");
    }

    private static void assertRefused(ThrowingCallable call, String... parts) {
        assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessageContainingAll(parts);
    }

    @Test
    void spansAreValues() {
        double[] times = {0.5, 1};
        TimeSpan span = new TimeSpan(0, 1, times);
        times[0] = 0.7;
        span.observations()[0] = 0.9;
        assertThat(span)
                .isEqualTo(TimeSpan.of(0, 1).observedAt(0.5))
                .hasSameHashCodeAs(TimeSpan.of(0, 1).observedAt(0.5));
        assertThat(span)
                .isNotEqualTo(TimeSpan.of(0, 1))
                .isNotEqualTo(TimeSpan.of(-1, 1).observedAt(0.5));
        assertThat(span).hasToString("TimeSpan[0.0, 1.0, observed at [0.5, 1.0]]");
    }
}
