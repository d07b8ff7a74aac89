package org.odenet.onednn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class SampleSumsTest {

    @Test
    void longSumsDoNotLoseSmallValues() {
        int pixels = 3_000_000;
        NativeFloats x = ones(2 * pixels);
        for (int p = 0; p < pixels; p++) {
            x.put(2 * p * Float.BYTES, 0.1f);
        }
        double[] sums = new SampleSums(2).of(0, pixels, (from, some, to) -> Loops.BEST.addChannels(x, from, some, to));
        // In single precision alone the first sum would be wrong by several percent.
        assertThat(sums[0]).isCloseTo((double) pixels * 0.1f, within(pixels * 1e-6));
        assertThat(sums[1]).isEqualTo(pixels);
    }

    @Test
    void eachSumBeginsAtZero() {
        NativeFloats x = ones(302);
        SampleSums sums = new SampleSums(2);
        for (int run = 0; run < 2; run++) {
            assertThat(sums.of(2, 150, (from, some, to) -> Loops.BEST.addChannels(x, from, some, to)))
                    .containsOnly(150);
        }
    }

    @Test
    void twoSumsOfOnePassAreThoseOfTwo() {
        NativeFloats x = ones(302);
        SampleSums first = new SampleSums(2);
        SampleSums second = new SampleSums(2);
        for (int run = 0; run < 2; run++) {
            SampleSums.ofBoth(first, second, 2, 150, (from, some, one, other) -> {
                Loops.BEST.addChannels(x, from, some, one);
                Loops.BEST.addScaled(x, from, 2, some, other);
            });
            assertThat(first.channels).containsOnly(150);
            assertThat(second.channels).containsOnly(150);
        }
    }

    private static NativeFloats ones(int length) {
        NativeFloats memory = NativeFloats.allocate(length);
        for (int i = 0; i < length; i++) {
            memory.put(i * Float.BYTES, 1);
        }
        return memory;
    }
}
