package org.odenet.onednn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ThreadCountTest {

    @Test
    void allProcessorsAreUsedUnlessTheUserSaysOtherwise() {
        assertThat(ThreadCount.parse(null)).isEqualTo(Runtime.getRuntime().availableProcessors());
        assertThat(ThreadCount.parse(" 3 ")).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "two", ""})
    void anythingButAPositiveNumberIsRefused(String value) {
        assertThatThrownBy(() -> ThreadCount.parse(value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("odenet.threads is '" + value + "'")
                .hasMessageContaining("give a positive number of threads");
    }
}
