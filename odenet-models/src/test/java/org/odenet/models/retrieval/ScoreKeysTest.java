package org.odenet.models.retrieval;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ScoreKeysTest {

    @Test
    void keysAreInTheOrderOfTheScores() {
        float[] rising = {
            Math.nextUp(-2f),
            -1.0000001f,
            -1,
            -0.5f,
            -1e-30f,
            -Float.MIN_VALUE,
            0,
            Float.MIN_VALUE,
            1e-30f,
            0.5f,
            1,
            1.0000001f,
            Math.nextDown(2f)
        };
        int[] keys = new int[rising.length];
        for (int i = 0; i < keys.length; i++) {
            keys[i] = ScoreKeys.scoreOf(ScoreKeys.key(rising[i], i % 2 == 0));
            assertThat(ScoreKeys.relevanceOf(ScoreKeys.key(rising[i], i % 2 == 0)))
                    .isEqualTo(1 - i % 2);
        }
        assertThat(keys).isSorted().doesNotHaveDuplicates();
        assertThat(ScoreKeys.key(-0f, true)).isEqualTo(ScoreKeys.key(0f, true));
    }

    @Test
    void sortsByScoreAlone() {
        SplittableRandom random = new SplittableRandom(1);
        int[] keys = IntStream.range(0, 5000)
                .map(i -> ScoreKeys.key((float) random.nextDouble(-1, 1), random.nextBoolean()))
                .toArray();
        int[] scores = Arrays.stream(keys).map(ScoreKeys::scoreOf).sorted().toArray();

        int[] sorted = ScoreKeys.sort(keys, new int[keys.length]);

        assertThat(Arrays.stream(sorted).map(ScoreKeys::scoreOf))
                .containsExactly(IntStream.of(scores).boxed().toArray(Integer[]::new));
    }
}
