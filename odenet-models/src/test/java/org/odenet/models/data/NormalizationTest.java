package org.odenet.models.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class NormalizationTest {
    private static final float[] IMAGE = {0, 255, 51, 102};

    private static double[] apply(Normalization normalization, int channels) {
        double[] target = new double[IMAGE.length + 1];
        normalization.apply(IMAGE, channels, target, 1);
        return target;
    }

    @Test
    void unitScalesPixelsToOne() {
        assertThat(apply(Normalization.unit(), 1)).containsExactly(0, 0, 1, 51 / 255.0, 102 / 255.0);
    }

    @Test
    void eachChannelHasItsOwnValues() {
        Normalization two = new Normalization(List.of(0.5, 0.2), List.of(0.25, 0.1));
        assertThat(apply(two, 2)).containsExactly(new double[] {0, -2, 2, 0, 2}, within(1e-12));
    }

    @Test
    void measuredValuesGiveMeanZeroAndDeviationOne() {
        ImageDataSet set = ImageDataSet.of("s", 2, 1, 2, new byte[] {0, -1, 0, 51, 0, -1, 51, 102}, new int[2], 1);
        Normalization measured = Normalization.of(set);
        assertThat(measured.mean().get(0)).isCloseTo(0.5, within(1e-12));
        assertThat(measured.deviation().get(0)).isCloseTo(0.5, within(1e-12));
        assertThat(measured.mean().get(1)).isCloseTo(0.2, within(1e-12));
        assertThat(measured.deviation().get(1)).isCloseTo(Math.sqrt(0.02), within(1e-12));
    }

    /** The values that are usual for MNIST, 0.1307 and 0.3081, come from the whole of its training set. */
    @Test
    void measuresAboutTheUsualValuesOnDigits() {
        Normalization digits = Normalization.of(DataSets.builtInMnist().train());
        assertThat(digits.mean().get(0)).isCloseTo(0.1307, within(0.002));
        assertThat(digits.deviation().get(0)).isCloseTo(0.3081, within(0.002));
    }

    @Test
    void refusesValuesThatCannotBeUsed() {
        assertThatThrownBy(() -> new Normalization(List.of(0.0), List.of(0.0)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("channel 0", "deviation 0.0", "unit()");
        assertThatThrownBy(() -> new Normalization(List.of(Double.NaN), List.of(1.0)))
                .hasMessageContainingAll("channel 0", "NaN");
        assertThatThrownBy(() -> new Normalization(List.of(0.0, 0.0), List.of(1.0)))
                .hasMessageContaining("there are 2 and 1");
        ImageDataSet constant = ImageDataSet.of("s", 1, 1, 2, new byte[2], new int[1], 1);
        assertThatThrownBy(() -> Normalization.of(constant.take(0))).hasMessageContainingAll("'s'", "empty");
    }

    /** The mean of many equal numbers may not be that number. */
    @Test
    void refusesAConstantChannelOfAnyGrey() {
        for (int grey = 0; grey <= 255; grey++) {
            byte[] pixels = new byte[6];
            Arrays.fill(pixels, (byte) grey);
            pixels[0]++;
            ImageDataSet constant = ImageDataSet.of("s", 2, 1, 3, pixels, new int[1], 1);
            assertThatThrownBy(() -> Normalization.of(constant))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContainingAll("'s'", "channel 1", "all the same", "unit()");
        }
    }
}
