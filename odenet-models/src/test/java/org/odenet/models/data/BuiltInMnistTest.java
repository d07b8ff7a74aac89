package org.odenet.models.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BuiltInMnistTest {
    private final TrainTest mnist = DataSets.builtInMnist();

    @Test
    void holdsAsManyImagesOfEachDigit() {
        assertThat(mnist.train()).hasToString("MNIST subset train: 6000 images [1, 28, 28], 10 classes");
        assertThat(mnist.test()).hasToString("MNIST subset test: 2000 images [1, 28, 28], 10 classes");
        for (int digit = 0; digit < 10; digit++) {
            assertThat(count(mnist.train(), digit)).isEqualTo(600);
            assertThat(count(mnist.test(), digit)).isEqualTo(200);
        }
    }

    private static long count(ImageDataSet set, int digit) {
        return IntStream.range(0, set.size()).filter(i -> set.label(i) == digit).count();
    }

    /** A rule this simple tells zeros from ones only where images and labels belong together and rows are upright. */
    @Test
    void imagesBelongToTheirLabels() {
        ImageDataSet set = mnist.test();
        int right = 0;
        int wrong = 0;
        for (int i = 0; i < set.size(); i++) {
            if (set.label(i) <= 1) {
                boolean dark = set.pixel(i, 0, 14, 13) < 128 && set.pixel(i, 0, 14, 14) < 128;
                if (dark == (set.label(i) == 0)) {
                    right++;
                } else {
                    wrong++;
                }
            }
        }
        assertThat(right).isGreaterThan(20 * wrong);
    }

    @Test
    void theOriginIsStatedBesideTheFiles() throws IOException {
        try (InputStream in = DataSets.class.getResourceAsStream("mnist-subset/ORIGIN.txt")) {
            assertThat(new String(in.readAllBytes())).contains("LeCun", "Cortes", "Burges", "ShareAlike 3.0");
        }
    }

    @Test
    void aDamagedResourceIsRefused() {
        byte[] content = TestFiles.idxLabels(1);
        assertThatThrownBy(() -> BuiltInMnist.read("built-in file", content, "abc", 1))
                .isInstanceOf(DataSetException.class)
                .hasMessageContainingAll("built-in file", "SHA-256", "not abc", "unchanged");
    }
}
