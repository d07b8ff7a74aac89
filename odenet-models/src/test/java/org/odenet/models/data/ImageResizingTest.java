package org.odenet.models.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ImageResizingTest {

    private static final byte[] GREY = {10, 10, 30, 30, 10, 10, 30, 30};

    @Test
    void greyImagesGrowAndGetColours() {
        ImageDataSet grey = ImageDataSet.of("grey", 1, 2, 2, GREY, new int[] {1, 0}, 2);

        ImageDataSet large = grey.resizedTo(new ImageShape(3, 4, 4));

        assertThat(large.size()).isEqualTo(2);
        assertThat(large.label(0)).isEqualTo(1);
        assertThat(large.channels()).isEqualTo(3);
        for (int channel = 0; channel < 3; channel++) {
            assertThat(large.pixel(1, channel, 0, 3)).isEqualTo(10);
            assertThat(large.pixel(1, channel, 3, 0)).isEqualTo(30);
        }
    }

    @Test
    void coloursBecomeGreyByTheirLuminance() {
        byte[] green = {0, (byte) 200, 0};
        ImageDataSet colour = ImageDataSet.of("green", 3, 1, 1, green, new int[1], 1);

        ImageDataSet grey = colour.resizedTo(new ImageShape(1, 2, 2));

        assertThat(grey.pixel(0, 0, 1, 1)).isBetween(115, 119);
    }

    @Test
    void theSameShapeIsTheSameSet() {
        ImageDataSet grey = ImageDataSet.of("grey", 1, 2, 2, GREY, new int[2], 1);

        assertThat(grey.resizedTo(new ImageShape(1, 2, 2))).isSameAs(grey);
    }

    @Test
    void otherChannelsAreRefused() {
        ImageDataSet four = ImageDataSet.of("four", 4, 1, 1, new byte[4], new int[1], 1);
        assertThatThrownBy(() -> four.resizedTo(new ImageShape(1, 1, 1)))
                .hasMessageStartingWith("the images of 'four' have 4 channels; only 1 (grey) and 3");
        ImageDataSet grey = ImageDataSet.of("grey", 1, 2, 2, GREY, new int[2], 1);
        assertThatThrownBy(() -> grey.resizedTo(new ImageShape(2, 1, 1)))
                .hasMessageStartingWith("images of the shape have 2 channels");
    }
}
