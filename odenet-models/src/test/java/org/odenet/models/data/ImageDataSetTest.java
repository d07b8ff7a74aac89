package org.odenet.models.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class ImageDataSetTest {
    private final byte[] pixels = TestFiles.counting(3 * 2 * 4 * 5, 140);
    private final int[] labels = {2, 0, 1};
    private final ImageDataSet set = ImageDataSet.of("trial", 2, 4, 5, pixels, labels, List.of("a", "b", "c"));

    @Test
    void tellsItsSizesAndLabels() {
        assertThat(set.name()).isEqualTo("trial");
        assertThat(List.of(set.size(), set.channels(), set.height(), set.width(), set.classes()))
                .containsExactly(3, 2, 4, 5, 3);
        assertThat(set.label(0)).isEqualTo(2);
        assertThat(set.classNames().get(set.label(2))).isEqualTo("b");
        assertThat(set).hasToString("trial: 3 images [2, 4, 5], 3 classes");
    }

    @Test
    void pixelsAreUnsignedAndInChannelRowColumnOrder() {
        assertThat(set.pixel(1, 1, 2, 3)).isEqualTo((140 + 40 + 20 + 2 * 5 + 3) % 256);
        assertThat(set.pixel(0, 0, 0, 0)).isEqualTo(140);
    }

    @Test
    void copiesOneImage() {
        byte[] target = new byte[42];
        set.copyImage(2, target, 1);
        assertThat(target[0]).isZero();
        assertThat(target[1]).isEqualTo(pixels[80]);
        assertThat(target[40]).isEqualTo(pixels[119]);
        assertThat(target[41]).isZero();
    }

    @Test
    void doesNotChangeWithTheArraysItWasMadeFrom() {
        pixels[0] = 1;
        labels[0] = 1;
        assertThat(set.pixel(0, 0, 0, 0)).isEqualTo(140);
        assertThat(set.label(0)).isEqualTo(2);
    }

    @Test
    void subsetsCountFromTheirOwnFirstImage() {
        ImageDataSet last = set.subset(1, 3).subset(1, 2);
        assertThat(last.size()).isEqualTo(1);
        assertThat(last.label(0)).isEqualTo(1);
        assertThat(last.pixel(0, 0, 0, 0)).isEqualTo(set.pixel(2, 0, 0, 0));
        assertThat(set.take(2).size()).isEqualTo(2);
        assertThatThrownBy(() -> last.label(1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> set.take(4)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void namesClassesByNumberWhereOnlyTheirCountIsKnown() {
        ImageDataSet plain = ImageDataSet.of("p", 1, 1, 1, new byte[1], new int[1], 3);
        assertThat(plain.classNames()).containsExactly("0", "1", "2");
    }

    @Test
    void refusesALabelWithoutAClass() {
        assertThatThrownBy(() -> ImageDataSet.of("p", 1, 1, 1, new byte[2], new int[] {0, 3}, 3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("'p'", "label 3", "image 1", "0..2", "3 classes");
        assertThatThrownBy(() -> ImageDataSet.of("p", 1, 1, 1, new byte[1], new int[] {-1}, 3))
                .hasMessageContainingAll("label -1", "image 0");
    }

    @Test
    void refusesSizesThatDoNotAgree() {
        assertThatThrownBy(() -> ImageDataSet.of("p", 1, 2, 2, new byte[7], new int[2], 3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("'p'", "2 labels", "1x2x2", "8 pixel bytes", "7");
        assertThatThrownBy(() -> ImageDataSet.of("p", 1, 0, 2, new byte[0], new int[2], 3))
                .hasMessageContaining("must be positive, but are 1, 0, 2");
        assertThatThrownBy(() -> ImageDataSet.of("p", 1, 1, 1, new byte[0], new int[0], 0))
                .hasMessageContaining("no classes");
    }

    @Test
    void pixelsOutsideTheImageAreRefused() {
        assertThatThrownBy(() -> set.pixel(0, 0, 4, 0)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> set.pixel(0, 0, 0, 5)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> set.pixel(0, 2, 0, 0)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void theTwoPartsOfASetMustHoldTheSameKindOfImages() {
        assertThat(new TrainTest(set, set.take(1)).test().size()).isEqualTo(1);
        ImageDataSet other = ImageDataSet.of("other", 2, 4, 5, new byte[40], new int[1], 3);
        assertThatThrownBy(() -> new TrainTest(set, other))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("trial", "other");
    }
}
