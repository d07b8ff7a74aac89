package org.odenet.core.ode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimeSpanTest {

    @Test
    void observesItsEnd() {
        TimeSpan span = TimeSpan.of(1, -2);

        assertThat(span.observations()).containsExactly(-2);
        assertThat(span.length()).isEqualTo(-3);
    }

    @Test
    void observesGivenTimesAndTheEndOnce() {
        assertThat(TimeSpan.of(0, 1).observedAt(0.25, 0.5).observations()).containsExactly(0.25, 0.5, 1);
        assertThat(TimeSpan.of(0, 1).observedAt(0.25, 1).observations()).containsExactly(0.25, 1);
        assertThat(TimeSpan.of(1, 0).observedAt(0.5, 0.25).observations()).containsExactly(0.5, 0.25, 0);
        assertThat(TimeSpan.of(0, 1).observedAt().observations()).containsExactly(1);
    }

    @Test
    void knowsWhatItContains() {
        assertThat(TimeSpan.of(1, 0).contains(0)).isTrue();
        assertThat(TimeSpan.of(0, 1).contains(1)).isTrue();
        assertThat(TimeSpan.of(0, 1).contains(Math.nextUp(1.0))).isFalse();
        assertThat(TimeSpan.of(0, 1).contains(Double.NaN)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void refusesTimesThatAreNotFinite(double bad) {
        assertThatThrownBy(() -> TimeSpan.of(bad, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the start of the interval is " + bad + "; it must be finite");
        assertThatThrownBy(() -> TimeSpan.of(0, bad))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the end of the interval is " + bad + "; it must be finite");
        assertThatThrownBy(() -> TimeSpan.of(0, 1).observedAt(bad)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesAnIntervalWithoutLength() {
        assertThatThrownBy(() -> TimeSpan.of(0.5, 0.5))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the interval [0.5, 0.5] has no length; the end must differ from the start");
        assertThatThrownBy(() -> TimeSpan.of(0.0, -0.0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesTimesThatAreOutOfOrderOrOutside() {
        assertThatThrownBy(() -> TimeSpan.of(0, 1).observedAt(0.5, 0.3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("observed time 1 is 0.3 after 0.5; the times must run strictly from the start 0.0 to the"
                        + " end 1.0 of the interval, without the start");
        TimeSpan backward = TimeSpan.of(1, 0);
        assertThatThrownBy(() -> backward.observedAt(0.3, 0.5)).hasMessageStartingWith("observed time 1 is 0.5");
        TimeSpan forward = TimeSpan.of(0, 1);
        assertThatThrownBy(() -> forward.observedAt(0)).hasMessageStartingWith("observed time 0 is 0.0 after 0.0");
        assertThatThrownBy(() -> forward.observedAt(0.5, 0.5)).hasMessageStartingWith("observed time 1 is 0.5");
        assertThatThrownBy(() -> forward.observedAt(1.5)).hasMessageStartingWith("observed time 1 is 1.0 after 1.5");
        assertThatThrownBy(() -> new TimeSpan(0, 1, new double[] {0.5}))
                .hasMessage("the last observed time is 0.5; it must be the end 1.0 of the interval");
    }

    @Test
    void doesNotChangeWithTheArraysAround() {
        double[] times = {0.5, 1};
        TimeSpan span = TimeSpan.of(0, 1).observedAt(times);
        times[0] = 7;
        span.observations()[0] = 8;

        assertThat(span.observations()).containsExactly(0.5, 1);
    }

    @Test
    void isEqualByItsTimes() {
        assertThat(TimeSpan.of(0, 1).observedAt(0.5))
                .isEqualTo(new TimeSpan(0, 1, new double[] {0.5, 1}))
                .hasSameHashCodeAs(new TimeSpan(0, 1, new double[] {0.5, 1}))
                .isNotEqualTo(TimeSpan.of(0, 1))
                .isNotEqualTo(TimeSpan.of(-1, 1).observedAt(0.5))
                .hasToString("TimeSpan[0.0, 1.0, observed at [0.5, 1.0]]");
    }
}
