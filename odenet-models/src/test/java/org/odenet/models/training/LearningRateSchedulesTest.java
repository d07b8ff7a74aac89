package org.odenet.models.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LearningRateSchedulesTest {

    private static final TrainingLength LENGTH = new TrainingLength(10, 10);

    @Test
    void descriptionsHoldWhatMakesADifference() {
        assertThat(Stream.of(
                                LearningRateSchedules.fixed(),
                                LearningRateSchedules.step(3, 10),
                                LearningRateSchedules.cosine(),
                                LearningRateSchedules.oneCycle(),
                                LearningRateSchedules.plateau(2).afterEpoch(1),
                                LearningRateSchedules.warmUp(4, LearningRateSchedules.cosine()),
                                (LearningRateSchedule) (step, length) -> 1)
                        .map(LearningRateSchedule::description))
                .containsExactly(
                        "fixed",
                        "divided by 10.0 every 3 epochs",
                        "cosine",
                        "one cycle",
                        "plateau with a patience of 2 epochs",
                        "a rise over 4 steps, then cosine",
                        "the program's own");
    }

    @Test
    void fixed() {
        assertFactors(LearningRateSchedules.fixed(), 1, 1, 1);
    }

    @Test
    void cosine() {
        assertFactors(LearningRateSchedules.cosine(), 1, 0.5, 0.5 * (1 + Math.cos(0.99 * Math.PI)));
    }

    @Test
    void steps() {
        LearningRateSchedule schedule = LearningRateSchedules.step(3, 10);
        assertFactors(schedule, 1, 0.1, 0.001);
        assertThat(schedule.factor(29, LENGTH)).isEqualTo(1);
        assertThat(schedule.factor(30, LENGTH)).isCloseTo(0.1, within(1e-15));
    }

    @Test
    void oneCycle() {
        LearningRateSchedule schedule = LearningRateSchedules.oneCycle();
        assertFactors(
                schedule, 1.0 / 25, 0.5 * (1 + Math.cos(Math.PI * 2 / 7)), 0.5 * (1 + Math.cos(Math.PI * 69 / 70)));
        assertThat(schedule.factor(30, LENGTH)).isEqualTo(1);
        assertThat(schedule.factor(15, LENGTH)).isCloseTo((1 + 1.0 / 25) / 2, within(1e-15));
    }

    @Test
    void warmUpScalesTheScheduleAfterIt() {
        LearningRateSchedule schedule = LearningRateSchedules.warmUp(4, LearningRateSchedules.cosine());
        for (int step = 0; step < 100; step++) {
            double cosine = LearningRateSchedules.cosine().factor(step, LENGTH);
            assertThat(schedule.factor(step, LENGTH)).isCloseTo(cosine * Math.min(1, (step + 1) / 4.0), within(1e-15));
        }
    }

    @Test
    void plateauFollowsTheTestLoss() {
        LearningRateSchedule schedule = LearningRateSchedules.plateau(1);
        double[] losses = {2, 1, 1, 1.5, 0.9, 0.9, 0.95, 0.91, 0.91};
        double[] factors = {1, 1, 1, 0.1, 0.1, 0.1, 0.01, 0.01, 0.001};
        for (int epoch = 0; epoch < losses.length; epoch++) {
            schedule = schedule.afterEpoch(losses[epoch]);
            assertThat(schedule.factor(0, LENGTH)).as("after epoch %d", epoch).isCloseTo(factors[epoch], within(1e-15));
        }
    }

    @Test
    void warmUpPassesTheLossOn() {
        LearningRateSchedule schedule = LearningRateSchedules.warmUp(2, LearningRateSchedules.plateau(0));
        schedule = schedule.afterEpoch(1).afterEpoch(2);
        assertThat(schedule.factor(0, LENGTH)).isCloseTo(0.05, within(1e-15));
        assertThat(schedule.factor(9, LENGTH)).isCloseTo(0.1, within(1e-15));
    }

    @Test
    void refusesWhatMakesNoSense() {
        assertThatThrownBy(() -> LearningRateSchedules.plateau(-1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("patience is -1");
        assertThatThrownBy(() -> LearningRateSchedules.step(0, 10)).hasMessageContaining("epochs between divisions: 0");
        assertThatThrownBy(() -> LearningRateSchedules.step(1, Double.NaN)).hasMessageContaining("divisor: NaN");
        assertThatThrownBy(() -> LearningRateSchedules.warmUp(0, LearningRateSchedules.fixed()))
                .hasMessageContaining("steps of the rise: 0");
    }

    private static void assertFactors(LearningRateSchedule schedule, double first, double middle, double last) {
        assertThat(schedule.factor(0, LENGTH)).isCloseTo(first, within(1e-12));
        assertThat(schedule.factor(50, LENGTH)).isCloseTo(middle, within(1e-12));
        assertThat(schedule.factor(99, LENGTH)).isCloseTo(last, within(1e-12));
    }
}
