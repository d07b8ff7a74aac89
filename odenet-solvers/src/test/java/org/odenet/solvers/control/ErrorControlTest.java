package org.odenet.solvers.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ErrorControlTest {

    /** Safety 0.9, exponent -1/5, from 0.2 to 10 times the step; never smaller after an accepted one. */
    @ParameterizedTest
    @CsvSource({"0, 10", "1e-9, 10", "0.001, 3.582964", "0.5, 1.033829", "0.9, 1", "1, 0.9", "2, 0.783496", "1e6, 0.2"})
    void followsTheError(double error, double factor) {
        assertThat(ErrorControl.DEFAULT.begin().next(0.1, error, 5)).isCloseTo(0.1 * factor, within(1e-6));
    }

    @Test
    void shrinksFiveTimesWhereTheErrorIsNotFinite() {
        assertThat(ErrorControl.DEFAULT.begin().next(0.1, Double.POSITIVE_INFINITY, 5))
                .isCloseTo(0.02, within(1e-15));
    }

    @Test
    void keepsToTheLargestStep() {
        assertThat(ErrorControl.DEFAULT.withStepLimits(0, 0.3).begin().next(0.2, 0, 5))
                .isEqualTo(0.3);
    }
}
