package org.odenet.models.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimeSharingTest {

    private static final TimeSharing SHARING = new TimeSharing(Duration.ofMillis(60), 8);

    @ParameterizedTest
    @CsvSource({
        // Nobody waits: the whole target, less the own age.
        "0, 0, 0, 60",
        "0, 0, 45, 15",
        "0, 0, 70, -10",
        // One solve takes all that wait: each solve has the half.
        "1, 0, 0, 30",
        "8, 10, 0, 20",
        "8, 30, 50, 0",
        // Two solves to follow, then three: a third, then a quarter each.
        "9, 0, 0, 20",
        "16, 5, 0, 15",
        "17, 0, 0, 15",
        // The own age may be the tighter limit.
        "1, 0, 50, 10",
        // Too late is too late.
        "72, 90, 10, -84"
    })
    void sharesTheTargetAmongTheSolvesToCome(int waiting, int oldestWaiting, int oldestSolving, long remaining) {
        Load load = new Load(waiting, Duration.ofMillis(oldestWaiting), Duration.ofMillis(oldestSolving));

        assertThat(SHARING.remaining(load).toMillis()).isEqualTo(remaining);
    }

    @Test
    void beginsNoStepThatWouldEndTooLate() {
        Load load = new Load(1, Duration.ofMillis(20), Duration.ZERO);

        assertThat(SHARING.allows(load, Duration.ofMillis(10))).isTrue();
        assertThat(SHARING.allows(load, Duration.ofMillis(11))).isFalse();
    }

    @Test
    void anyNumberMayBeServedAtOnce() {
        TimeSharing sharing = new TimeSharing(Duration.ofMillis(60), Integer.MAX_VALUE);

        assertThat(sharing.remaining(new Load(2, Duration.ZERO, Duration.ZERO))).isEqualTo(Duration.ofMillis(30));
    }

    @Test
    void refusesWhatHasNoSense() {
        assertThatThrownBy(() -> new TimeSharing(Duration.ZERO, 8)).hasMessageContaining("latency target is PT0S");
        assertThatThrownBy(() -> new TimeSharing(Duration.ofMillis(1), 0)).hasMessageContaining("give 1 or more");
    }
}
