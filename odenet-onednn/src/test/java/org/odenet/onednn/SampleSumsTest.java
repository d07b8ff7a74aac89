package org.odenet.onednn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SampleSumsTest {

    @Test
    void longSumsDoNotLoseSmallValues() {
        int pixels = 3_000_000;
        float[] x = new float[2 * pixels];
        for (int p = 0; p < pixels; p++) {
            x[2 * p] = 0.1f;
            x[2 * p + 1] = 1;
        }
        double[] sums = new SampleSums(2).of(pixels, (from, some, to) -> Loops.BEST.addChannels(x, from, some, to));
        // In single precision alone the first sum would be wrong by several percent.
        assertThat(sums[0]).isCloseTo((double) pixels * 0.1f, within(pixels * 1e-6));
        assertThat(sums[1]).isEqualTo(pixels);
    }

    @Test
    void eachSumBeginsAtZero() {
        float[] x = new float[300];
        Arrays.fill(x, 1);
        SampleSums sums = new SampleSums(2);
        for (int run = 0; run < 2; run++) {
            assertThat(sums.of(150, (from, some, to) -> Loops.BEST.addChannels(x, from, some, to)))
                    .containsOnly(150);
        }
    }
}
