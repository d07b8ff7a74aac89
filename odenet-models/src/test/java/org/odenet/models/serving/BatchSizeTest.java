package org.odenet.models.serving;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BatchSizeTest {

    private static final long MILLI = 1_000_000;

    private final BatchSize size = new BatchSize(32, Duration.ofMillis(50));

    @Test
    void isTheLargestAsLongAsNothingIsKnownAndWhereThatIsFast() {
        assertThat(size.most()).isEqualTo(32);
        size.learn(32, 10 * MILLI);
        assertThat(size.most()).isEqualTo(32);
    }

    @Test
    void fallsUntilTheShortestSolveTakesHalfOfTheTarget() {
        for (int solve = 0; solve < 50; solve++) {
            size.learn(size.most(), 5 * MILLI * size.most());
        }

        assertThat(size.most()).isEqualTo(5);
    }

    @Test
    void isNeverLessThanOne() {
        size.learn(1, 1_000 * MILLI);

        assertThat(size.most()).isEqualTo(1);
    }

    @Test
    void oneSlowSolveDoesNotDecide() {
        for (int solve = 0; solve < 50; solve++) {
            size.learn(8, 8 * MILLI);
        }
        int before = size.most();

        size.learn(8, 16 * MILLI);

        assertThat(before).isBetween(24, 25);
        assertThat(size.most()).isBetween(18, before);
    }
}
