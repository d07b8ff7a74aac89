package org.odenet.models.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;

class BatchLoaderTest {
    private static final int SIZE = 10;
    /** Ten images of their own; the label is the position. */
    private final ImageDataSet set = ImageDataSet.of(
            "ten", 3, 4, 4, TestFiles.counting(SIZE * 48, 7), new int[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9}, SIZE);

    private static final Augmentation EVERYTHING =
            Augmentation.none().rotation(20).crop(1).horizontalFlip().colourJitter(0.3, 0.3, 0.3);

    private static List<Integer> labels(BatchLoader loader, int epoch) {
        List<Integer> labels = new ArrayList<>();
        forEach(loader, epoch, batch -> {
            for (int label : batch.labels()) {
                labels.add(label);
            }
        });
        return labels;
    }

    private interface Use {
        void of(Batch batch);
    }

    private static void forEach(BatchLoader loader, int epoch, Use use) {
        try (EpochBatches batches = loader.epoch(epoch)) {
            while (batches.hasNext()) {
                try (Batch batch = batches.next()) {
                    use.of(batch);
                }
            }
        }
    }

    /** The features of each image, by its label. */
    private static Map<Integer, List<Double>> pixels(BatchLoader loader, int epoch) {
        Map<Integer, List<Double>> pixels = new TreeMap<>();
        forEach(loader, epoch, batch -> {
            double[] all = batch.features().dup('c').data().asDouble();
            int each = all.length / batch.size();
            for (int i = 0; i < batch.size(); i++) {
                List<Double> image = new ArrayList<>();
                for (int p = 0; p < each; p++) {
                    image.add(all[i * each + p]);
                }
                pixels.put(batch.labels()[i], image);
            }
        });
        return pixels;
    }

    @Test
    void batchesHoldPixelsAndOneHotLabelsInOrder() {
        List<Integer> sizes = new ArrayList<>();
        forEach(BatchLoader.of(set, 4), 0, batch -> {
            int first = sizes.stream().mapToInt(Integer::intValue).sum();
            sizes.add(batch.size());
            assertThat(batch.features().shape()).containsExactly(batch.size(), 3, 4, 4);
            assertThat(batch.features().dataType()).isEqualTo(DataType.FLOAT);
            assertThat(batch.oneHot().shape()).containsExactly(batch.size(), SIZE);
            for (int i = 0; i < batch.size(); i++) {
                assertThat(batch.features().getFloat(i, 2, 1, 3)).isEqualTo(set.pixel(first + i, 2, 1, 3) / 255f);
                for (int c = 0; c < SIZE; c++) {
                    assertThat(batch.oneHot().getFloat(i, c)).isEqualTo(c == batch.labels()[i] ? 1 : 0);
                }
            }
        });
        assertThat(sizes).containsExactly(4, 4, 2);
        assertThat(labels(BatchLoader.of(set, 4), 3)).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    }

    @Test
    void theLastSmallBatchCanBeLeftOut() {
        BatchLoader full = BatchLoader.of(set, 4).withPartialBatch(false);
        assertThat(full.batchesPerEpoch()).isEqualTo(2);
        assertThat(labels(full, 0)).hasSize(8);
        assertThat(BatchLoader.of(set, 4).batchesPerEpoch()).isEqualTo(3);
        assertThat(BatchLoader.of(set, 5).batchesPerEpoch()).isEqualTo(2);
        assertThat(BatchLoader.of(set, 20).batchesPerEpoch()).isEqualTo(1);
        assertThat(BatchLoader.of(set.take(0), 5).batchesPerEpoch()).isZero();
    }

    @Test
    void shufflingDependsOnSeedAndEpochAlone() {
        BatchLoader loader = BatchLoader.of(set, 3).withShuffling(true).withSeed(5);
        List<Integer> order = labels(loader, 2);
        assertThat(order).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
        assertThat(labels(BatchLoader.of(set, 7).withSeed(5).withShuffling(true), 2))
                .isEqualTo(order);
        assertThat(labels(loader, 3)).isNotEqualTo(order);
        assertThat(labels(loader.withSeed(6), 2)).isNotEqualTo(order);
        assertThat(order).isNotEqualTo(labels(loader.withShuffling(false), 2));
    }

    @Test
    void everyImageIsEquallyLikelyToComeFirst() {
        int[] first = new int[SIZE];
        BatchLoader loader = BatchLoader.of(set, 3).withShuffling(true);
        for (int epoch = 0; epoch < 2000; epoch++) {
            first[loader.order(epoch)[0]]++;
        }
        assertThat(Arrays.stream(first)).allMatch(count -> count > 140 && count < 260);
    }

    @Test
    void anImageIsChangedTheSameWayWhateverTheBatchSizeAndTheOrder() {
        BatchLoader loader = BatchLoader.of(set, 3).withSeed(11).withAugmentation(EVERYTHING);
        Map<Integer, List<Double>> expected = pixels(loader, 4);
        assertThat(pixels(BatchLoader.of(set, 10).withSeed(11).withAugmentation(EVERYTHING), 4))
                .isEqualTo(expected);
        assertThat(pixels(loader.withShuffling(true), 4)).isEqualTo(expected);
        assertThat(pixels(loader, 5)).isNotEqualTo(expected);
        assertThat(pixels(loader.withSeed(12), 4)).isNotEqualTo(expected);
        assertThat(expected).isNotEqualTo(pixels(BatchLoader.of(set, 3), 4));
    }

    @Test
    void normalisesAfterTheChanges() {
        Normalization normalization = new Normalization(List.of(0.1, 0.2, 0.3), List.of(0.5, 1.0, 2.0));
        BatchLoader loader = BatchLoader.of(set, 10)
                .withDataType(DataType.DOUBLE)
                .withAugmentation(Augmentation.none().then((image, shape, random) -> new float[image.length]))
                .withNormalization(normalization);
        forEach(loader, 0, batch -> {
            assertThat(batch.features().dataType()).isEqualTo(DataType.DOUBLE);
            assertThat(batch.oneHot().dataType()).isEqualTo(DataType.DOUBLE);
            assertThat(batch.features().getDouble(3, 0, 1, 1)).isEqualTo(-0.2);
            assertThat(batch.features().getDouble(3, 2, 1, 1)).isEqualTo(-0.15);
        });
    }

    @Test
    void doublesAreExact() {
        forEach(BatchLoader.of(set, 10).withDataType(DataType.DOUBLE), 0, batch -> assertThat(
                        batch.features().getDouble(1, 1, 2, 3))
                .isEqualTo(set.pixel(1, 1, 2, 3) / 255.0));
    }

    @Test
    void refusesSettingsThatDoNotFit() {
        assertThatThrownBy(() -> BatchLoader.of(set, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("batch size must be positive, but is 0");
        Normalization two = new Normalization(List.of(0.0, 0.0), List.of(1.0, 1.0));
        assertThatThrownBy(() -> BatchLoader.of(set, 1).withNormalization(two))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("2 channels", "have 3", "Normalization.of");
        assertThatThrownBy(() -> BatchLoader.of(set, 1).withDataType(DataType.INT32))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("FLOAT", "DOUBLE", "INT");
    }
}
