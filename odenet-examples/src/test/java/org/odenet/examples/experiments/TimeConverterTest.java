package org.odenet.examples.experiments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimeConverterTest {

    @Test
    void readsTimesAsPeopleWriteThem() {
        assertThat(new TimeConverter().convert("50ms")).isEqualTo(Duration.ofMillis(50));
        assertThat(new TimeConverter().convert("0.5ms")).isEqualTo(Duration.ofNanos(500_000));
        assertThat(new TimeConverter().convert("2s")).isEqualTo(Duration.ofSeconds(2));
    }

    @ParameterizedTest
    @ValueSource(strings = {"50", "ms", "-1ms", "1h", "1e3ms", "5 ms"})
    void refusesWhatIsNone(String value) {
        assertThatThrownBy(() -> new TimeConverter().convert(value))
                .hasMessage("'" + value + "' is not a time; give one such as 50ms or 2s");
    }
}
