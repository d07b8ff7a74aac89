package org.odenet.examples.index;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.odenet.models.data.ImageDataSet;

class ImageIdsTest {

    private static ImageDataSet images(int height, byte[] pixels, int... labels) {
        return ImageDataSet.of("tiny", 1, height, pixels.length / labels.length / height, pixels, labels, 3);
    }

    @Test
    void tellsNumberAndContent() {
        byte[] pixels = {1, 2, 1, 2, 5, 6};
        var ids = ImageIds.of(images(1, pixels, 0, 0, 1));

        assertThat(ids).allMatch(id -> id.matches("\\d+-[0-9a-f]{8}")).doesNotHaveDuplicates();
        assertThat(ids.get(0).substring(2)).isEqualTo(ids.get(1).substring(2));
        assertThat(ImageIds.of(images(1, pixels, 0, 0, 1).take(2))).isEqualTo(ids.subList(0, 2));
    }

    @Test
    void anotherPixelClassOrSizeIsAnotherImage() {
        String id = ImageIds.of(images(1, new byte[] {1, 2}, 0)).get(0);

        assertThat(ImageIds.of(images(1, new byte[] {1, 3}, 0)).get(0)).isNotEqualTo(id);
        assertThat(ImageIds.of(images(1, new byte[] {1, 2}, 1)).get(0)).isNotEqualTo(id);
        assertThat(ImageIds.of(images(2, new byte[] {1, 2}, 0)).get(0)).isNotEqualTo(id);
    }
}
