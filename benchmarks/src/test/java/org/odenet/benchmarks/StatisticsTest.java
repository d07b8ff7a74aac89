package org.odenet.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class StatisticsTest {

    @Test
    void theMedianIsTheMiddleWhateverTheOrder() {
        assertThat(Statistics.median(100, 1, 2)).isEqualTo(2);
    }

    @Test
    void theMedianOfAnEvenNumberIsTheMeanOfTheTwoInTheMiddle() {
        assertThat(Statistics.median(4, 100, 2, 1)).isEqualTo(3);
    }

    @Test
    void leavesTheValuesInTheirOrder() {
        double[] values = {3, 1, 2};
        Statistics.median(values);

        assertThat(values).containsExactly(3, 1, 2);
    }

    @Test
    void refusesNoValues() {
        assertThatThrownBy(Statistics::median)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no values")
                .hasMessageContaining("measure at least once");
    }
}
