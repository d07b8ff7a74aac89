package org.odenet.core.ode;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SolverStatisticsTest {

    @Test
    void addsUp() {
        SolverStatistics a = new SolverStatistics(10, 1, 2, 3, 0.1, 0.5);
        SolverStatistics b = new SolverStatistics(20, 4, 5, 6, 0.05, 0.3);

        assertThat(a.plus(b)).isEqualTo(new SolverStatistics(30, 5, 7, 9, 0.05, 0.5));
        assertThat(a.plus(SolverStatistics.NONE)).isEqualTo(a);
        assertThat(SolverStatistics.NONE.plus(a)).isEqualTo(a);
    }
}
