package org.odenet.models.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class FirstStepTest {

    private static final double RIGHT = 0.3;

    private final FirstStep firstStep = new FirstStep();

    /** As of a method of order 5: the error of a step is 1 where its size is right. */
    private static double error(double size) {
        return Math.pow(size / RIGHT, 5);
    }

    @Test
    void comesToTheSizeThatIsRightFromBelowAndAbove() {
        for (double start : new double[] {0.01, 1}) {
            firstStep.learn(0, start, error(start));
            for (int solve = 0; solve < 10; solve++) {
                firstStep.learn(0, firstStep.size(0), error(firstStep.size(0)));
            }

            assertThat(firstStep.size(0)).isCloseTo(0.8 * RIGHT, within(1e-6));
        }
    }

    @Test
    void knowsNothingOfOtherTolerances() {
        assertThat(firstStep.size(0)).isNaN();
        firstStep.learn(1e-2, 0.1, 0.5);

        assertThat(firstStep.size(1e-2)).isPositive();
        assertThat(firstStep.size(0)).isNaN();
    }

    @Test
    void learnsNothingFromStepsWithoutAnError() {
        firstStep.learn(0, 0.1, 0);
        firstStep.learn(0, 0.1, Double.NaN);

        assertThat(firstStep.size(0)).isNaN();
    }

    @Test
    void doesNotPassTheWholeInterval() {
        firstStep.learn(0, 0.9, 1e-9);

        assertThat(firstStep.size(0)).isEqualTo(1);
    }
}
