package org.odenet.core.ode;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SolverStatisticsTest {

    @Test
    void costsAddUpAndExtremesAreKept() {
        SolverStatistics first = new SolverStatistics(7, 1, 2, 3, 0.25, 0.5);
        SolverStatistics second = new SolverStatistics(10, 20, 30, 40, 0.125, 0.375);
        SolverStatistics sum = new SolverStatistics(17, 21, 32, 43, 0.125, 0.5);
        assertThat(first.plus(second)).isEqualTo(sum);
        assertThat(second.plus(first)).isEqualTo(sum);
    }

    @Test
    void nothingDoneChangesNothing() {
        SolverStatistics statistics = new SolverStatistics(7, 1, 2, 3, 0.25, 0.5);
        assertThat(statistics.plus(SolverStatistics.NONE)).isEqualTo(statistics);
        assertThat(SolverStatistics.NONE.plus(statistics)).isEqualTo(statistics);
        assertThat(SolverStatistics.NONE.plus(SolverStatistics.NONE)).isEqualTo(SolverStatistics.NONE);
    }
}
