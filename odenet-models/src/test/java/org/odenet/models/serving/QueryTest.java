package org.odenet.models.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class QueryTest {

    @Test
    void itsLimitsHoldTogether() {
        Query query = Query.toDepth(0.5)
                .withEvaluations(20)
                .withTime(Duration.ofMillis(5))
                .withTolerance(1e-2)
                .withPath(10);

        assertThat(query).isEqualTo(new Query(0.5, 20, Duration.ofMillis(5), 1e-2, 10));
    }

    @Test
    void refusesWhatHasNoSense() {
        assertThatThrownBy(() -> Query.toDepth(1.5)).hasMessage("the depth t is 1.5; give t from 0 to 1");
        assertThatThrownBy(() -> Query.toDepth(Double.NaN)).hasMessageContaining("depth t is NaN");
        assertThatThrownBy(() -> Query.withinEvaluations(0))
                .hasMessageContaining("evaluations is 0; it must be positive");
        assertThatThrownBy(() -> Query.within(Duration.ZERO))
                .hasMessageContaining("deadline is PT0S; it must be positive");
        assertThatThrownBy(() -> Query.full().withTolerance(-1)).hasMessageContaining("tolerance is -1.0");
        assertThatThrownBy(() -> Query.full().withPath(101)).hasMessageContaining("give 0 to 100");
    }
}
